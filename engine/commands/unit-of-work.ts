import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as newId } from 'uuid';
import type { Engine } from '../engine.ts';
import type { Announcement } from '../events/announcement.ts';
import { numberEvents } from '../events/record.ts';
import type { Gathered } from '../plugin-host/gatherings.ts';
import type { By } from '../views.ts';
import { type Asked, byOf } from './asked.ts';

/** An event waiting for its number. */
export interface Recorded {
  readonly room: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly by: By;
  readonly numbered?: { readonly of: unknown; readonly write: AwaitsNumber<never>['write'] };
}

/**
 * What becomes true with an event's number: written once the numbers are known, still inside the transaction and under the
 * room's lock, for all events of a room that share the same `write` at once. A thousand people who enter are two statements.
 */
export interface AwaitsNumber<T> {
  readonly of: T;
  readonly write: (work: UnitOfWork, numbered: readonly { readonly of: T; readonly seq: number }[]) => Promise<void>;
}

/** Runs once for all items that share the same `run`, when all else is done and before the events are numbered. */
interface AtEnd<T> {
  readonly of: T;
  readonly run: (work: UnitOfWork, all: readonly T[]) => Promise<void>;
}

export interface PromisedJob {
  readonly id: string;
  /** `<plugin>.<job>` */
  readonly kind: string;
  readonly payload: unknown;
  readonly byPlugin: string | null;
  readonly dueAt: Date | null;
}

/**
 * Everything one command changes: one transaction, the events it records, the jobs it promises and the news it gives once
 * it has committed. All of it becomes true together or not at all.
 */
export interface UnitOfWork {
  readonly engine: Engine;
  readonly asked: Asked;
  readonly em: EntityManager;
  /** When it happens: the one time of everything it writes, so that a row and the event that tells of it agree. */
  readonly at: Date;
  readonly recorded: Recorded[];
  readonly jobs: PromisedJob[];
  readonly news: Announcement[];
  /** What plugins hand in to be done together with others', once it has committed. */
  readonly gathered: Gathered[];
  /** Rooms where it changed who may post, or deleted a message: sends numbered against the older roster are checked again. */
  readonly rosterChanged: Set<string>;
  /** Rooms that were found in use, and must still be when their events are numbered. */
  readonly inUse: Set<string>;
  /** What `atEnd` deferred. */
  readonly ending: { readonly of: unknown; readonly run: AtEnd<never>['run'] }[];
}

/** A unit of work in which nothing has happened yet. */
export const newWork = (engine: Engine, asked: Asked, em: EntityManager): UnitOfWork => ({
  ...{ engine, asked, em, at: new Date() },
  ...{ recorded: [], jobs: [], news: [], gathered: [], rosterChanged: new Set(), inUse: new Set(), ending: [] },
});

/** Records an event: it gets its number in the room last of all, before the commit. */
export function record<T>(
  work: UnitOfWork,
  room: string,
  type: string,
  payload: Readonly<Record<string, unknown>>,
  options: { readonly by?: By; readonly numbered?: AwaitsNumber<T> } = {},
): void {
  const { by = byOf(work.asked), numbered } = options;
  work.recorded.push({ room, type, payload, by, ...(numbered && { numbered }) });
}

/** Defers `run` to the end of the work, where it gets all items that were deferred to it. It may not defer anything itself. */
export function atEnd<T>({ ending }: UnitOfWork, { of, run }: AtEnd<T>): void {
  ending.push({ of, run });
}

async function end(work: UnitOfWork): Promise<void> {
  const runs = new Set(work.ending.map(({ run }) => run));
  for (const run of runs)
    await run(
      work,
      work.ending.flatMap((item) => (item.run === run ? [item.of as never] : [])),
    );
}

/** Promises a job: written with the transaction, run after its commit. */
export function promise(work: UnitOfWork, job: Omit<PromisedJob, 'id'>): void {
  work.jobs.push({ id: newId(), ...job });
}

/** Tells a person's own devices, or a room, something that is not stored; it leaves after the commit. */
export function tell(
  work: UnitOfWork,
  to: { person: string } | { room: string },
  event: string,
  payload: unknown,
  by = byOf(work.asked),
): void {
  const frame = { t: 'passing' as const, event, payload, by, ...('room' in to && to) };
  work.news.push({ kind: 'passing', schoolId: work.asked.school.id, ...to, frame });
}

/** Moves a person's open sockets on or off a room, at once, on every node. */
export function announceMembership(work: UnitOfWork, kind: 'entered' | 'exited', room: string, person: string): void {
  work.rosterChanged.add(room);
  work.news.push({ kind, schoolId: work.asked.school.id, room, person, head: 0 });
}

/** A person's transactions wait for their turn; what plugins do on their own account has its own bounds. Never call it inside another. */
export function inTurn<T>({ transactions }: Engine, { person }: Asked, run: () => Promise<T>): Promise<T> {
  return person ? transactions.run(person.id, run) : run();
}

/** Runs `act` in one transaction of the asking school; numbers, commits, then announces. */
export async function inUnitOfWork<T>(engine: Engine, asked: Asked, act: (work: UnitOfWork) => Promise<T>): Promise<T> {
  const { outcome, news, jobs, gathered } = await inTurn(engine, asked, () =>
    engine.database.inSchool(asked.school.id, async (em) => {
      const work = newWork(engine, asked, em);
      const outcome = await act(work);
      await end(work);
      const numbered = await numberEvents(work);
      const news = announced(work, numbered.events, numbered.heads);
      return { outcome, news, jobs: work.jobs.length + numbered.heard, gathered: work.gathered };
    }),
  );
  if (jobs > 0) engine.nudgeJobs();
  for (const announcement of news) engine.announcer.publish(announcement);
  for (const item of gathered) engine.gatherings.add(asked.school.id, item);
  return outcome;
}

/**
 * The order on the wire: who left is off a room's topic before anything else is said there, who came is on it before
 * the room hears of it.
 */
function announced(
  work: UnitOfWork,
  events: readonly Announcement[],
  heads: ReadonlyMap<string, number>,
): Announcement[] {
  const moves: Announcement[] = [];
  const rest: Announcement[] = [];
  for (const news of work.news) {
    if (news.kind === 'entered' || news.kind === 'exited')
      moves.push({ ...news, head: heads.get(news.room) ?? news.head });
    else rest.push(news);
  }
  return [...moves, ...events, ...rest];
}
