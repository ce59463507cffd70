import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refused } from '../errors/outage.ts';
import { until } from '../testing/until.ts';
import { PATIENT, SCHOOL, startTrial, type Trial } from './jobs-trial.ts';

describe('jobs', () => {
  let trial: Trial;
  beforeEach(async () => {
    trial = await startTrial();
  });
  afterEach(() => trial.end());

  it('run a row once, with all it says, and take it from the outbox', async () => {
    const jobs = await trial.start();
    const roomId = newId();
    const [id] = await trial.promise({
      kind: 'reactions.tidy',
      roomId,
      seq: 7,
      payload: { a: [1] },
      byPlugin: 'reactions',
    });
    jobs.nudge();
    await until(async () => quiet(await jobs.counts()) && trial.runs.length > 0);
    expect(trial.runs).toEqual([
      { id, schoolId: SCHOOL, kind: 'reactions.tidy', roomId, seq: 7, payload: { a: [1] }, byPlugin: 'reactions' },
    ]);
  });

  it('find a row that nobody spoke of', async () => {
    await trial.start();
    const ids = await trial.promise({});
    await until(() => trial.runs.length === 1);
    expect(ranIds(trial)).toEqual(ids);
  });

  it('run a burst of more than two chunks in the order it was written, each row once', async () => {
    const jobs = await trial.start({ tuning: { concurrency: 1 } });
    const ids = await trial.promise(...Array.from({ length: 1_100 }, () => ({})));
    jobs.nudge();
    await until(() => trial.runs.length >= 1_100);
    expect(ranIds(trial)).toEqual(ids);
  });

  it('share the work of two processes without running a row twice', async () => {
    const [one, two] = await Promise.all([trial.start(), trial.start()]);
    const ids: string[] = [];
    for (let commit = 0; commit < 20; commit++) {
      ids.push(...(await trial.promise(...Array.from({ length: 10 }, () => ({})))));
      one.nudge();
      two.nudge();
    }
    await until(async () => trial.runs.length >= ids.length && quiet(await one.counts()));
    expect(ranIds(trial).sort()).toEqual(ids.sort());
  });

  it.each([2, 20])(
    'run %i rows once whose relay was killed between handing them over and taking them away',
    async (count) => {
      const ids = await trial.promise(...Array.from({ length: count }, () => ({})));
      expect(await killRelayHalfway(trial.database.url)).toBe('SIGKILL');
      const jobs = await trial.start();
      await until(async () => trial.runs.length >= count && quiet(await jobs.counts()));
      expect(ranIds(trial).sort()).toEqual(ids);
    },
  );

  it('are taken over from a process that was killed in the middle of them', async () => {
    const { child, began } = await beginAndHang(trial);
    child.kill('SIGKILL');
    const next = await trial.start();
    await until(async () => trial.runs.length === began.length && quiet(await next.counts()));
    expect(ranIds(trial).sort()).toEqual(began.sort());
  });

  it('try a failing row again, then keep it as failed', async () => {
    trial.act = () => Promise.reject(new Error('no luck'));
    const jobs = await trial.start({ tuning: { attempts: 3 } });
    await trial.promise({});
    await until(async () => (await jobs.counts()).failed === 1);
    expect(trial.runs).toHaveLength(3);
    expect(quiet(await jobs.counts())).toBe(true);
  });

  it('forget the failures of a row that succeeds in the end', async () => {
    trial.act = () => (trial.runs.length < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve());
    const jobs = await trial.start();
    await trial.promise({});
    await until(async () => trial.runs.length === 3 && quiet(await jobs.counts()));
    expect(await jobs.counts()).toMatchObject({ failed: 0 });
  });

  it('are put off by an outage as often as it takes, and spend no attempt on it', async () => {
    const away = () => Promise.reject(Object.assign(new Error('no space left'), { code: '53100' }));
    trial.act = () => (trial.runs.length < 6 ? away() : Promise.resolve());
    const jobs = await trial.start({ tuning: { attempts: 2 } });
    await trial.promise({});
    await until(async () => trial.runs.length === 6 && quiet(await jobs.counts()));
    expect(await jobs.counts()).toMatchObject({ failed: 0 });
  });

  it('are not put off for ever', async () => {
    trial.act = () => Promise.reject(Object.assign(new Error('no space left'), { code: '53100' }));
    const jobs = await trial.start({ tuning: { attempts: 2, outageMs: 0 } });
    await trial.promise({});
    await until(async () => (await jobs.counts()).failed === 1);
    expect(trial.runs).toHaveLength(2);
  });

  it('are not tried again once they were refused for good, and kept for somebody to look at', async () => {
    trial.act = () => Promise.reject(new Refused('the mail server answered 550'));
    const jobs = await trial.start();
    await trial.promise({});
    await until(async () => (await jobs.counts()).failed === 1);
    expect(trial.runs).toHaveLength(1);
  });

  it('count an attempt that outlasts its deadline as failed', async () => {
    trial.act = () => new Promise(() => {});
    const jobs = await trial.start({ tuning: { attempts: 2, deadlineMs: 50, stopMs: 100 } });
    await trial.promise({});
    await until(async () => (await jobs.counts()).failed === 1);
    expect(trial.runs).toHaveLength(2);
  });

  it('give a kind of row that says so longer than the others', async () => {
    const gate = Promise.withResolvers<void>();
    trial.act = ({ kind }) => (kind === PATIENT ? gate.promise : new Promise(() => {}));
    const jobs = await trial.start({ tuning: { attempts: 1, deadlineMs: 50, stopMs: 100 } });
    await trial.promise({ kind: PATIENT }, {});
    await until(async () => (await jobs.counts()).failed === 1);
    gate.resolve();
    await until(async () => (await jobs.counts()).active === 0);
    expect(await jobs.counts()).toMatchObject({ failed: 1, waiting: 0 });
  });

  it('do not run a row before its time', async () => {
    const jobs = await trial.start();
    const [later] = await trial.promise({ dueAt: new Date(Date.now() + 3_600_000) });
    await until(async () => (await jobs.counts()).delayed === 1);
    const [now] = await trial.promise({});
    await until(async () => trial.runs.length > 0 && (await jobs.counts()).active === 0);
    expect(ranIds(trial)).toEqual([now]);
    await trial.database.system.query("update bullmq.job set process_at_ms = 1 where state = 'delayed'");
    await trial.promise({});
    await until(() => trial.runs.length === 3);
    expect(ranIds(trial)).toContain(later);
  });

  it('run a row whose time has passed at once', async () => {
    await trial.start();
    await trial.promise({ dueAt: new Date(Date.now() - 60_000) });
    await until(() => trial.runs.length === 1);
  });

  it('wait at a stop for the row that runs, and leave the others to the next start', async () => {
    const gate = Promise.withResolvers<void>();
    const ended: string[] = [];
    trial.act = async () => {
      await gate.promise;
      // More than a stop does that waits for nothing.
      for (let trip = 0; trip < 50; trip += 1) await trial.database.system.query('select 1');
      ended.push('row');
    };
    const first = await trial.start({ tuning: { concurrency: 1 } });
    const ids = await trial.promise({}, {}, {});
    await until(() => trial.runs.length === 1);
    const stopping = first.stop();
    gate.resolve();
    await stopping;
    expect(ended).toEqual(['row']);
    expect(ranIds(trial)).toEqual(ids.slice(0, 1));
    await trial.start();
    await until(() => trial.runs.length === 3);
    expect(ranIds(trial)).toEqual(ids);
  });

  it('run a row again that outlasted the wait of a stop', async () => {
    const gate = Promise.withResolvers<void>();
    trial.act = () => gate.promise;
    const first = await trial.start({ tuning: { stopMs: 50 } });
    const [id] = await trial.promise({});
    await until(() => trial.runs.length === 1);
    await first.stop();
    gate.resolve();
    const next = await trial.start();
    await until(async () => trial.runs.length === 2 && quiet(await next.counts()));
    expect(ranIds(trial)).toEqual([id, id]);
  });

  it('come round by the clock, until a start without the schedule', async () => {
    const every = { id: 'sweep', cron: '* * * * * *', kind: 'engine.sweep' };
    const first = await trial.start({ schedules: [every] });
    await until(() => trial.turns.length >= 2);
    expect(new Set(trial.turns)).toEqual(new Set(['engine.sweep']));
    await first.stop();
    const next = await trial.start();
    expect((await trial.database.system.query('select from bullmq.scheduler')).rows).toEqual([]);
    expect(await next.counts()).toMatchObject({ delayed: 0 });
  });

  it('come round once for all processes, also when these start at the same time', async () => {
    const every = { id: 'sweep', cron: '* * * * * *', kind: 'engine.sweep' };
    const nodes = await Promise.all([1, 2, 3].map(() => trial.start({ schedules: [every] })));
    expect((await nodes[0]?.counts())?.delayed).toBeLessThanOrEqual(1);
    await until(() => trial.turns.length >= 3);
    await Promise.all(nodes.map((node) => node.stop()));
    // The id of a turn is its time.
    const { rows } = await trial.database.system.query("select id from bullmq.job where state = 'completed'");
    expect(trial.turns).toHaveLength(rows.length);
  });

  it('have the turn that came due while nobody ran', async () => {
    const yearly = { id: 'sweep', cron: '0 0 1 1 *', kind: 'engine.sweep' };
    const first = await trial.start({ schedules: [yearly] });
    await first.stop();
    await trial.database.system.query("update bullmq.job set process_at_ms = 1 where state = 'delayed'");
    await trial.start({ schedules: [yearly] });
    await until(() => trial.turns.length > 0);
    expect(trial.turns).toEqual(['engine.sweep']);
  });

  it('do not start with a schedule that cannot be read', async () => {
    const wrong = { id: 'sweep', cron: 'every other day', kind: 'engine.sweep' };
    await expect(trial.start({ schedules: [wrong] })).rejects.toThrow();
  });

  it('say that they are ready', async () => {
    const jobs = await trial.start();
    expect(await jobs.ready()).toBe(true);
  });

  it('go on when every connection to the database is cut', async () => {
    const jobs = await trial.start();
    // Answers once they have ended: what is written next must not meet one that is about to.
    await query(
      trial.database.url,
      'select pg_terminate_backend(pid, 20000) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );
    const ids = await trial.promise({}, {});
    jobs.nudge();
    await until(() => trial.runs.length === 2);
    expect(ranIds(trial)).toEqual(ids);
  });

  it('keep their queue from the role that serves requests', async () => {
    await trial.start();
    await expect(query(trial.database.url, 'set role homeroom_app; select * from bullmq.job')).rejects.toThrow(
      'permission denied',
    );
  });
});

const ranIds = (trial: Trial): string[] => trial.runs.map((row) => row.id);

const quiet = ({ outbox, waiting, delayed, active }: Record<string, number>): boolean =>
  outbox === 0 && waiting === 0 && delayed === 0 && active === 0;

async function killRelayHalfway(url: string): Promise<NodeJS.Signals | null> {
  const fixture = join(import.meta.dirname, 'killed-relay.fixture.ts');
  const child = spawn(process.execPath, [fixture, url], { stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  return signal;
}

/** Promises two rows to a process of its own and waits until it is in the middle of both. */
async function beginAndHang(trial: Trial): Promise<{ child: ChildProcess; began: string[] }> {
  const fixture = join(import.meta.dirname, 'killed-worker.fixture.ts');
  const child = spawn(process.execPath, [fixture, trial.database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  await trial.promise({}, {});
  const began: string[] = [];
  for await (const id of createInterface({ input: child.stdout })) {
    began.push(id);
    if (began.length === 2) break;
  }
  return { child, began };
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
