/** One row of the outbox as its handler gets it. */
export interface JobRow {
  readonly id: string;
  readonly schoolId: string;
  /** `after`, or a plugin's job: `<plugin>.<job>`. */
  readonly kind: string;
  readonly roomId: string | null;
  readonly seq: number | null;
  readonly payload: unknown;
  /** The plugin whose work promised this row. */
  readonly byPlugin: string | null;
}

/** A row with the time it may run at the earliest. */
export interface DueRow extends JobRow {
  readonly dueAt: Date | null;
}

/** Work that comes round by the clock, for the whole installation. */
export interface Schedule {
  readonly id: string;
  /** Five or six fields, read in UTC so that every node means the same instant. */
  readonly cron: string;
  readonly kind: string;
}

/**
 * Who does the work. Work is called at least once: a process that dies in the middle leaves the job to the next one.
 * Returning acknowledges the job, also when there was nothing to do (the school or the plugin is gone); throwing asks for
 * another attempt.
 */
export interface JobHandlers {
  run(row: JobRow): Promise<void>;
  runScheduled(kind: string): Promise<void>;
  /** How long an attempt of this kind may take, in milliseconds, where that is not what all others may. */
  deadlineOf(kind: string): number | undefined;
}

/** What a job carries in the queue: a row (its id is the job's) or a turn of a schedule (its name is the kind). */
export type JobData = Omit<JobRow, 'id' | 'kind'> | { readonly scheduled: true };
