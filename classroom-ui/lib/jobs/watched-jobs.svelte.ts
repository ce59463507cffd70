import type { JobsOverview } from '../../../engine/client.ts';
import { http } from '../api.ts';
import { type Problem, problemOf } from '../api-problem.ts';
import { attempt } from '../api-task.svelte.ts';
import { session } from '../session.svelte.ts';

const EVERY_MS = 5_000;

/** A school's background work as it is now: asked for every few seconds, while somebody looks. */
export class WatchedJobs {
  overview = $state.raw<JobsOverview | null>(null);
  /** Why the newest numbers are not here; the ones before stay. */
  problem = $state.raw<Problem | null>(null);
  #asked = 0;

  /** Answers how to stop. */
  watch(): () => void {
    const look = () => void (document.visibilityState === 'visible' && this.load());
    look();
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }

  /** Of two answers that overtake one another the later asked for stays. */
  async load(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const [overview, problem] = await http.jobs.overview.query().then(
      (answer) => [answer, null] as const,
      (thrown: unknown) => [null, problemOf(thrown)] as const,
    );
    if (asked !== this.#asked) return;
    this.problem = problem;
    this.overview = overview ?? this.overview;
    if (problem?.fault === 'signed-out') session.expired();
  }

  /** Answers whether it went well; a failure is told in a toast. */
  retry = (jobId: string): Promise<boolean> => this.#act(() => http.jobs.retry.mutate({ jobId }));
  retryAll = (): Promise<boolean> => this.#act(() => http.jobs.retryAll.mutate());
  drop = (jobId: string): Promise<boolean> => this.#act(() => http.jobs.drop.mutate({ jobId }));

  async #act(work: () => Promise<unknown>): Promise<boolean> {
    const done = await attempt(work);
    await this.load();
    return done;
  }
}
