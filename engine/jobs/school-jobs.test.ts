import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, sql } from '../database/sql.ts';
import { until } from '../testing/until.ts';
import type { JobRow } from './job-row.ts';
import type { Jobs } from './jobs.ts';
import { SCHOOL, startTrial, type Trial } from './jobs-trial.ts';

const OTHER = newId();
const HOUR = 3_600_000;

describe('the jobs of a school', () => {
  let trial: Trial;
  let jobs: Jobs;
  let broken: (row: JobRow) => boolean;
  beforeEach(async () => {
    trial = await startTrial();
    broken = ({ kind }) => kind === 'polls.close';
    trial.act = async (row) => {
      if (broken(row)) throw new Error(`${row.kind} did not go well`);
    };
    jobs = await trial.start({ tuning: { attempts: 2 } });
  });
  afterEach(() => trial.end());

  const failing = async (...rows: Parameters<Trial['promise']>): Promise<string[]> => {
    const before = (await jobs.counts()).failed ?? 0;
    const ids = await trial.promise(...rows);
    jobs.nudge();
    await until(async () => (await jobs.counts()).failed === before + rows.length);
    return ids;
  };
  const close = (schoolId?: string) => ({ kind: 'polls.close', ...(schoolId && { schoolId }) });

  it('are counted by kind and by what became of them, and those of other schools are not', async () => {
    const gate = Promise.withResolvers<void>();
    const [id] = await failing(close());
    await failing(close(OTHER));
    await trial.promise({ kind: 'after' });
    await trial.promise({ kind: 'polls.remind', dueAt: new Date(Date.now() + HOUR) });
    await until(async () => (await jobs.counts()).delayed === 1 && trial.runs.at(-1)?.kind === 'after');
    trial.act = ({ kind }) => (kind === 'slow' ? gate.promise : Promise.resolve());
    await trial.promise({ kind: 'slow' });
    await until(async () => trial.runs.at(-1)?.kind === 'slow' && (await jobs.counts()).active === 1);
    const none = { waiting: 0, active: 0, delayed: 0, completed: 0, failed: 0 };
    expect(await jobs.ofSchool(SCHOOL).overview()).toEqual({
      kinds: [
        { kind: 'after', ...none, completed: 1 },
        { kind: 'polls.close', ...none, failed: 1 },
        { kind: 'polls.remind', ...none, delayed: 1 },
        { kind: 'slow', ...none, active: 1 },
      ],
      failed: [
        { id, kind: 'polls.close', failedAt: expect.any(String), attempts: 2, error: 'polls.close did not go well' },
      ],
      more: false,
      doneWithin: 300,
    });
    gate.resolve();
  });

  it('that have not left the outbox are waiting, or delayed when they are for later', async () => {
    await jobs.stop();
    await trial.promise({}, {}, { dueAt: new Date(Date.now() + HOUR) });
    const again = await trial.start({ tuning: { sweepMs: HOUR } });
    await until(async () => (await again.counts()).delayed === 1);
    await trial.promise({ kind: 'polls.remind' }, { kind: 'polls.remind', dueAt: new Date(Date.now() + HOUR) });
    const { kinds } = await again.ofSchool(SCHOOL).overview();
    expect(kinds.find(({ kind }) => kind === 'polls.remind')).toMatchObject({ waiting: 1, delayed: 1 });
    expect((await again.ofSchool(OTHER).overview()).kinds).toEqual([]);
  });

  it('begin anew with all their attempts when somebody says so, once', async () => {
    const [id] = (await failing(close())) as [string];
    await jobs.ofSchool(SCHOOL).retry(id);
    await until(async () => trial.runs.length === 4 && (await jobs.counts()).failed === 1);
    broken = () => false;
    await jobs.ofSchool(SCHOOL).retry(id);
    await until(async () => trial.runs.length === 5 && (await jobs.counts()).failed === 0);
    await expect(jobs.ofSchool(SCHOOL).retry(id)).rejects.toMatchObject({ code: 'missing' });
    expect((await jobs.ofSchool(SCHOOL).overview()).failed).toEqual([]);
  });

  it('begin anew all together, those of the school only', async () => {
    await failing(close(), close());
    const [theirs] = await failing(close(OTHER));
    broken = () => false;
    expect(await jobs.ofSchool(SCHOOL).retryAll()).toBe(2);
    await until(async () => (await jobs.counts()).failed === 1 && trial.runs.length === 8);
    expect((await jobs.ofSchool(OTHER).overview()).failed.map(({ id }) => id)).toEqual([theirs]);
    expect(await jobs.ofSchool(SCHOOL).retryAll()).toBe(0);
  });

  it('are given up for good when they are dropped', async () => {
    const [id] = (await failing(close())) as [string];
    await jobs.ofSchool(SCHOOL).drop(id);
    expect(await jobs.counts()).toMatchObject({ failed: 0 });
    await expect(jobs.ofSchool(SCHOOL).drop(id)).rejects.toMatchObject({ code: 'missing' });
  });

  it('of another school are not there', async () => {
    const [theirs] = (await failing(close(OTHER))) as [string];
    await expect(jobs.ofSchool(SCHOOL).retry(theirs)).rejects.toMatchObject({ code: 'missing' });
    await expect(jobs.ofSchool(SCHOOL).drop(theirs)).rejects.toMatchObject({ code: 'missing' });
    expect(await jobs.counts()).toMatchObject({ failed: 1 });
  });

  it('that wait or are done cannot be dropped', async () => {
    const [later, done] = (await trial.promise({ dueAt: new Date(Date.now() + HOUR) }, {})) as [string, string];
    jobs.nudge();
    await until(async () => (await jobs.counts()).delayed === 1 && trial.runs.length === 1);
    for (const id of [later, done])
      await expect(jobs.ofSchool(SCHOOL).drop(id)).rejects.toMatchObject({ code: 'missing' });
    expect(await jobs.counts()).toMatchObject({ delayed: 1 });
  });

  it('keep of a failure of the database its sentence, and nothing of what was to be written', async () => {
    trial.act = () =>
      trial.database.inSchool(SCHOOL, (em) => run(em, sql`select (${'what Ana wrote'}::text)::uuid`)).then(() => {});
    await failing(close());
    const [failed] = (await jobs.ofSchool(SCHOOL).overview()).failed;
    expect(failed?.error).toBe('invalid input syntax for type uuid');
  });
});
