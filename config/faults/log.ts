/** What everybody's clients experienced, in the driver's one clock (milliseconds of `performance.now()`). */
export interface Log {
  readonly heard: Heard[];
  readonly sends: Map<string, SendLog>;
  readonly revocations: Revocation[];
  /** Calls that were answered although they may not have been. */
  readonly answered: Answered[];
  /** Answers that nothing was decided by: something of the server's broke. */
  readonly failures: { readonly at: number; readonly person: string; readonly what: string }[];
  /** Times from the instant a node listened to the instant a client was live again; `busy` of it the machine did other work. */
  readonly returns: { readonly person: string; readonly node: string; readonly ms: number; readonly busy: number }[];
  readonly crashes: { readonly at: number; readonly node: string; readonly code: number | null }[];
}

/** A recorded event as one client was given it, or (without `seq`) a passing one. */
export interface Heard {
  readonly at: number;
  readonly person: string;
  readonly room: string;
  readonly seq: number | null;
  /** `startOver` says that everything up to `seq` has to be read anew. */
  readonly event: string;
  readonly message: string | null;
  readonly clientId: string | null;
  /** Nothing on the way to this client delayed it. */
  readonly prompt: boolean;
}

/** What became of one message, by its clientId. */
export interface SendLog {
  readonly person: string;
  readonly room: string;
  readonly clientId: string;
  readonly at: number;
  /** Whom the message names, who is never there: a notice is promised. */
  readonly names: string | null;
  tries: number;
  acked: { readonly at: number; readonly message: string; readonly seq: number } | null;
  refused: { readonly at: number; readonly code: string } | null;
}

export interface Revocation {
  readonly what: RevocationKind;
  readonly person: string;
  /** Null: of every room. */
  readonly room: string | null;
  /** When the answer that it is done was there. */
  readonly at: number;
  /** When giving back was begun; until then nothing may be heard. */
  until: number;
}

export const REVOCATIONS = [
  'removal',
  'unenrolment',
  'sign-out',
  'sign-out everywhere',
  'lost grant',
  'lost role',
  'lost room role',
  'left the school',
] as const;
export type RevocationKind = (typeof REVOCATIONS)[number];

export interface Answered {
  readonly asked: number;
  readonly at: number;
  readonly person: string;
  readonly room: string | null;
  readonly what: string;
}

export const createLog = (): Log => ({
  ...{ heard: [], sends: new Map(), revocations: [], answered: [], failures: [], returns: [], crashes: [] },
});

/** What the database holds when all is over. */
export interface Stored {
  readonly messages: readonly StoredMessage[];
  readonly events: readonly StoredEvent[];
  /** Who is in which room now, and up to which number its past is hidden from them. */
  readonly members: readonly { readonly room: string; readonly person: string; readonly visibleFrom: number }[];
  /** How many notices each message gave each person. */
  readonly notices: readonly { readonly person: string; readonly message: string; readonly count: number }[];
  /** Rows that point to nothing. */
  readonly orphans: readonly { readonly table: string; readonly column: string; readonly count: number }[];
}

export interface StoredMessage {
  readonly id: string;
  readonly room: string;
  readonly seq: number;
  readonly author: string;
  readonly clientId: string;
}

export interface StoredEvent {
  readonly room: string;
  readonly seq: number;
  readonly event: string;
  readonly message: string | null;
  /** Whom `participant.joined` and `participant.left` are about. */
  readonly person: string | null;
}
