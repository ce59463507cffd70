import { v7 as newId } from 'uuid';
import { type Database, openDatabase } from '../database/database.ts';
import { run, type Sql, sql } from '../database/sql.ts';
import { silentLog } from '../operation/log.ts';
import { createTestDatabase } from '../testing/test-database.ts';
import type { DueRow, JobHandlers, JobRow, Schedule } from './job-row.ts';
import { JOB_TUNING, type JobTuning } from './job-tuning.ts';
import { type Jobs, startJobs } from './jobs.ts';
import { OutboxRow } from './outbox-row.ts';

/** A database of its own with an outbox, and handlers that note what they were given. */
export interface Trial {
  readonly database: Database;
  /** Every call of the row handler, failed attempts too, in the order they began. */
  readonly runs: readonly JobRow[];
  /** Every turn of a schedule. */
  readonly turns: readonly string[];
  /** What the row handler does; nothing unless set. */
  act: (row: JobRow) => Promise<void>;
  start(options?: { schedules?: readonly Schedule[]; tuning?: Partial<JobTuning> }): Promise<Jobs>;
  promise(...rows: Partial<DueRow>[]): Promise<string[]>;
  end(): Promise<void>;
}

/** Rows of this kind may take a minute, whatever others may. */
export const PATIENT = 'patient.job';
export const QUICK: JobTuning = { ...JOB_TUNING, backoffMs: 20, sweepMs: 100, lockMs: 1_000 };
export const noMetrics = { ran: () => {}, relayed: () => {} };

export async function startTrial(): Promise<Trial> {
  const { url, drop } = await createTestDatabase();
  const database = await openDatabase({ url, entities: [OutboxRow], rowSecurity: true, poolSize: 4 });
  const started: Jobs[] = [];
  const runs: JobRow[] = [];
  const turns: string[] = [];
  const trial: Trial = {
    database,
    runs,
    turns,
    act: async () => {},
    start: async ({ schedules = [], tuning } = {}) => {
      const handlers: JobHandlers = {
        run: async (row) => {
          runs.push(row);
          await trial.act(row);
        },
        runScheduled: async (kind) => void turns.push(kind),
        deadlineOf: (kind) => (kind === PATIENT ? 60_000 : undefined),
      };
      const rest = { schedules, log: silentLog(), metrics: noMetrics, tuning: { ...QUICK, ...tuning } };
      const jobs = await startJobs({ database, handlers, ...rest });
      started.push(jobs);
      return jobs;
    },
    promise: (...rows) => promiseRows(database, rows),
    end: async () => {
      await Promise.all(started.map((jobs) => jobs.stop()));
      await database.close();
      await drop();
    },
  };
  return trial;
}

/** Writes outbox rows of one school in one transaction, as a unit of work does; returns their ids. */
async function promiseRows(database: Database, rows: readonly Partial<DueRow>[]): Promise<string[]> {
  const schoolId = rows[0]?.schoolId ?? SCHOOL;
  const full = rows.map((row) => ({ id: newId(), school_id: schoolId, kind: 'after', ...stored(row) }));
  await database.inSchool(schoolId, (em) => run(em, inserting(full)));
  return full.map((row) => row.id);
}

const inserting = (rows: readonly object[]): Sql => sql`
  insert into outbox (id, school_id, kind, room_id, seq, payload, due_at, by_plugin, created_at)
  select id, school_id, kind, room_id, seq, payload, due_at, by_plugin, now()
  from jsonb_populate_recordset(null::outbox, ${JSON.stringify(rows)}::jsonb)`;

export const SCHOOL = newId();

const stored = ({ kind, roomId, seq, payload, dueAt, byPlugin }: Partial<DueRow>) => ({
  ...(kind && { kind }),
  room_id: roomId ?? null,
  seq: seq ?? null,
  payload: payload ?? null,
  due_at: dueAt ?? null,
  by_plugin: byPlugin ?? null,
});
