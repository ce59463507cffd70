import { getContext, setContext } from 'svelte';
import { problemOf } from '#lib/api-problem.ts';
import { device } from '#lib/device/device-store.ts';
import { pluginUis } from '#lib/slots/plugin-uis.svelte.ts';
import {
  type Authored,
  type EngineEvents,
  type EventFrame,
  type MessageView,
  type ParticipantView,
  type PassingFrame,
  type PersonView,
  type Quote,
  type RoomDetailsView,
  type RoomRole,
  type RoomView,
  type SentMessage,
  trimText,
} from '../../../engine/client.ts';
import { draftKey, unsavedEdit } from './draft-keys.ts';
import type { Draft, Outbox } from './outbox.svelte.ts';
import { outboxes } from './outboxes.svelte.ts';
import { mayEdit, type Reader, whyClosed } from './permissions.ts';
import { changedBy, type Quotable } from './quote-now.ts';
import { Reading } from './reading.svelte.ts';
import type { RoomClient } from './room-client.ts';
import { Timeline } from './timeline.svelte.ts';
import { words } from './words.ts';
import { Writing } from './writing.svelte.ts';

export interface RoomStoreOptions {
  readonly client: RoomClient;
  readonly roomId: string;
  readonly me: PersonView;
  /** The reader has seen the room up to a sequence. */
  onseen(seq: number): void;
  /** Says in passing what was refused: it is handed what a procedure threw. */
  onrefused(thrown: unknown): void;
}

/** Where the list should go next; a new object asks again. */
export interface Target {
  readonly seq: number;
  /** Lights the message up, so that the eye finds it. */
  readonly lit: boolean;
}

/** What is written about another message, in a composer or on its way. */
interface Quoting {
  readonly quote: Quote | null;
  followQuote(message: Quotable): void;
}

/** One room on one screen: what is confirmed, what is on its way, how far it is read, what is being written. */
export class RoomStore {
  readonly id: string;
  readonly me: PersonView;
  readonly client: RoomClient;
  readonly timeline: Timeline;
  readonly outbox: Outbox;
  readonly writing: Writing;
  /** Of its composers the one that was opened or written in last. */
  writingNow: Writing;
  target = $state.raw<Target | null>(null);
  /** How far the room is read; threads have their own. */
  readonly reading: Reading;
  /** The list stands at its end before a reader's eyes: what comes now is seen as it comes. */
  following = $state(false);
  /** Messages of others that came while the list did not stand at its end. */
  arrivedBelow = $state(0);
  /** Why a plugin has shut the composer, as it says it: whoever reads is an observer for as long. */
  shut = $state<string | null>(null);
  /** What a screen reader is told: the last few arrivals, each once, also of two that say the same. */
  announced = $state.raw<readonly { readonly id: string; readonly text: string }[]>([]);

  #openAt: number | undefined;
  #unhear: () => void = () => {};
  readonly #quoting = new Set<Writing>();
  readonly #sentHearers = new Set<(message: SentMessage) => void>();
  readonly #onrefused: (thrown: unknown) => void;

  constructor(options: RoomStoreOptions) {
    const { client, roomId, me, onseen, onrefused } = options;
    this.id = roomId;
    this.me = me;
    this.client = client;
    this.#onrefused = onrefused;
    this.writing = new Writing(null, unsavedEdit(roomId, null));
    this.writingNow = this.writing;
    this.outbox = outboxes.of(roomId, client, me.id);
    this.reading = new Reading({
      me: me.id,
      save: (seq) => client.api.rooms.see.mutate({ roomId, seq }),
      onread: () => onseen(this.timeline.state?.head ?? 0),
    });
    this.timeline = new Timeline({
      client,
      roomId,
      me: me.id,
      reducers: () => pluginUis.reducers,
      pluginsReady: () => pluginUis.ready(),
      onOpened: (details) => this.#opened(details),
      onEvent: (frame) => this.#hear(frame),
    });
  }

  readonly room: RoomView | null = $derived.by(() => this.timeline.state?.room ?? null);
  readonly messages: readonly MessageView[] = $derived.by(() => this.timeline.state?.messages ?? []);
  readonly participants: Readonly<Record<string, ParticipantView>> = $derived.by(
    () => this.timeline.state?.participants ?? {},
  );
  readonly role: RoomRole | null = $derived.by(() => {
    const own = this.participants[this.me.id];
    if (!own || own.leftAt !== null) return null;
    return this.shut === null ? own.role : 'observer';
  });
  readonly reader: Reader = $derived.by(() => ({ id: this.me.id, role: this.role }));
  readonly present: readonly ParticipantView[] = $derived(
    Object.values(this.participants).filter(({ leftAt }) => leftAt === null),
  );
  readonly closed = $derived.by(() => {
    if (this.room && this.role !== null && this.shut !== null) return 'shut';
    return this.room ? whyClosed(this.room, this.role) : null;
  });

