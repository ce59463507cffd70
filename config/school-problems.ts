import { relative } from 'node:path';
import type { z } from 'zod';
import { nearest } from './nearest.ts';

/** Something wrong in a school file, where it stands, and what to write instead. */
export interface SchoolProblem {
  readonly slug: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Keys from the file's top, with dots between; empty for the file as a whole. */
  readonly path: string;
  readonly problem: string;
}

/** `config/schools/oakwood.yaml:7 plugins.reactionz: is not a plugin that is installed; did you mean "reactions"?` */
export function problemLine({ file, line, path, problem }: SchoolProblem): string {
  const shown = relative(process.cwd(), file);
  return `${shown.startsWith('..') ? file : shown}:${line} ${path === '' ? '' : `${path}: `}${problem}`;
}

export type Path = readonly PropertyKey[];
/** A problem before its line is looked up. */
export interface Finding {
  readonly path: Path;
  readonly problem: string;
}

/** `did you mean …?` when a known word is near, else all of them. */
export function unknownWord(what: string, word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant) return `is not ${what}; did you mean "${meant}"?`;
  return known.length > 0 ? `is not ${what}; there are ${known.join(', ')}` : `is not ${what}; there are none`;
}

/**
 * What zod found, as findings of ours.
 * @param what what a key is here, as in `a setting of reactions`
 */
export function findingsOf(error: z.ZodError, schema: z.ZodObject, what: string, at: Path = []): Finding[] {
  return error.issues.flatMap((issue): Finding[] => {
    const path = [...at, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [{ path, problem: sentence(issue.message) }];
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({ path: [...path, key], problem: unknownWord(what, key, known) }));
  });
}

const sentence = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);

/** What of a zod schema is walked through. */
interface Walked {
  readonly _zod: {
    readonly def: {
      readonly innerType?: Walked;
      readonly element?: Walked;
      readonly shape?: Readonly<Record<PropertyKey, Walked>>;
    };
  };
}

/** The keys an object has at a place inside a schema, as far as it can be followed through defaults and optionals. */
function keysAt(schema: z.ZodObject, path: Path): string[] {
  let current = bare(schema as unknown as Walked);
  for (const step of path) {
    const def = current?._zod.def;
    current = bare(typeof step === 'number' ? def?.element : def?.shape?.[step]);
  }
  return Object.keys(current?._zod.def.shape ?? {});
}

const bare = (schema: Walked | undefined): Walked | undefined =>
  schema?._zod.def.innerType ? bare(schema._zod.def.innerType) : schema;
