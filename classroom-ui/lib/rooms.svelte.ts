import { on } from 'svelte/events';
import { SvelteMap } from 'svelte/reactivity';
import {
  type ClassroomView,
  type EventFrame,
  type MyRoomView,
  type PassingFrame,
  unreadReplies,
} from '../../engine/client.ts';
import { api, http, live } from './api.ts';
import { type Problem, problemOf } from './api-problem.ts';
import { compareNames } from './kit/name-order.ts';
import { beginRoom, endRoom, showLife } from './opening-room.ts';
import {
  type Listed,
  listAfter,
  listReplied,
  listSeen,
  listSeenElsewhere,
  listThreadSeen,
  type ThreadTold,
} from './rooms-events.ts';
import { session } from './session.svelte.ts';
import { recallOwn, rememberOwn } from './storage.ts';

const LAST_OPEN = 'last-room';
/** Ids tell the order of making: a class's first room stays first, whatever it is called. */
const byAge = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
const byTitle = (a: { title: string }, b: { title: string }) => compareNames(a.title, b.title);

/** My classes and my rooms with what is unread in them: loaded once, then kept by the live connection. */
class Rooms {
  #classrooms = $state.raw<readonly ClassroomView[]>([]);
  #rooms = new SvelteMap<string, MyRoomView>();
  /** Rooms whose numbers are being asked for again. */
  #asking = new Map<string, ReturnType<typeof setTimeout>>();
  /** Answers on their way, and what was heard meanwhile: an answer may be older than an event that overtook it. */
  #reads = 0;
  #heardMeanwhile: EventFrame[] = [];
  /** Of the newest connection; null before the first. */
  #heads: Readonly<Record<string, number>> | null = null;
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** The room on the screen. */
  openId = $state<string | null>(null);
  /** The room one was last removed from, or that was deleted, while it was open. */
  lost = $state.raw<MyRoomView | null>(null);

