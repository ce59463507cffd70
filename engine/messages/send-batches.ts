import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { v7 as newId } from 'uuid';
import { Raced } from '../commands/raced.ts';
import { run, type Sql } from '../database/sql.ts';
import { isOutage } from '../errors/outage.ts';
import type { Announcer } from '../events/announcement.ts';
import type { CommandMetrics } from '../operation/metrics.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import type { SentMessage } from '../views.ts';
import { Combiner } from './combiner.ts';
import { RoomLanes } from './room-lanes.ts';
import { type SendRules, type Sends, sendStatement, type Verdict } from './send-statement.ts';

/** A message that passed every check a plugin makes; the statement itself checks who may post. */
export interface Ready {
  readonly roomId: string;
  readonly message: SentMessage & { readonly author: string };
  /** Whether anything waits for its event after commit; null: if it is sent into a room of announcements. */
  readonly heard: boolean | null;
}
export interface Settled {
  readonly id: string | null;
  readonly seq: number;
  readonly verdict: Verdict;
  readonly at: string;
}

/** Batches in flight per school: one fsync is under way while the next batch is being planned. */
const SHARDS = 2;
const RETRY_FOR_MS = 8_000;
/** How long a batch waits for a room that somebody else holds; whoever sends there then waits apart from the others. */
const HASTY = '100ms';
const PATIENT = '5s';

/** Stores sends, many at once, and announces them in the order of their numbers. */
export class SendBatches {
  readonly #pool: pg.Pool;
  readonly #announcer: Announcer;
  readonly #nudgeJobs: () => void;
  readonly #metrics: Pick<CommandMetrics, 'messagesStored' | 'queryTook'>;
  readonly #combiners = new Map<string, Combiner<Ready, Settled>>();

  constructor(
    pool: pg.Pool,
    announcer: Announcer,
    nudgeJobs: () => void,
    metrics: Pick<CommandMetrics, 'messagesStored' | 'queryTook'>,
  ) {
    this.#pool = pool;
    this.#metrics = metrics;
    this.#announcer = announcer;
    this.#nudgeJobs = nudgeJobs;
  }

  async store(schoolId: string, rules: SendRules, ready: Ready): Promise<Settled> {
    const combiner = this.#combinerOf(schoolId, rules, ready.roomId);
    for (let tries = 0; tries < 10; tries += 1) {
      const settled = await combiner.add(ready);
      if (settled.verdict !== 'again') return settled;
    }
    throw new Raced();
  }

