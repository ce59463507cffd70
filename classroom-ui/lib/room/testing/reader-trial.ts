import type { MessageView, PassingFrame } from '../../../../engine/client.ts';
import type { TestEngine, TestPerson } from '../../../../engine/testing/start-test-engine.ts';
import { OpenThread } from '../open-thread.svelte.ts';
import { Reading } from '../reading.svelte.ts';
import { Timeline } from '../timeline.svelte.ts';
import { Connection } from './reader-connection-trial.ts';

export interface ScreenOptions {
  readonly engine: TestEngine;
  readonly person: TestPerson;
  readonly roomId: string;
  /** So many rows fit. */
  readonly rows: number;
  /** Whether a thread lies over the messages of the room. */
  readonly isSmall: boolean;
  /** Hears what is visible: sequences, in the room or in the thread of a root. */
  onvisible(seqs: readonly number[], root: string | null): void;
}

/** A screen without pixels: the room's and the thread's own state, and a window of rows in place of what a browser draws. */
export class Screen {
  readonly connection: Connection;
  isInFront = true;
  room: { readonly timeline: Timeline; readonly reading: Reading } | undefined;
  thread: OpenThread | undefined;
  /** Whose thread is open. */
  threadRoot: string | null = null;
  /** The topmost row that is visible, in the room and in the thread. */
  #top = 0;
  #threadTop = 0;
  readonly #options: ScreenOptions;

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.connection = new Connection(options.engine, options.person);
    this.connection.onPerson((frame) => this.#hearPerson(frame));
    this.connection.onStatus(() => this.room?.reading.again());
  }

  async open(): Promise<void> {
    this.leave();
    const { connection } = this;
    const { roomId, person } = this.#options;
    const reading = new Reading({ me: person.id, save: (seq) => connection.api.rooms.see.mutate({ roomId, seq }) });
    let unreadFrom: number | null = null;
    const timeline = new Timeline({
      ...{ client: connection, roomId, me: person.id },
      ...{ reducers: () => ({}), pluginsReady: () => Promise.resolve(), onEvent: () => {} },
      onOpened: ({ seen, firstUnread, head }) => {
        reading.open(seen, firstUnread, head);
        unreadFrom = firstUnread;
      },
    });
    await timeline.open();
    this.room = { timeline, reading };
    this.#top = this.#rowOf(this.#messages, unreadFrom ?? Number.POSITIVE_INFINITY);
  }

  leave(): void {
    this.closeThread();
    this.room?.reading.close();
    this.room?.timeline.close();
    this.room = undefined;
  }

  async openThread(rootId: string): Promise<void> {
    if (!this.room || this.thread) return;
    const { roomId, person } = this.#options;
    const { timeline } = this.room;
    const me = person.id;
    const thread = new OpenThread({
      ...{ timeline, client: this.connection, roomId, rootId, me, isLookedAt: () => this.isInFront },
    });
    await thread.open();
    this.thread = thread;
    this.threadRoot = rootId;
    this.#threadTop = this.#rowOf(thread.replies, thread.reading.nextUnread ?? Number.POSITIVE_INFINITY);
  }

  closeThread(): void {
    this.thread?.close();
    this.thread = undefined;
    this.threadRoot = null;
  }

  /** Moves the window of the thread, or else the room's, and brings more of it near an end, as the list does. */
  async scroll(by: number): Promise<void> {
    if (this.thread) {
      this.#threadTop = this.#within(this.#threadTop + by, this.thread.replies);
      return;
    }
    this.#top = this.#within(this.#top + by, this.#messages);
    const { timeline } = this.room ?? {};
    const first = this.#messages[this.#top]?.id;
    if (timeline?.hasOlder && this.#top < this.#options.rows) await timeline.older();
    if (timeline?.hasNewer && this.#top + 2 * this.#options.rows > this.#messages.length) await timeline.newer();
    this.#top = Math.max(
      0,
      this.#messages.findIndex(({ id }) => id === first),
    );
  }

  async earlierReplies(): Promise<void> {
    if (this.thread?.hasOlder) await this.thread.older();
  }

  async toLatest(): Promise<void> {
    const { timeline } = this.room ?? {};
    if (timeline?.hasNewer) await timeline.move();
    this.#top = this.#within(Number.POSITIVE_INFINITY, this.#messages);
  }

  /** As the button over the list does. */
  async toUnread(): Promise<void> {
    const { timeline, reading } = this.room ?? {};
    const seq = reading?.nextUnread;
    if (!timeline || seq === null || seq === undefined) return;
    const messages = this.#messages;
    const isLoaded = (messages[0]?.seq ?? 0) <= seq && (!timeline.hasNewer || seq <= (messages.at(-1)?.seq ?? 0));
    if (!isLoaded) await timeline.move(seq);
    this.#top = this.#rowOf(this.#messages, seq);
  }

  markAllRead(): void {
    const { timeline, reading } = this.room ?? {};
    reading?.markAllRead(timeline?.state?.head ?? 0);
  }

  /** Draws: what is in the windows is visible. */
  look(): void {
    const { onvisible, isSmall } = this.#options;
    const { room, thread } = this;
    if (thread && this.isInFront) {
      const seqs = this.#visible(this.#threadTop, thread.replies);
      onvisible(seqs, this.threadRoot);
      thread.reading.show(seqs);
    }
    if (room && this.isInFront && !(thread && isSmall)) {
      const seqs = this.#visible(this.#top, this.#messages);
      onvisible(seqs, null);
      room.reading.show(seqs);
    }
    thread?.readOn(false);
    if (room?.timeline.state) room.reading.readOn(room.timeline.run, false);
  }

  get #messages(): readonly MessageView[] {
    return this.room?.timeline.state?.messages ?? [];
  }

  readonly #visible = (top: number, messages: readonly MessageView[]): number[] =>
    messages.slice(top, top + this.#options.rows).map(({ seq }) => seq);
  readonly #within = (top: number, messages: readonly MessageView[]): number =>
    Math.max(0, Math.min(top, messages.length - this.#options.rows));

  #rowOf(messages: readonly MessageView[], seq: number): number {
    const at = messages.findIndex((message) => message.seq >= seq);
    return this.#within(at < 0 ? Number.POSITIVE_INFINITY : at, messages);
  }

  #hearPerson({ event, payload }: PassingFrame): void {
    const { roomId, seen } = payload as { roomId?: string; seen?: number };
    if (event === 'room.seen' && roomId === this.#options.roomId && seen !== undefined)
      this.room?.reading.readElsewhere(seen, this.isInFront);
  }
}