  readonly classrooms = $derived([...this.#classrooms].sort(byTitle));
  readonly all = $derived([...this.#rooms.values()].sort(byAge));
  /** Unread messages of all rooms that are not archived: for the page's title. */
  readonly unread = $derived(this.all.reduce((sum, room) => sum + (room.archived ? 0 : room.unread), 0));
  /** Unread replies in the threads one takes part in. */
  readonly replies = $derived(this.all.reduce((sum, room) => sum + unreadReplies(room), 0));
  readonly open = $derived(this.openId ? this.#rooms.get(this.openId) : undefined);

  get(roomId: string): MyRoomView | undefined {
    return this.#rooms.get(roomId);
  }
  classroom(id: string): ClassroomView | undefined {
    return this.#classrooms.find((classroom) => classroom.id === id);
  }
  /** Rooms of a class in the order of the list. Other kinds than the engine's own are drawn by their plugins. */
  of(classroomId: string, kind = 'class'): readonly MyRoomView[] {
    return this.all.filter((room) => room.classroomId === classroomId && room.kind === kind);
  }

  /** Loads all by HTTP, then listens. Answers how to stop listening. */
  start(): () => void {
    void this.load();
    showLife();
    const stops = [
      live().onEvent((frame) => this.#hear(frame)),
      live().onPerson((frame) => this.#hearPerson(frame)),
      live().onRooms((heads) => this.#welcome(heads)),
      on(window, 'pagehide', endRoom),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  async load(): Promise<void> {
    try {
      const both = () => Promise.all([http.classrooms.list.query(), http.rooms.list.query()]);
      await this.#read(both, ([classrooms, rooms]) => {
        this.#classrooms = classrooms;
        this.#replaceAll(rooms);
      });
      this.problem = null;
      this.#firstLoaded();
    } catch (thrown) {
      this.problem = problemOf(thrown);
      if (this.problem.fault === 'signed-out') session.expired();
    }
  }

  /** Puts a room that was just opened or joined into the list, without waiting for the news of it. */
  async enter(roomId: string): Promise<void> {
    await this.#read(
      () => api().rooms.details.query({ roomId }),
      (room) => this.#rooms.set(room.id, room),
    );
  }

  /** The room on the screen, or none. */
  show(roomId: string | null): void {
    this.openId = roomId;
    this.lost = null;
    if (!roomId) endRoom();
  }

  /** The home page returns to this room, unless the page ends while it draws it. */
  rememberOpen(roomId: string): void {
    beginRoom(roomId);
    rememberOwn(LAST_OPEN, roomId);
  }

  /** Where the home page leads: the room that was open last, else the first one; never into the one in which a page ended. */
  home(dead: string | null): MyRoomView | undefined {
    const last = this.#rooms.get(recallOwn(LAST_OPEN) ?? '');
    if (last && last.id !== dead) return last;
    return this.all.find((room) => !room.archived && room.kind === 'class' && room.id !== dead);
  }

  /** The reader saw a room up to a sequence: its badge goes at once, the server's count follows. */
  saw(roomId: string, seq: number): void {
    const room = this.#rooms.get(roomId);
    if (room) this.#take(room, listSeen(room, seq));
  }

  /** Asks, takes the answer, and then counts what was heard while it was on its way; counted twice is counted once. */
  async #read<T>(ask: () => Promise<T>, take: (answer: T) => void): Promise<void> {
    this.#reads++;
    try {
      take(await ask());
      for (const frame of this.#heardMeanwhile) this.#count(frame);
    } finally {
      if (--this.#reads === 0) this.#heardMeanwhile = [];
    }
  }

  #replaceAll(rooms: readonly MyRoomView[]): void {
    const kept = new Set(rooms.map((room) => room.id));
    for (const id of this.#rooms.keys()) if (!kept.has(id)) this.#drop(id);
    for (const room of rooms) this.#rooms.set(room.id, room);
  }

  #firstLoaded(): void {
    if (this.loaded) return;
    this.loaded = true;
    this.#compare();
  }

  #hear(frame: EventFrame): void {
    if (this.#reads > 0) this.#heardMeanwhile.push(frame);
    this.#count(frame);
  }

  #count(frame: EventFrame): void {
    const room = this.#rooms.get(frame.room);
    if (!room) return;
    this.#take(room, listAfter(room, frame, { me: session.person?.id ?? '' }));
  }

  #take(room: MyRoomView, next: Listed): void {
    if (next === 'gone') this.#drop(room.id);
    else if (next === 'ask') this.#askSoon(room.id);
    else if (next !== room) this.#rooms.set(room.id, next);
  }

  #hearPerson(frame: PassingFrame): void {
    const { roomId, seen } = frame.payload as { roomId?: string; seen?: number };
    if ((frame.event === 'room.entered' || frame.event === 'room.retitled') && roomId) this.#askSoon(roomId);
    if (frame.event === 'room.exited' && roomId) this.#drop(roomId);
    if (frame.event === 'room.seen' && roomId && seen !== undefined) this.#seenElsewhere(roomId, seen);
    if (frame.event === 'thread.replied' && roomId) this.#hearThread(roomId, listReplied, frame);
    if (frame.event === 'thread.seen' && roomId) this.#hearThread(roomId, listThreadSeen, frame);
    if (frame.event === 'classrooms.changed') void this.load();
    if (frame.event === 'manifest.changed') void session.load().then(() => this.load());
  }

  #hearThread(roomId: string, change: typeof listReplied, { payload }: PassingFrame): void {
    const room = this.#rooms.get(roomId);
    if (room) this.#take(room, change(room, payload as ThreadTold));
  }

  #seenElsewhere(roomId: string, seen: number): void {
    const room = this.#rooms.get(roomId);
    if (room) this.#take(room, listSeenElsewhere(room, seen));
  }

  /** After every later connection: names, and what was read elsewhere, are told once, and not to a page that is away. */
  #welcome(heads: Readonly<Record<string, number>>): void {
    const isBack = this.#heads !== null;
    this.#heads = heads;
    if (isBack) void this.load();
    else this.#compare();
  }

  /** What moved between the first load and the first connection is read again. */
  #compare(): void {
    if (!this.loaded || !this.#heads) return;
    const here = Object.entries(this.#heads);
    if (here.length < this.#rooms.size || here.some(([id, head]) => (this.#rooms.get(id)?.head ?? -1) < head))
      void this.load();
  }

  /** One question for many reasons within a moment. */
  #askSoon(roomId: string): void {
    if (this.#asking.has(roomId)) return;
    const ask = () => {
      this.#asking.delete(roomId);
      void this.enter(roomId).catch((thrown) => problemOf(thrown).fault === 'missing' && this.#drop(roomId));
    };
    this.#asking.set(roomId, setTimeout(ask, 150));
  }

  #drop(roomId: string): void {
    const room = this.#rooms.get(roomId);
    if (room && this.openId === roomId) this.lost = room;
    this.#rooms.delete(roomId);
  }
}

export const rooms = new Rooms();