  #combinerOf(schoolId: string, rules: SendRules, roomId: string): Combiner<Ready, Settled> {
    const shard = Number.parseInt(roomId.slice(-4), 16) % SHARDS;
    const key = `${schoolId} ${shard} ${keyOf(rules.visible)} ${keyOf(rules.hearsSendsIn)}`;
    let combiner = this.#combiners.get(key);
    if (!combiner) {
      combiner = this.#newCombiner(schoolId, rules);
      this.#combiners.set(key, combiner);
    }
    return combiner;
  }

  #newCombiner(schoolId: string, rules: SendRules): Combiner<Ready, Settled> {
    const store = { rules, schoolId };
    const lanes = new RoomLanes<Ready, Settled>((batch) => this.#settle({ ...store, patience: PATIENT }, batch));
    const settle = async (batch: readonly Ready[]) =>
      (await this.#settle({ ...store, patience: HASTY }, batch)).map((settled, place) =>
        isHeld(settled) ? lanes.join(batch[place] as Ready) : settled,
      );
    return new Combiner(settle, { elsewhere: (ready) => lanes.joined(ready) });
  }

  /**
   * Runs a batch. The database going away for a moment, or a room held for long, is no reason to lose it: it is asked
   * again whole, with the same clientIds, so what was already stored is found and not stored twice. Of a batch that fails
   * for another reason each draft is tried alone: one that cannot be stored takes no other with it.
   */
  async #settle(store: Store, batch: readonly Ready[]): Promise<readonly (Settled | Error)[]> {
    const until = Date.now() + RETRY_FOR_MS;
    for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
      try {
        return await this.#run(store, batch);
      } catch (cause) {
        if (isHeld(cause) && store.patience === HASTY) return batch.map(() => cause);
        if (batch.length > 1 && !passes(cause)) return this.#oneByOne(store, batch);
        if (!mayHelp(cause) || Date.now() > until) throw cause;
        await sleep(wait);
      }
    }
  }

  async #oneByOne(store: Store, batch: readonly Ready[]): Promise<readonly (Settled | Error)[]> {
    const results: (Settled | Error)[] = [];
    for (const ready of batch) {
      const alone = await this.#settle(store, [ready]).catch((cause: unknown) => [asError(cause)]);
      results.push(...alone);
    }
    return results;
  }

  async #run({ rules, schoolId, patience }: Store, batch: readonly Ready[]): Promise<readonly Settled[]> {
    const at = new Date().toISOString();
    const started = performance.now();
    const rows = await run(this.#pool, sendStatement(rules, { ...columnsOf(batch), schoolId, at, patience }));
    this.#metrics.queryTook('message.send', (performance.now() - started) / 1_000);
    const settled = rows.map(({ id, seq, verdict }) => ({ id, verdict, seq: Number(seq), at }));
    if (rows.some(({ heard, verdict }) => heard && verdict === 'stored')) this.#nudgeJobs();
    this.#announce(schoolId, batch, settled);
    return settled;
  }

  #announce(schoolId: string, batch: readonly Ready[], settled: readonly Settled[]): void {
    const byRoom = new Map<string, EventFrame[]>();
    for (const [place, ready] of batch.entries()) {
      const result = settled[place];
      if (result?.verdict !== 'stored') continue;
      const frames = byRoom.get(ready.roomId) ?? [];
      frames.push(frameOf(ready, result));
      byRoom.set(ready.roomId, frames);
    }
    this.#metrics.messagesStored(settled.filter(({ verdict }) => verdict === 'stored').length);
    for (const [room, events] of byRoom) this.#announcer.publish({ kind: 'events', schoolId, room, events });
  }
}

/** The statement of sends in one school, and how long it may wait for a room that somebody else holds. */
interface Store {
  readonly rules: SendRules;
  readonly schoolId: string;
  readonly patience: typeof HASTY | typeof PATIENT;
}

const frameOf = ({ roomId, message }: Ready, { seq, at }: Settled): EventFrame => ({
  t: 'event',
  room: roomId,
  seq,
  event: 'message.sent',
  by: { person: message.author },
  at,
  payload: { message },
});

const keyOf = ({ text, values }: Sql): string => `${text} ${JSON.stringify(values)}`;

const columnsOf = (batch: readonly Ready[]): Omit<Sends, 'schoolId' | 'at' | 'patience'> => ({
  roomIds: batch.map(({ roomId }) => roomId),
  authors: batch.map(({ message }) => message.author),
  clientIds: batch.map(({ message }) => message.clientId),
  ids: batch.map(({ message }) => message.id),
  texts: batch.map(({ message }) => message.text),
  quotes: batch.map(({ message }) => message.quote?.id ?? null),
  threadRoots: batch.map(({ message }) => message.threadRoot ?? null),
  payloads: batch.map(({ message }) => JSON.stringify({ message })),
  heard: batch.map(({ heard }) => heard),
  jobIds: batch.map(() => newId()),
});

/** A lock was not given in time. */
const isHeld = (cause: unknown): cause is Error =>
  cause instanceof Error && (cause as { code?: string }).code === '55P03';

/** No draft's fault. */
const passes = (cause: unknown): boolean => isOutage(cause);

/** A race that was lost by a unique key ends well when asked again. */
const mayHelp = (cause: unknown): boolean => passes(cause) || (cause as { code?: string }).code === '23505';

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));
