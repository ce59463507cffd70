import { http } from '#lib/api.ts';
import { front } from '#lib/front.svelte.ts';
import { rooms } from '#lib/rooms.svelte.ts';
import { recallOwn, rememberOwn } from '#lib/storage.ts';
import { OVER, STEPS } from './steps-over.ts';

const SETTINGS = 'first-settings';

/** What an admin of a new school has done of its first steps. What they looked at is known to their own browser only. */
class FirstSteps {
  /** Null until the school was asked. */
  #counted = $state.raw<{ readonly staff: number; readonly students: number } | null>(null);
  #settings = $state(false);
  #over = $state(false);

  readonly isKnown = $derived(this.#counted !== null);
  /** Done, or not wanted any more. */
  readonly isOver = $derived(this.#over);
  readonly done = $derived({
    settings: this.#settings,
    staff: (this.#counted?.staff ?? 0) > 1,
    class: rooms.classrooms.length > 0,
    students: (this.#counted?.students ?? 0) > 0,
  });

  /** Counts the school's people again. A school that is beyond its first steps is not counted any more. */
  async load(): Promise<void> {
    this.#settings = recallOwn(SETTINGS) !== null;
    const count = async (role?: 'student' | 'guardian') =>
      (await http.people.list.query({ limit: 1, ...(role && { role }) })).counts.here;
    const [all, students, guardians] = await Promise.all([count(), count('student'), count('guardian'), front.load()]);
    this.#counted = { staff: all - students - guardians, students };
    const { staff, class: opened, students: added } = this.done;
    if (staff && opened && added) this.end();
  }

  sawSettings(): void {
    this.#settings = true;
    rememberOwn(SETTINGS, 'seen');
  }

  end(): void {
    rememberOwn(STEPS, OVER);
    this.skip();
  }

  /** The school could not be asked: the page goes on without. */
  skip(): void {
    this.#over = true;
  }
}

export const firstSteps = new FirstSteps();
