import type { WebSocket } from 'uWebSockets.js';
import { v7 as newId } from 'uuid';
import type { CloseCode } from './close-codes.ts';
import { CLOSE } from './close-codes.ts';
import type { Credentials, SignedIn } from './doors.ts';
import type { TokenBucket } from './token-bucket.ts';

/** What the library keeps for us on each of its sockets. */
export interface SocketData {
  connection: Connection;
}

/**
 * One open socket. Which rooms it is in is not kept here: the library's topics are the one list of that, so that nothing
 * can disagree with what is delivered.
 */
export interface Connection {
  readonly id: string;
  readonly ws: WebSocket<SocketData>;
  /** What came with the upgrade, until hello reads it. */
  credentials: Credentials;
  who: SignedIn | null;
  /** new: no `hello` yet · arriving: being signed in and put on its topics · live · closing: reads nothing more · closed: never touch `ws` */
  stage: 'new' | 'arriving' | 'live' | 'closing' | 'closed';
  /** The history its rooms' sequences belong to; empty before it is live. */
  epoch: string;
  /** Counts the news about this person's rooms: what was read from the database before the last of them is stale. */
  news: number;
  /** Something was asked since its session was looked at. */
  used: boolean;
  /** When who it is was read last; a call never acts on what is older than `GatewayLimits.identityMs`. */
  checkedAt: number;
  /** Of its rooms, as they were read last. */
  mark: string;
  /** Its rooms are being read again. */
  settling: boolean;
  /** Rooms whose past is hidden from this person: up to which sequence. Most have none. */
  hidden: Map<string, number> | null;
  readonly bucket: TokenBucket;
  answers: string[];
  /** tRPC calls that have not been answered yet. */
  calls: number;
  /** Replays waiting for the ones before them, and for the reader. */
  replays: Promise<void>;
  /** One at a time for each room: where it began, and from where it was asked for again meanwhile. */
  readonly replaying: Map<string, { readonly since: number; again: number | null }>;
  onDrain: (() => void)[];
  /** Until its `hello`. */
  timer: NodeJS.Timeout | undefined;
}

export const newConnection = (
  ws: WebSocket<SocketData>,
  credentials: Credentials,
  bucket: TokenBucket,
): Connection => ({
  id: newId(),
  ws,
  credentials,
  who: null,
  stage: 'new',
  epoch: '',
  news: 0,
  used: false,
  checkedAt: Number.NEGATIVE_INFINITY,
  mark: '',
  settling: false,
  hidden: null,
  bucket,
  answers: [],
  calls: 0,
  replays: Promise.resolve(),
  replaying: new Map(),
  onDrain: [],
  timer: undefined,
});

/** Says goodbye with one of our codes. Safe to call twice. */
export function closeWith(connection: Connection, code: CloseCode): void {
  if (connection.stage === 'closed') return;
  connection.stage = 'closing';
  connection.ws.end(code, NAMES.get(code) ?? '');
}

const NAMES = new Map(Object.entries(CLOSE).map(([name, code]) => [code as number, name]));

/** Marks a socket that is gone and lets go of whatever waited for it. */
export function forget(connection: Connection): void {
  connection.stage = 'closed';
  connection.answers = [];
  clearTimeout(connection.timer);
  wake(connection);
}

/** Lets those go on who wait for the reader to catch up. */
export function wake(connection: Connection): void {
  const waiting = connection.onDrain;
  connection.onDrain = [];
  for (const go of waiting) go();
}

/** Resolves once less than `bytes` wait for this reader, or the socket is gone. */
export async function drained(connection: Connection, bytes: number): Promise<void> {
  while (connection.stage === 'live' && connection.ws.getBufferedAmount() > bytes) {
    await new Promise<void>((go) => connection.onDrain.push(go));
  }
}
