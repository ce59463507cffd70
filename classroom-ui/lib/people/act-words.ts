import { say } from '#lib/words.ts';
import { type ActBy, type ActView, GRANTS, SCHOOL_ROLES } from '../../../engine/client.ts';
import { english, tell } from './words.ts';

/** Who did something. */
export function byName(by: ActBy): string {
  if (by === null) return tell('by.operator');
  return 'plugin' in by ? by.plugin : by.name;
}

/** What was done, as a sentence; an act that this page does not know yet by its name. */
export function actWords({ what, facts }: Pick<ActView, 'what' | 'facts'>): string {
  const key = `act.${what}`;
  if (!Object.hasOwn(english, key)) return what;
  const values = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, valueWords(value)]));
  return tell(key as keyof typeof english, values);
}

/** Roles and grants in this page's words, anything else as it is. */
function valueWords(value: string): string {
  const role = SCHOOL_ROLES.find((one) => one === value);
  const grant = GRANTS.find((one) => one === value);
  if (role) return say(`role.${role}`);
  return grant ? tell(`grant.${grant}`) : value;
}
