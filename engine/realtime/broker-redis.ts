import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Log } from '../operation/log.ts';
import type { Broker, BrokerMessage } from './broker.ts';
import { createMemoryBroker } from './broker-memory.ts';

const TOPIC = 'homeroom:news';

/** What travels: everything one node had to say in one turn of its loop. */
interface Parcel {
  readonly node: string;
  readonly messages: readonly BrokerMessage[];
}

/**
 * Carries messages between nodes by Redis' pub/sub. Nothing is kept for later: what cannot be sent now is dropped, and once
 * the line is back `lost` tells whoever may have missed something to read it again. Connects by itself, for ever.
 */
export function createRedisBroker(url: string, options: { log: Log }): Broker {
  const node = randomUUID();
  const here = createMemoryBroker();
  const sender = createSender(url, node, options.log);
  const receiver = createReceiver(url, options.log, (parcel) => {
    if (parcel.node !== node) for (const message of parcel.messages) here.publish(message);
  });
  return {
    publish(message) {
      here.publish(message);
      sender.send(message);
    },
    subscribe: (hear) => here.subscribe(hear),
    ready: async () => receiver.hears() && (await sender.ready()),
    async close() {
      await here.close();
      sender.close();
      receiver.close();
    },
  };
}

const connect = (url: string, log: Log, role: string): Redis => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(1_000, 50 * attempt) * (0.5 + Math.random()),
  });
  redis.on('error', (error: Error) => log.warn({ role, reason: error.message }, 'redis is out of reach'));
  return redis;
};

function createSender(url: string, node: string, log: Log) {
  const redis = connect(url, log, 'sender');
  let waiting: BrokerMessage[] = [];
  let missed = false;
  const post = () => {
    const parcel: Parcel = { node, messages: waiting };
    waiting = [];
    redis.publish(TOPIC, JSON.stringify(parcel)).catch(() => {
      missed = true;
    });
  };
  const send = (message: BrokerMessage) => {
    if (waiting.push(message) === 1) setImmediate(post);
  };
  redis.on('ready', () => {
    if (!missed) return;
    missed = false;
    send({ kind: 'lost' });
  });
  return {
    send,
    ready: async () => (await redis.ping().catch(() => '')) === 'PONG',
    close: () => redis.disconnect(),
  };
}

function createReceiver(url: string, log: Log, hear: (parcel: Parcel) => void) {
  const redis = connect(url, log, 'receiver');
  let hears = false;
  let heardBefore = false;
  const listen = async () => {
    await redis.subscribe(TOPIC);
    hears = true;
    if (heardBefore) hear({ node: '', messages: [{ kind: 'lost' }] });
    heardBefore = true;
  };
  redis.on('ready', () => {
    // A line that breaks here closes; the next one listens.
    listen().catch((error: Error) => log.warn({ reason: error.message }, 'redis did not take the subscription'));
  });
  redis.on('close', () => {
    hears = false;
  });
  redis.on('message', (_topic: string, text: string) => hear(open(text, log)));
  return { hears: () => hears, close: () => redis.disconnect() };
}

// Another node may be of another version, or Redis shared with something else: what cannot be read counts as lost.
function open(text: string, log: Log): Parcel {
  try {
    const parcel = JSON.parse(text) as Partial<Parcel>;
    if (typeof parcel.node === 'string' && Array.isArray(parcel.messages)) return parcel as Parcel;
  } catch {}
  log.warn({ bytes: text.length }, 'unreadable parcel from another node');
  return { node: '', messages: [{ kind: 'lost' }] };
}
