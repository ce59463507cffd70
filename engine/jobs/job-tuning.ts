/** How jobs are run; times in milliseconds unless the name says otherwise. */
export interface JobTuning {
  /** Jobs at once in this process. */
  readonly concurrency: number;
  readonly attempts: number;
  /** The wait before the second attempt; it doubles with each one after. */
  readonly backoffMs: number;
  /** For so long after it was due, an attempt that meets an outage is not counted. */
  readonly outageMs: number;
  /** A job that takes longer has failed this attempt. */
  readonly deadlineMs: number;
  /** How often the outbox is looked at without being asked. */
  readonly sweepMs: number;
  /** How long `stop()` waits for jobs that are running. */
  readonly stopMs: number;
  /** A job whose process died is taken up by another one after this long, at most twice this long. */
  readonly lockMs: number;
  /** Done jobs are remembered this long, so that a row handed over twice is still one job. */
  readonly rememberSeconds: number;
  /** Failed jobs are kept this long for somebody to look at. */
  readonly keepFailedSeconds: number;
}

export const JOB_TUNING: JobTuning = {
  concurrency: 8,
  attempts: 5,
  backoffMs: 2_000,
  outageMs: 24 * 3_600_000,
  deadlineMs: 60_000,
  sweepMs: 1_000,
  stopMs: 10_000,
  lockMs: 15_000,
  rememberSeconds: 300,
  keepFailedSeconds: 30 * 86_400,
};
