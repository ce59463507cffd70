import { Task } from '#lib/api-task.svelte.ts';
import { DomainError, type Encoding, fileText, MOST_CHARACTERS, TOO_MANY } from '../../../engine/client.ts';
import type { EnrolReport, HowRead, RosterList, RosterPreview } from './roster.svelte.ts';

/** Lines handed in at once: few enough to hold the class for a moment only, and to see how far it is. */
const AT_ONCE = 50;
const ACTS = ['invite', 'account', 'enrol', 'change'] as const;

/** Where the people of a list go: into a class, or to the school alone. */
export interface ListTarget {
  readonly place: 'class' | 'school';
  /** How a list is read, and what handing it in would do. */
  preview(list: RosterList): Promise<RosterPreview>;
  /** Hands in the lines from one to another. Twice is once. */
  add(list: RosterList & { from?: number | undefined; to?: number | undefined }): Promise<EnrolReport>;
  /** All of it was handed in. */
  load(): Promise<unknown>;
}

/** A list on its way there: typed or chosen, looked at, handed in part by part. */
export class RosterImport {
  readonly task = new Task();
  text = $state('');
  /** A file that was chosen; its bytes can be read in another way. */
  file = $state.raw<{ readonly name: string; readonly bytes: Uint8Array } | null>(null);
  encoding = $state<Encoding>('utf-8');
  preview = $state.raw<RosterPreview | null>(null);
  report = $state.raw<EnrolReport | null>(null);
  /** Lines done so far; null while none are being handed in. */
  done = $state<number | null>(null);
  readonly target: ListTarget;
  #how: HowRead = {};

  readonly wanted = $derived(this.preview?.lines.filter(({ act }) => ACTS.some((each) => each === act)).length ?? 0);
  readonly problems = $derived(this.preview?.lines.filter(({ act }) => act === 'skip').length ?? 0);

  constructor(target: ListTarget) {
    this.target = target;
  }

  choose(file: File): Promise<boolean> {
    return this.task.run(async () => {
      this.file = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
      this.#decode();
      await this.#show({});
    });
  }

  /** Looks at what stands in the text field. */
  look(): Promise<boolean> {
    this.file = null;
    return this.task.run(() => this.#show({}));
  }

  readAs(encoding: Encoding): Promise<boolean> {
    return this.task.run(async () => {
      this.#decode(encoding);
      await this.#show({});
    });
  }

  /** Reads the same list otherwise. */
  change(how: HowRead): Promise<boolean> {
    return this.task.run(() => this.#show({ ...this.#how, ...how }));
  }

  back(): void {
    this.task.problem = null;
    this.preview = null;
    this.done = null;
  }

  /** Hands in what is not done yet: after a break it goes on where it was. Twice is once. */
  add(): Promise<boolean> {
    return this.task.run(async () => {
      const lines = [...new Set(this.preview?.lines.map(({ line }) => line))];
      this.done ??= 0;
      if (this.done === 0) this.report = null;
      while (this.done < lines.length) {
        const part = lines.slice(this.done, this.done + AT_ONCE);
        const range = { from: part[0], to: part.at(-1) };
        this.#count(await this.target.add({ csv: this.text, ...this.#how, ...range }));
        this.done += part.length;
      }
      await this.target.load();
      this.done = null;
      this.preview = null;
      if ((this.report?.problems.length ?? 0) > 0) return;
      this.text = '';
      this.file = null;
    });
  }

  #count(part: EnrolReport): void {
    const before = this.report ?? { added: 0, changed: 0, already: 0, invited: 0, accounts: 0, problems: [] };
    this.report = {
      added: before.added + part.added,
      changed: before.changed + part.changed,
      already: before.already + part.already,
      invited: before.invited + part.invited,
      accounts: before.accounts + part.accounts,
      problems: [...before.problems, ...part.problems],
    };
  }

  #decode(encoding?: Encoding): void {
    if (!this.file) return;
    const read = fileText(this.file.bytes, encoding);
    this.text = read.text;
    this.encoding = read.encoding;
  }

  async #show(how: HowRead): Promise<void> {
    if (this.text.length > MOST_CHARACTERS) throw new DomainError('invalid', 'invalid', TOO_MANY, { field: 'csv' });
    const preview = await this.target.preview({ csv: this.text, ...how });
    this.#how = how;
    this.report = null;
    this.preview = preview;
  }
}