  /** Opens at a message, at the first unread one, or at the end. */
  async open(at?: number): Promise<void> {
    this.#unhear();
    const stops = [
      this.client.onStatus((status) => status === 'live' && this.reading.again()),
      this.client.onPerson((frame) => this.#hearPerson(frame)),
    ];
    this.#unhear = () => {
      for (const stop of stops) stop();
    };
    this.outbox.isWatched = true;
    this.#openAt = at;
    await this.timeline.open(at);
    if (!this.room) return;
    this.outbox.forgetSent();
  }

  /** Passing frames to this room, and to this person wherever they are. */
  onPassing(hear: (frame: PassingFrame) => void): () => void {
    const stops = [this.timeline.onPassing(hear), this.client.onPerson(hear)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Each message as it comes into the room. */
  readonly onSent = (hear: (message: SentMessage) => void): (() => void) => {
    this.#sentHearers.add(hear);
    return () => this.#sentHearers.delete(hear);
  };

  close(): void {
    this.outbox.isWatched = false;
    this.outbox.forgetSent();
    this.#unhear();
    this.reading.close();
    this.timeline.close();
  }

  #opened({ seen, firstUnread, head }: RoomDetailsView): void {
    this.reading.open(seen, firstUnread, head);
    if (this.#openAt !== undefined) this.target = { seq: this.#openAt, lit: true };
    else if (firstUnread !== null) this.target = { seq: firstUnread, lit: false };
    this.#openAt = undefined;
    void this.#checkPending();
  }

  /** The reader's last message of a list, if it may be edited: none while a later one is not stored yet. */
  lastOwn(messages: readonly MessageView[], threadRoot: string | null): MessageView | undefined {
    const { room, reader, outbox } = this;
    if (outbox.pending.some((own) => own.threadRoot === threadRoot)) return undefined;
    return room ? messages.findLast((message) => mayEdit(message, room, reader)) : undefined;
  }

  person(id: string | null): PersonView | undefined {
    if (id === null) return undefined;
    return id === this.me.id ? (this.participants[id]?.person ?? this.me) : this.participants[id]?.person;
  }

  nameOf(id: string): string {
    return this.person(id)?.name ?? words.somebody;
  }

  /** The name that stands over words: a person's, or a plugin's. */
  authorOf({ author, by }: Authored): string {
    return by ? pluginUis.titleOf(by.plugin) : (this.person(author)?.name ?? words.somebody);
  }

  /** These messages are visible; `still` when nothing moves any more. */
  show(seqs: readonly number[], still: boolean): void {
    this.reading.show(seqs);
    this.readOn(still);
  }

  /** Moves the cursor as far as the reader has read. */
  readOn(still = false): void {
    const { timeline } = this;
    if (timeline.state) this.reading.readOn(timeline.run, this.following && !still);
  }

  /** The reader says that they have read everything, also what was never shown. */
  markAllRead(): void {
    this.reading.markAllRead(this.timeline.state?.head ?? 0);
    this.readOn();
  }

  /** Shows the first unread message. */
  toUnread(): Promise<void> {
    const { nextUnread } = this.reading;
    return nextUnread === null ? Promise.resolve() : this.jumpTo(nextUnread, false);
  }

  send(writing: Writing): void {
    const emptied = { table: 'drafts', key: draftKey(this.id, writing.threadRoot), value: undefined } as const;
    this.#send(writing.take(), [emptied]);
  }

  #send(draft: Draft, emptied: Parameters<Outbox['add']>[1] = []): void {
    if (this.reading.nextUnread === null) this.reading.readUpTo = null;
    this.outbox.add(draft, emptied);
    if (draft.threadRoot === null) void this.toLatest();
  }

  /** The edit stays open until the room has it. Of a message that is gone its words are sent as a new one. */
  async saveEdit(writing: Writing): Promise<void> {
    const { editing, editText, editTrouble } = writing;
    if (!editing || writing.saving) return;
    if (editTrouble === 'deleted') return this.#send(writing.takeEdit());
    if (trimText(editText) === editing.text && editTrouble !== 'changed') return writing.cancelEdit();
    writing.saving = true;
    try {
      const text = trimText(editText);
      await this.client.api.messages.edit.mutate({ roomId: this.id, messageId: editing.id, text });
      if (writing.editing?.id === editing.id && writing.editText === editText) writing.cancelEdit();
    } catch (thrown) {
      if (isGone(thrown)) writing.editTrouble = 'deleted';
      else this.#onrefused(thrown);
    } finally {
      writing.saving = false;
    }
  }

  /** A message that is at hand: in the list, or in a thread that is open. */
  find(id: string): MessageView | undefined {
    const { threads = {}, roots = {} } = this.timeline.state ?? {};
    return [...this.messages, ...Object.values(roots), ...Object.values(threads).flat()].find((one) => one.id === id);
  }

  /** Says at the edit what became of its message meanwhile, so that nobody loses what they wrote. */
  compareEdit(writing: Writing, now: Pick<MessageView, 'deletedAt' | 'text'>): void {
    const { editing, editText, saving } = writing;
    if (!editing || saving) return;
    if (now.deletedAt !== null) writing.editTrouble = 'deleted';
    else if (now.text === editing.text) return;
    else if (now.text === trimText(editText)) writing.cancelEdit();
    else writing.editTrouble = 'changed';
  }

  /** The same for an edit that was begun on an earlier page, whose message may be far away. */
  async checkEdit(writing: Writing): Promise<void> {
    const { editing } = writing;
    if (!editing || this.find(editing.id)) return;
    try {
      const { root } = await this.client.api.messages.thread.query({ roomId: this.id, rootId: editing.id, limit: 1 });
      if (writing.editing?.id === editing.id) this.compareEdit(writing, root);
    } catch (thrown) {
      if (isGone(thrown) && writing.editing?.id === editing.id) writing.editTrouble = 'deleted';
    }
  }

  remove(message: MessageView): Promise<boolean> {
    return this.attempt(() => this.client.api.messages.delete.mutate({ roomId: this.id, messageId: message.id }));
  }

  /** Runs a call; a refusal is said in passing, and answered with false. */
  async attempt(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await call();
      return true;
    } catch (thrown) {
      this.#onrefused(thrown);
      return false;
    }
  }

