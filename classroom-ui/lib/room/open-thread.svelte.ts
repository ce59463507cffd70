import { problemOf } from '#lib/api-problem.ts';
import type { MessageView, PassingFrame } from '../../../engine/client.ts';
import { Reading } from './reading.svelte.ts';
import type { RoomClient } from './room-client.ts';
import type { Timeline } from './timeline.svelte.ts';

/** However long a thread was left unread, it opens with no more replies than this. */
const MOST_AT_OPENING = 500;

export interface OpenThreadOptions {
  readonly timeline: Timeline;
  readonly client: RoomClient;
  readonly roomId: string;
  readonly rootId: string;
  readonly me: string;
  /** Whether somebody can see this screen now. */
  isLookedAt(): boolean;
}

/** A thread beside its room: its replies from the first unread one on, and how far they are read. */
export class OpenThread {
  hasOlder = $state(false);
  /** The thread could not be read. */
  failed = $state(false);
  readonly reading: Reading;
  readonly #options: OpenThreadOptions;
  readonly #stops: readonly (() => void)[];
  /** Counts up, so that an opening that another one has overtaken changes nothing. */
  #opening = 0;
  /** Whether the replies have no gap. */
  #isWhole = false;

  constructor(options: OpenThreadOptions) {
    const { client, roomId, rootId, me } = options;
    this.#options = options;
    this.reading = new Reading({
      me,
      save: (seq) => client.api.messages.seeThread.mutate({ roomId, rootId, seq }),
    });
    this.#stops = [
      options.timeline.onReopened(() => void this.open()),
      client.onPerson((frame) => this.#hearPerson(frame)),
      client.onStatus((status) => status === 'live' && this.reading.again()),
    ];
  }

  readonly root: MessageView | undefined = $derived.by(() => {
    const { timeline, rootId } = this.#options;
    return timeline.state?.roots?.[rootId];
  });
  readonly replies: readonly MessageView[] = $derived.by(() => {
    const { timeline, rootId } = this.#options;
    return timeline.state?.threads?.[rootId] ?? [];
  });

  /** Reads the replies from the first unread one on, also when the room was read anew. Never throws. */
  async open(): Promise<void> {
    const opening = ++this.#opening;
    const isLatest = () => opening === this.#opening;
    this.#isWhole = false;
    this.failed = false;
    try {
      await this.#read(isLatest);
    } catch (thrown) {
      if (isLatest()) this.#fail(thrown);
    }
  }

  async #read(isLatest: () => boolean): Promise<void> {
    const { timeline, rootId } = this.#options;
    const hasOlder = await timeline.openThread(rootId, isLatest);
    if (!isLatest()) return;
    this.hasOlder = hasOlder;
    const { seen = 0, unread = 0 } = this.root?.thread ?? {};
    if (unread > 0) await this.#backTo(seen, isLatest);
    if (!isLatest()) return;
    this.#isWhole = true;
    this.reading.open(seen, unread > 0 ? seen + 1 : null, this.#end);
    this.readOn(false);
  }

  #fail(thrown: unknown): void {
    problemOf(thrown);
    this.failed = true;
    this.#options.timeline.closeThread(this.#options.rootId);
  }

  /** Brings earlier replies. @throws what the procedure threw */
  async older(): Promise<void> {
    this.hasOlder = await this.#options.timeline.olderReplies(this.#options.rootId);
  }

  /** Brings earlier replies up to this one, if it is not too far away. @throws what the procedure threw */
  backTo(seq: number): Promise<void> {
    const opening = this.#opening;
    return this.#backTo(seq, () => opening === this.#opening);
  }

  /** Moves the cursor as far as the reader has read; see `Reading.readOn`. */
  readOn(awaited: boolean): void {
    if (!this.#isWhole) return;
    const { replies: messages, hasOlder } = this;
    this.reading.readOn({ messages, hasOlder, hasNewer: false, newest: this.#end }, awaited);
  }

  markAllRead(): void {
    this.reading.markAllRead(this.#end);
    this.readOn(true);
  }

  close(): void {
    this.#opening++;
    for (const stop of this.#stops) stop();
    this.reading.close();
    this.#options.timeline.closeThread(this.#options.rootId);
  }

  get #end(): number {
    return this.replies.at(-1)?.seq ?? 0;
  }

  async #backTo(seq: number, isLatest: () => boolean): Promise<void> {
    const isShort = () => (this.replies[0]?.seq ?? 0) > seq && this.replies.length < MOST_AT_OPENING;
    while (this.hasOlder && isShort() && isLatest()) await this.older();
  }

  #hearPerson({ event, payload }: PassingFrame): void {
    const { rootId, seen } = payload as { rootId?: string; seen?: number };
    if (event !== 'thread.seen' || rootId !== this.#options.rootId || seen === undefined) return;
    this.reading.readElsewhere(seen, this.#options.isLookedAt());
    this.readOn(false);
  }
}
