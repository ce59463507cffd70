import { fieldOf, type Problem, problemOf } from './api-problem.ts';
import { MissingPart } from './kit/missing-part.ts';
import { toast } from './kit/toast.ts';
import { session } from './session.svelte.ts';
import { sayProblem } from './words.ts';

/** One thing a form or a button does: whether it is under way, and why it failed last. */
export class Task {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** Runs the work unless it is running; answers whether it went well. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.problem = problemOf(thrown);
      if (this.problem.fault === 'signed-out') session.expired();
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** What is wrong with a field, or null. `codes` are refusals that stand at this field though they do not name it. */
  at(field: string, codes: readonly string[] = []): string | null {
    if (!this.problem) return null;
    return fieldOf(this.problem) === field || codes.includes(this.problem.code) ? sayProblem(this.problem) : null;
  }

  /** What is wrong and stands at none of these fields. */
  beside(fields: readonly string[], codes: readonly string[] = []): string | null {
    if (!this.problem) return null;
    const stands = fields.includes(fieldOf(this.problem) ?? '') || codes.includes(this.problem.code);
    return stands ? null : sayProblem(this.problem);
  }
}

/** Tells in a toast why something failed. Of a part that is gone the page tells by itself, with a way out. */
export function tellProblem(thrown: unknown): void {
  if (thrown instanceof MissingPart && !thrown.unreachable) return;
  const problem = problemOf(thrown);
  if (problem.fault === 'signed-out') session.expired();
  else toast(sayProblem(problem), { tone: 'error', id: problem.code });
}

/** Does something whose failure is told in a toast; answers whether it went well. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    tellProblem(thrown);
    return false;
  }
}
