import type { attachments } from '../contract.ts';

export type Code = keyof typeof attachments.errors;

/** A file that must not get in, and what it is told. */
export interface Hostile {
  readonly what: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly code: Code;
}

export const hostile = (what: string, code: Code, name: string, bytes: Uint8Array | string): Hostile => ({
  what,
  name,
  code,
  bytes: Buffer.from(bytes as string),
});
