import { silentLog } from '../operation/log.ts';
import type { RealtimeMetrics } from '../operation/metrics.ts';
import type { Broker } from '../realtime/broker.ts';
import { createMemoryBroker } from '../realtime/broker-memory.ts';
import { type Gateway, startGateway } from '../realtime/gateway.ts';
import type { GatewayLimits } from '../realtime/limits.ts';
import type { EventFrame, ServerFrame } from '../realtime/protocol.ts';
import { createFixtureEngine, type FixtureEngine } from './fixture-engine.ts';

// A gateway over real sockets for the tests of real time, and the plainest of clients: one that only writes down what it hears.

export const ORIGIN = 'https://school.example';

export interface TestGateway {
  readonly engine: FixtureEngine;
  readonly broker: Broker;
  readonly gateway: Gateway;
  readonly url: string;
  readonly counted: { sockets: number; delivered: number; codes: number[] };
  open(headers?: Record<string, string>): Promise<TestSocket>;
  /** A socket that has said hello and was welcomed. */
  arrive(token: string, cursors?: Record<string, number>): Promise<TestSocket>;
  stop(): Promise<void>;
}

export async function startTestGateway(
  given: { engine?: FixtureEngine; broker?: Broker; limits?: Partial<GatewayLimits> } = {},
): Promise<TestGateway> {
  const { engine = createFixtureEngine(), broker = createMemoryBroker(), limits = {} } = given;
  const counted = { sockets: 0, delivered: 0, codes: [] as number[] };
  const options = { doors: engine, broker, allowedOrigins: [ORIGIN], host: '127.0.0.1', log: silentLog() };
  const gateway = await startGateway({ ...options, metrics: counting(counted), limits });
  const url = `ws://127.0.0.1:${gateway.port}/realtime`;
  const sockets: TestSocket[] = [];
  const open = async (headers: Record<string, string> = {}) => {
    const socket = await openSocket(url, headers);
    sockets.push(socket);
    return socket;
  };
  return {
    engine,
    broker,
    gateway,
    url,
    counted,
    open,
    async arrive(token, cursors = {}) {
      const socket = await open();
      socket.say({ t: 'hello', token, cursors });
      await socket.hears((frame) => frame.t === 'hello');
      return socket;
    },
    async stop() {
      await gateway.stop(50);
      for (const socket of sockets) socket.ws.close();
    },
  };
}

const counting = (counted: TestGateway['counted']): RealtimeMetrics => ({
  connectionOpened: () => {
    counted.sockets += 1;
  },
  connectionClosed: (code) => {
    counted.sockets -= 1;
    counted.codes.push(code);
  },
  delivered: (sockets) => {
    counted.delivered += sockets;
  },
  deliveryTook: () => {},
});

export interface TestSocket {
  readonly ws: WebSocket;
  readonly frames: ServerFrame[];
  /** The close code, once it is closed. */
  readonly closed: Promise<number>;
  say(frame: object | string): void;
  /** The first frame, of those that came and those to come, that fits. */
  hears(fits: (frame: ServerFrame) => boolean): Promise<ServerFrame>;
}

export async function openSocket(url: string, headers: Record<string, string> = {}): Promise<TestSocket> {
  const ws = new WebSocket(url, { headers } as never);
  const frames: ServerFrame[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<number>((resolve) => {
    ws.addEventListener('close', ({ code }) => resolve(code));
  });
  ws.addEventListener('message', ({ data }) => {
    frames.push(data === 'PONG' ? data : JSON.parse(data as string));
    for (const look of waiting) look();
  });
  await new Promise<void>((resolve, reject) => {
    ws.addEventListener('open', () => resolve());
    ws.addEventListener('error', () => reject(new Error('the upgrade was refused')));
  });
  return {
    ws,
    frames,
    closed,
    say: (frame) => ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    hears: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = frames.find(fits);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        void closed.then((code) => reject(new Error(`closed with ${code} before it came: ${JSON.stringify(frames)}`)));
      }),
  };
}

/** The recorded events among frames as they came, replays unpacked. */
export const eventsIn = (frames: readonly ServerFrame[]): EventFrame[] =>
  frames.flatMap((frame) => (frame.t === 'event' ? [frame] : frame.t === 'resume' ? frame.events : []));

export const seqsIn = (frames: readonly ServerFrame[]): number[] => eventsIn(frames).map(({ seq }) => seq);
