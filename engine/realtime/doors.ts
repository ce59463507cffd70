import type { Call, EventFrame } from './protocol.ts';

/** Whose socket it is. The engine's own record may hold more; real time needs no more than this. */
export interface SignedIn {
  readonly session: string;
  readonly account: string;
  /** Milliseconds that the session lasts from when it was read. */
  readonly lasts: number;
  readonly person: { readonly id: string; readonly schoolId: string };
}

/** Headers that may sign somebody in, as they came. */
export interface Credentials {
  readonly cookie?: string;
  readonly authorization?: string;
}

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
  /** The person behind a cookie or a token; null when nobody is signed in by it. */
  signIn(headers: Credentials): Promise<SignedIn | null>;
  /** How long a session lasts from now, in milliseconds; 0 when it has ended. `used` since it was asked last prolongs it. */
  sessionLasts(session: string, used: boolean): Promise<number>;
  /** All rooms this person is in now, by id: read from what is committed when it is asked. */
  roomsOf(who: SignedIn): Promise<ReadonlyMap<string, RoomPlace>>;
  /**
   * What a room recorded in (since, to], ascending; events of plugins that are off are left out. One read serves everybody,
   * so it knows no reader. Null: the log no longer reaches back to `since`.
   */
  readEvents(schoolId: string, room: string, since: number, to: number): Promise<readonly EventFrame[] | null>;
  /** The newest sequence of each of these rooms, whatever their school. */
  heads(rooms: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** A socket was signed in, and closed. `connection`: its id. */
  opened(connection: string, who: SignedIn): void;
  closed(connection: string): void;
  /** A tRPC call over a socket; the answer's envelope, `{ id, result }` or `{ id, error }`. */
  call(who: SignedIn, call: Call, connection: string): Promise<object>;
  /** How long the answer to a call was: what people read is counted. */
  answered(who: SignedIn, characters: number): void;
  /** Whether this event may be told: false for a plugin that is off in that school. */
  speaks(schoolId: string, event: string): boolean;
}