  /** Shows a message, fetching the page around it when it is not at hand. */
  async jumpTo(seq: number, lit = true): Promise<void> {
    const { messages } = this;
    const within =
      messages.length > 0 &&
      seq >= (messages[0]?.seq ?? 0) &&
      (!this.timeline.hasNewer || seq <= (messages.at(-1)?.seq ?? 0));
    if (!within) await this.timeline.move(seq);
    this.target = { seq, lit };
  }

  /** Shows the message that a quote is of; answers it when it stands in a thread, which is to be opened. */
  async jumpToQuoted(id: string): Promise<MessageView | null> {
    const here = this.messages.find((message) => message.id === id);
    if (here) {
      this.target = { seq: here.seq, lit: true };
      return null;
    }
    let reply: MessageView | null = null;
    await this.attempt(async () => {
      const { root } = await this.client.api.messages.thread.query({ roomId: this.id, rootId: id, limit: 1 });
      if (root.threadRoot) reply = root;
      else await this.jumpTo(root.seq);
    });
    return reply;
  }

  async toLatest(): Promise<void> {
    this.arrivedBelow = 0;
    if (this.timeline.hasNewer) await this.timeline.move();
    this.target = { seq: Number.MAX_SAFE_INTEGER, lit: false };
  }

  /** Read on another device: here too. */
  #hearPerson({ event, payload }: PassingFrame): void {
    const { roomId, seen } = payload as { roomId?: string; seen?: number };
    if (event !== 'room.seen' || roomId !== this.id || seen === undefined) return;
    this.reading.readElsewhere(seen, document.visibilityState === 'visible');
    this.readOn();
  }

  /** Keeps what a composer quotes in step with its message, wherever that stands. */
  followQuote(writing: Writing): () => void {
    this.#quoting.add(writing);
    return () => this.#quoting.delete(writing);
  }

  /** The same for a quote that was stored, whose message may have changed while the page was closed. */
  async checkQuote(quoting: Quoting): Promise<void> {
    const { quote } = quoting;
    if (!quote || quote.deleted) return;
    try {
      const { root } = await this.client.api.messages.thread.query({ roomId: this.id, rootId: quote.id, limit: 1 });
      quoting.followQuote(root);
    } catch (thrown) {
      if (isGone(thrown)) quoting.followQuote({ id: quote.id, text: '', deletedAt: new Date().toISOString() });
    }
  }

  /** The same for what waits to be sent. */
  async #checkPending(): Promise<void> {
    await device.ready;
    const followQuote = (message: Quotable) => this.outbox.followQuote(message);
    for (const { quote } of this.outbox.pending) void this.checkQuote({ quote, followQuote });
  }

  #withdraw(message: Quotable): void {
    for (const writing of this.#quoting) writing.followQuote(message);
    this.announced = this.announced.filter(({ id }) => id !== message.id);
  }

  #hear(frame: EventFrame): void {
    const changed = changedBy(frame);
    if (changed) this.#withdraw(changed);
    if (frame.event !== 'message.sent') return;
    const { message } = frame.payload as EngineEvents['message.sent'];
    for (const hear of this.#sentHearers) hear(message);
    if (message.author === this.me.id) this.outbox.confirm(new Set([message.clientId]));
    if (message.author === this.me.id || message.threadRoot || message.note) return;
    this.arrivedBelow++;
    const text = words.list.arrived(this.authorOf(message), pluginUis.inWords(message).slice(0, 200));
    this.announced = [...this.announced.slice(1 - MOST_ANNOUNCED), { id: message.id, text }];
  }
}

/** More wait for no screen reader. */
const MOST_ANNOUNCED = 5;

const isGone = (thrown: unknown): boolean => {
  const { code, fault } = problemOf(thrown);
  return fault === 'missing' || code === 'messages.deleted';
};

/** The context's key, for whoever draws a part of the room by itself. */
export const ROOM = Symbol('room');
export const offerRoom = (store: RoomStore): RoomStore => setContext(ROOM, store);
export const useRoom = (): RoomStore => getContext<RoomStore>(ROOM);
