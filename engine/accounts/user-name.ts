import { z } from 'zod';
import { foldName } from '../names.ts';
import { plainLine } from '../text.ts';

const LONGEST = 40;
/** So that a number still fits behind it. */
const LONGEST_PROPOSED = 35;
const PLAIN = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;

/**
 * What somebody without a mail address signs in with at their school: 2–40 signs that every keyboard has. Case and marks do
 * not matter: "Zoë.L" is `zoe.l`.
 */
export const UserName = z
  .string()
  .max(LONGEST * 4, `A user name has ${LONGEST} characters at most.`)
  .overwrite((text) => foldName(plainLine(text)))
  .min(2, 'A user name has at least 2 characters.')
  .max(LONGEST, `A user name has ${LONGEST} characters at most.`)
  .refine((name) => !/\s/.test(name), 'A user name has no blanks.')
  .refine(
    (name) => PLAIN.test(name),
    'A user name has letters from a to z, digits, dots, hyphens and underscores, and begins and ends with a letter or digit.',
  );

/** What the user name of somebody so called begins as; numbers make it one of its own. `pupil` for names in other letters. */
function userNameFrom(name: string): string {
  const words = foldName(name)
    .replace(/'/g, '')
    .replace(/[^a-z0-9]+/g, '.')
    .slice(0, LONGEST_PROPOSED);
  const plain = words.replace(/^\.+|[.\d]+$/g, '');
  return plain.length < 2 ? 'pupil' : plain;
}

/** The first of `ana.lopez`, `ana.lopez2`, `ana.lopez3` … that is not taken. */
export function proposeUserName(name: string, taken: ReadonlySet<string>): string {
  const stem = userNameFrom(name);
  let proposed = stem;
  for (let number = 2; taken.has(proposed); number += 1) proposed = `${stem}${number}`;
  return proposed;
}
