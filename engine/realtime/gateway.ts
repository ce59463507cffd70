import type { us_listen_socket, WebSocket } from 'uWebSockets.js';
import * as uWS from 'uWebSockets.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { FairQueue } from '../operation/fair-queue.ts';
import type { Log } from '../operation/log.ts';
import type { RealtimeMetrics } from '../operation/metrics.ts';
import type { Broker } from './broker.ts';
import { createBudgets } from './budgets.ts';
import { newChecks, startChecks } from './checks.ts';
import { CLOSE } from './close-codes.ts';
import type { Connection, SocketData } from './connection.ts';
import { closeWith, forget, newConnection, wake } from './connection.ts';
import type { GatewayDoors } from './doors.ts';
import { hearBroker } from './hear-broker.ts';
import { createHub } from './hub.ts';
import { createLane } from './lane.ts';
import type { GatewayLimits } from './limits.ts';
import { GATEWAY_LIMITS } from './limits.ts';
import type { Origins } from './origins.ts';
import { createOrigins } from './origins.ts';
import type { Realtime } from './realtime.ts';
import { revoke } from './revoke.ts';
import { farewell, shed } from './slow-reader.ts';
import { isIdle, takeFrame } from './take-frame.ts';
import { fullBucket } from './token-bucket.ts';
import { createTurn } from './turn.ts';
import type { UpgradeData } from './upgrade.ts';
import { upgrade } from './upgrade.ts';

export interface GatewayOptions {
  readonly doors: GatewayDoors;
  readonly broker: Broker;
  /** Addresses whose pages may sign in by cookie. */
  readonly allowedOrigins: readonly string[];
  /** 0 or absent: any free one. */
  readonly port?: number;
  readonly host: string;
  readonly path?: string;
  readonly log: Log;
  readonly metrics: RealtimeMetrics;
  readonly limits?: Partial<GatewayLimits>;
}

export interface Gateway {
  readonly port: number;
  /** Open sockets, signed in or not. */
  connections(): number;
  /**
   * Takes no more sockets, lets calls that are running be answered, sends everybody elsewhere (4001) and closes.
   * After `graceMs` whoever has not left is cut off.
   */
  stop(graceMs: number): Promise<void>;
}

/** Rooms are read again for so many sockets at once, when a whole school changes. */
const LANE = 8;
/** Sockets sent away in one turn of the loop while stopping: they will all be back at another door. */
const LEAVING = 100;

/**
 * Opens the door for sockets.
 * @throws Error when the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const sockets = new Set<Connection>();
  const realtime = createRealtime(options);
  addSocketRoute(realtime, options.path ?? '/realtime', createOrigins(options.allowedOrigins), sockets);
  const listening = await listen(realtime.app, options.host, options.port ?? 0);
  const unsubscribe = options.broker.subscribe((message) => hearBroker(realtime, message));
  const stopChecks = startChecks(realtime);
  const stop = async (graceMs: number) => {
    realtime.stopping = true;
    uWS.us_listen_socket_close(listening);
    stopChecks();
    await sendAway(sockets, graceMs);
    unsubscribe();
    for (const stream of realtime.streams.values()) stream.gone = true;
    realtime.app.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    port: uWS.us_socket_local_port(listening),
    connections: () => sockets.size,
    // Closing a listen socket a second time would crash the process.
    stop: (graceMs) => (stopped ??= stop(graceMs)),
  };
}

/** One session opens a socket or two; a program that opens one after the other gets a tenth of each second. */
const ARRIVALS_OF_ONE = { perSource: 2, budget: { count: 400, seconds: 4 }, leastMs: 10 };

function createRealtime({ broker, doors, log, metrics, ...given }: GatewayOptions): Realtime {
  const app = uWS.App();
  const limits = { ...GATEWAY_LIMITS, ...given.limits };
  const realtime: Realtime = {
    ...{ app, broker, doors, limits, log, metrics },
    hub: createHub(),
    turn: createTurn(app, metrics),
    streams: new Map(),
    lane: createLane(LANE),
    arrivals: new FairQueue({ atOnce: limits.arrivals, ...ARRIVALS_OF_ONE }),
    checks: newChecks(),
    revoke: (stream, event) => revoke(realtime, stream, event),
    replayed: createBudgets({ burst: limits.replayBurst, perSecond: limits.replayPerSecond }),
    hellos: createBudgets({ burst: limits.helloBurst, perSecond: limits.hellosPerSecond }),
    stopping: false,
  };
  return realtime;
}

function addSocketRoute(realtime: Realtime, path: string, origins: Origins, sockets: Set<Connection>): void {
  const { limits } = realtime;
  const connectionOf = (ws: WebSocket<SocketData>) => ws.getUserData().connection;
  realtime.app.ws<SocketData>(path, {
    // Twice what a frame may be, so that one that is too long can be told why.
    maxPayloadLength: 2 * limits.frameBytes,
    maxBackpressure: limits.backpressureBytes,
    idleTimeout: limits.idleSeconds,
    sendPingsAutomatically: true,
    upgrade: (res, req, context) => upgrade(realtime, origins, res, req, context),
    open: (ws) => open(realtime, sockets, ws),
    message: (ws, message, isBinary) => takeFrame(realtime, connectionOf(ws), message, isBinary),
    dropped: (ws) => shed(connectionOf(ws), limits.stuckMs),
    drain(ws) {
      wake(connectionOf(ws));
      farewell(connectionOf(ws), limits.backpressureBytes);
    },
    close(ws, code) {
      const connection = connectionOf(ws);
      sockets.delete(connection);
      realtime.hub.remove(connection);
      if (connection.who) realtime.doors.closed(connection.id);
      forget(connection);
      realtime.metrics.connectionClosed(code);
    },
  });
}

function open(realtime: Realtime, sockets: Set<Connection>, ws: WebSocket<SocketData>): void {
  const { limits, metrics } = realtime;
  const { credentials } = ws.getUserData() as unknown as UpgradeData;
  const connection = newConnection(ws, credentials, fullBucket(limits.burst, performance.now()));
  ws.getUserData().connection = connection;
  sockets.add(connection);
  metrics.connectionOpened();
  connection.timer = setTimeout(() => closeWith(connection, CLOSE.slowToSignIn), limits.helloMs);
}

const listen = (app: uWS.TemplatedApp, host: string, port: number): Promise<us_listen_socket> =>
  new Promise((resolve, reject) => {
    app.listen(host, port, (socket) => {
      if (socket) resolve(socket);
      else reject(new Error(`Port ${port} of ${host} is taken: no sockets can be opened there.`));
    });
  });

async function sendAway(sockets: ReadonlySet<Connection>, graceMs: number): Promise<void> {
  const end = performance.now() + graceMs;
  while (sockets.size > 0 && performance.now() < end) {
    const leaving = [...sockets].filter(isIdle).slice(0, LEAVING);
    for (const connection of leaving) closeWith(connection, CLOSE.stopping);
    if (sockets.size > 0) await sleep(leaving.length === LEAVING ? 1 : 10);
  }
  for (const connection of [...sockets]) closeWith(connection, CLOSE.stopping);
}
