import type { Call, EventFrame } from './protocol.ts';

/** Whose socket it is. The engine's own record may hold more; real time needs no more than this. */
export interface SignedIn {
  readonly session: string;
  readonly account: string;
  readonly person: { readonly id: string; readonly schoolId: string };
}

/** Headers that may sign somebody in, as they came. */
export interface Credentials {
  readonly cookie?: string;
  readonly authorization?: string;
}

/**
 * What became of somebody who was signed in: the session is over, what they may do has changed, or they are as they stand
 * here (called otherwise, perhaps).
 */
export type Standing = 'signed-out' | 'changed' | SignedIn;

/** A room somebody is in. `visibleFrom`: nothing up to and including this sequence is theirs to see; 0 hides nothing. */
export interface RoomPlace {
  readonly head: number;
  readonly visibleFrom: number;
}

/**
 * What the engine gives the gateway. Real time asks through these and imports neither the API nor commands.
 * Whatever throws here closes the socket it was asked for with 4002, and only that one.
 */
export interface GatewayDoors {
  /** The session's token that these headers carry, as it was signed here; null without one. Asks no database. */
  tokenOf(headers: Credentials): string | null;
  /** The person behind a cookie or a token; null when nobody is signed in by it. */
  signIn(headers: Credentials): Promise<SignedIn | null>;
  /**
   * Reads anew who these are, in one statement, and answers those of whom something differs. A session by which something
   * was asked (`used`) is prolonged as a request would.
   */
  recheck(
    sockets: readonly { readonly who: SignedIn; readonly used: boolean }[],
  ): Promise<ReadonlyMap<SignedIn, Standing>>;
  /** All rooms this person is in now, by id: read from what is committed when it is asked. */
  roomsOf(who: SignedIn): Promise<ReadonlyMap<string, RoomPlace>>;
  /** A short text that differs when the rooms do, or from where one of them may be read. */
  markOf(rooms: ReadonlyMap<string, RoomPlace>): string;
  /** Of these people, those whose rooms are no longer the ones of their mark; one statement for all. */
  moved(
    schoolId: string,
    marks: readonly { readonly person: string; readonly mark: string }[],
  ): Promise<readonly string[]>;
  /**
   * What a room recorded in (since, to], ascending; events of plugins that are off are left out. One read serves everybody,
   * so it knows no reader. Null: the log no longer reaches back to `since`.
   */
  readEvents(schoolId: string, room: string, since: number, to: number): Promise<readonly EventFrame[] | null>;
  /** Names the history that the sequences of a school's rooms belong to. */
  epochOf(schoolId: string): string;
  /** The newest sequence of each of these rooms, whatever their school. */
  heads(rooms: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** A socket was signed in, and closed. `connection`: its id. */
  opened(connection: string, who: SignedIn): void;
  closed(connection: string): void;
  /** A tRPC call over a socket; the answer's envelope, `{ id, result }` or `{ id, error }`. */
  call(who: SignedIn, call: Call, connection: string): Promise<object>;
  /** How long the answer to a call was: what people read is counted. */
  answered(who: SignedIn, characters: number): void;
  /** The answer to a call that nobody can vouch for now. */
  unavailable(who: SignedIn, call: Call): object;
  /** Whether this event may be told: false for a plugin that is off in that school. */
  speaks(schoolId: string, event: string): boolean;
}
