import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Log } from '../operation/log.ts';
import { BEAT_MS, type Beats, createBeats } from './beats.ts';
import type { Broker, BrokerMessage } from './broker.ts';
import { createMemoryBroker } from './broker-memory.ts';

const TOPIC = 'homeroom:news';
/** A Redis that is frozen answers nothing: neither readiness nor stopping waits for it. */
const PATIENCE_MS = 1_000;
/** With every fifth beat, and once it has changed, a node says what it has to say of itself: also who came since hears it. */
const BEATS_A_SAYING = 5;

/** What travels: everything one node had to say in one turn of its loop. */
interface Parcel {
  readonly node: string;
  readonly messages: readonly BrokerMessage[];
  /** Sent to say that the node is there: when, by its own clock. */
  readonly beat?: number;
  /** What the node says of itself. */
  readonly says?: Readonly<Record<string, string>>;
  /** The node leaves, and is not to be missed. */
  readonly bye?: true;
}

/**
 * Carries messages between nodes by Redis' pub/sub. Nothing is kept for later: what cannot be sent now is dropped, and once
 * the line is back `lost` tells whoever may have missed something to read it again. Connects by itself, for ever.
 */
export function createRedisBroker(url: string, options: { log: Log }): Broker {
  const node = randomUUID();
  const beats = createBeats();
  const here = createMemoryBroker();
  const facts = new Map<string, Parcel['says']>();
  const sender = createSender(url, node, beats, options.log);
  const receiver = createReceiver(url, beats, options.log, (parcel) => {
    if (parcel.node === node) return sender.returned(parcel);
    if (parcel.beat !== undefined) beats.heard(parcel.node);
    if (parcel.says) facts.set(parcel.node, parcel.says);
    if (parcel.bye) {
      beats.left(parcel.node);
      facts.delete(parcel.node);
    }
    for (const message of parcel.messages) here.publish(message);
  });
  return {
    publish(message) {
      here.publish(message);
      sender.send(message);
    },
    subscribe: (hear) => here.subscribe(hear),
    say: sender.say,
    said(name) {
      const others = receiver.hears() ? beats.others() : null;
      for (const known of facts.keys()) if (others && !others.includes(known)) facts.delete(known);
      return others?.map((other) => facts.get(other)?.[name]) ?? null;
    },
    intact: () => receiver.hears() && beats.intact(),
    ready: async () => receiver.hears() && !beats.isLate() && (await sender.ready()),
    async close() {
      await here.close();
      await sender.close();
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

function createSender(url: string, node: string, beats: Beats, log: Log) {
  const redis = connect(url, log, 'sender');
  let waiting: BrokerMessage[] = [];
  let missed = false;
  const post = (parcel: Omit<Parcel, 'node'>) => redis.publish(TOPIC, JSON.stringify({ node, ...parcel }));
  const postWaiting = () => {
    const messages = waiting;
    waiting = [];
    // A frozen Redis would hand it out when it thaws: an old sign-out, for instance, to somebody who signed in since.
    if (beats.isLate()) missed = true;
    else
      post({ messages }).catch(() => {
        missed = true;
      });
  };
  const send = (message: BrokerMessage) => {
    if (waiting.push(message) === 1) setImmediate(postWaiting);
  };
  const makeGood = () => {
    if (!missed || beats.isLate()) return;
    missed = false;
    send({ kind: 'lost' });
  };
  redis.on('ready', makeGood);
  const says: Record<string, string> = {};
  let beatsSinceSaid = 0;
  const beating = setInterval(() => {
    if (redis.status !== 'ready') return;
    beatsSinceSaid = (beatsSinceSaid + 1) % BEATS_A_SAYING;
    post({ messages: [], beat: performance.now(), ...(beatsSinceSaid === 0 && { says }) }).catch(() => {});
  }, BEAT_MS);
  return {
    send,
    say(name: string, text: string) {
      if (says[name] === text) return;
      says[name] = text;
      beatsSinceSaid = -1;
    },
    /** One of our own parcels came back. */
    returned({ beat }: Parcel) {
      if (beat === undefined) return;
      beats.returned(beat);
      makeGood();
    },
    ready: async () => (await Promise.race([redis.ping().catch(() => ''), sleep(PATIENCE_MS)])) === 'PONG',
    async close() {
      clearInterval(beating);
      await Promise.race([post({ messages: [], bye: true }).catch(() => {}), sleep(PATIENCE_MS)]);
      redis.disconnect();
    },
  };
}

function createReceiver(url: string, beats: Beats, log: Log, hear: (parcel: Parcel) => void) {
  const redis = connect(url, log, 'receiver');
  let hears = false;
  let heardBefore = false;
  const listen = async () => {
    await redis.subscribe(TOPIC);
    hears = true;
    beats.begin();
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
