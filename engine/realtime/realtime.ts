import type { TemplatedApp } from 'uWebSockets.js';
import { refusalIn } from '../errors/outage.ts';
import type { FairQueue } from '../operation/fair-queue.ts';
import type { Log } from '../operation/log.ts';
import { logFailure } from '../operation/log-failure.ts';
import type { RealtimeMetrics } from '../operation/metrics.ts';
import type { Broker } from './broker.ts';
import type { Budgets } from './budgets.ts';
import type { Checks } from './checks.ts';
import { CLOSE, CLOSE_OF_FAULT, type CloseCode } from './close-codes.ts';
import type { Connection } from './connection.ts';
import { closeWith } from './connection.ts';
import type { GatewayDoors } from './doors.ts';
import type { Hub } from './hub.ts';
import type { GatewayLimits } from './limits.ts';
import type { EventFrame } from './protocol.ts';
import type { RoomStream } from './room-stream.ts';
import type { Turn } from './turn.ts';

/** What the parts of one gateway share. */
export interface Realtime {
  readonly app: TemplatedApp;
  readonly doors: GatewayDoors;
  readonly broker: Broker;
  readonly limits: GatewayLimits;
  readonly log: Log;
  readonly metrics: RealtimeMetrics;
  readonly hub: Hub;
  readonly turn: Turn;
  /** Rooms that somebody here is in, or that were lately heard of. */
  readonly streams: Map<string, RoomStream>;
  /** Runs work on many sockets a few at a time, so that it never floods the database. */
  readonly lane: (work: () => Promise<void>) => void;
  /** Those who sign in, by session. */
  readonly arrivals: FairQueue;
  readonly checks: Checks;
  /** Acts on what an event of a room says about who may listen, before it is told. */
  readonly revoke: (stream: RoomStream, event: EventFrame) => void;
  /** Bytes of replays, by person. */
  readonly replayed: Budgets;
  /** Sockets opened, by account. */
  readonly hellos: Budgets;
  stopping: boolean;
}

/** A door failed or refused: this socket is closed, with the code of the refusal or 4002, and no other. */
export function fail(realtime: Realtime, connection: Connection, err: unknown): void {
  logFailure(realtime.log, err, { person: connection.who?.person.id }, 'a socket was closed by a failure of ours');
  closeWith(connection, closeCodeOf(err));
}

/** The code of a refusal; of an outage that of a node that stops, since another may do better. */
function closeCodeOf(error: unknown): CloseCode {
  const fault = refusalIn(error)?.fault;
  return fault && fault !== 'conflict' ? CLOSE_OF_FAULT[fault] : CLOSE.failure;
}
