import { type Problem, problemOf } from '#lib/api-problem.ts';
import {
  applyEvent,
  applyPassing,
  applyThreadSeen,
  type EngineEvents,
  type EventFrame,
  type MessagePage,
  type MessageView,
  type ParticipantView,
  type PassingFrame,
  type Reducers,
  type RoomDetailsView,
  type RoomState,
} from '../../../engine/client.ts';
import { FrameLog } from './frame-log.ts';
import type { Run } from './read-cursor.ts';
import type { PageInput, RoomClient } from './room-client.ts';

export const PAGE = 50;

export interface TimelineOptions {
  readonly client: RoomClient;
  readonly roomId: string;
  readonly me: string;
  /** Read for each event: a plugin may be switched on or off meanwhile. */
  readonly reducers: () => Reducers;
  /** Settled once the plugins in use are loaded: an event before that would miss its reducer. */
  readonly pluginsReady: () => Promise<unknown>;
  /** Hears of each opening, also of those after the connection was away for too long. */
  onOpened(details: RoomDetailsView): void;
  /** Hears each event after it was applied. */
  onEvent(frame: EventFrame): void;
}

interface Opening {
  readonly page: MessagePage;
  readonly details: RoomDetailsView;
  readonly participants: readonly ParticipantView[];
  readonly detached: boolean;
}

/** Before a room that did not open for want of an answer is read again. */
const PAUSES_MS = [300, 1_000, 2_500];

/** The confirmed part of a room: a window on its messages, kept live, and the threads that are open. */
export class Timeline {
  state = $state.raw<RoomState | null>(null);
  problem = $state.raw<Problem | null>(null);
  hasOlder = $state(false);
  /** How many messages come after the window. */
  later = $state(0);
  loadingOlder = $state(false);
  loadingNewer = $state(false);

  readonly #options: TimelineOptions;
  readonly #log = new FrameLog();
  readonly #reopened = new Set<() => void>();
  readonly #passers = new Set<(frame: PassingFrame) => void>();
  #unfollow: () => void = () => {};
  #unhear: () => void = () => {};
  #opening = 0;
  /** So many changes of people were told. */
  #peopleHeard = 0;
  /** No message of somebody else comes after this sequence. */
  #newest = 0;

  constructor(options: TimelineOptions) {
    this.#options = options;
  }

  get hasNewer(): boolean {
    return this.state?.detached === true;
  }

  /** What is loaded, as the reader's cursor takes it. */
  get run(): Run {
    const { messages = [], head = 0 } = this.state ?? {};
    const { hasOlder, hasNewer } = this;
    return { messages, hasOlder, hasNewer, newest: hasNewer ? this.#newest : head };
  }

  /**
   * Reads the page around a sequence, or else the newest page or, when that one begins later, the one around the first
   * unread message. Then follows the room from there. Opens anew when open.
   */
  async open(around?: number): Promise<void> {
    const opening = ++this.#opening;
    try {
      const { page, details, participants, detached } = await this.#readPatiently(opening, around);
      if (opening !== this.#opening) return;
      this.problem = null;
      const people = Object.fromEntries(participants.map((participant) => [participant.person.id, participant]));
      const {
        role: _role,
        seen: _seen,
        unread: _unread,
        threads: _news,
        firstUnread: _first,
        last: _last,
        ...room
      } = details;
      const { messages, head } = page;
      const { threads, roots } = this.state ?? {};
      const { me } = this.#options;
      const state = { me, room: { ...room, head }, participants: people, messages, detached, head };
      // Until they are read anew, open threads are drawn as they were.
      this.#follow({ ...state, ...(threads && { threads }), ...(roots && { roots }) });
      this.hasOlder = messages.length >= (detached ? 1 : PAGE);
      this.#newest = Math.max(details.head, head);
      this.later = page.later ?? 0;
      this.#options.onOpened(details);
      for (const hear of this.#reopened) hear();
    } catch (thrown) {
      if (opening === this.#opening) this.problem = problemOf(thrown);
    }
  }

  close(): void {
    this.#opening++;
    this.#unfollow();
    this.#unhear();
  }

  /** A server that is busy or starts again is asked a few times more before anybody is told that it cannot be reached. */
  async #readPatiently(opening: number, around?: number): Promise<Opening> {
    for (const pause of PAUSES_MS) {
      try {
        return await this.#readOpening(around);
      } catch (thrown) {
        if (opening !== this.#opening || problemOf(thrown).fault !== 'unavailable') throw thrown;
        await new Promise((done) => setTimeout(done, pause));
      }
    }
    return this.#readOpening(around);
  }

  async #readOpening(around?: number): Promise<Opening> {
    const [page, details, participants] = await this.#read(around);
    const { firstUnread } = details;
    const begins = page.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
    if (around === undefined && firstUnread !== null && begins > firstUnread) return this.#readOpening(firstUnread);
    return { page, details, participants, detached: around !== undefined };
  }

  // People and details are read after the page: what they are ahead of it, the events that follow say again.
  async #read(around?: number) {
    const { client, roomId, pluginsReady } = this.#options;
    const page = await this.#page(around === undefined ? {} : { around });
    const details = client.api.rooms.details.query({ roomId });
    const participants = client.api.participants.list.query({ roomId });
    return Promise.all([page, details, participants, pluginsReady()]);
  }

  #page(where: Omit<PageInput, 'roomId'>): Promise<MessagePage> {
    return this.#options.client.api.messages.page.query({ roomId: this.#options.roomId, limit: PAGE, ...where });
  }

  #follow(state: RoomState): void {
    const { client, roomId } = this.#options;
    this.#unfollow();
    this.#unhear();
    this.state = state;
    this.#log.reset(state.head);
    const stops = [
      client.onPerson((frame) => this.#hearPerson(frame)),
      client.onStatus((status) => status === 'live' && this.refreshPeople()),
    ];
    this.#unhear = () => {
      for (const stop of stops) stop();
    };
    this.#unfollow = client.follow(roomId, state.head, {
      event: (frame) => this.#hear(frame),
      passing: (frame) => this.#hearPassing(frame),
      startOver: () => this.#startOver(),
    });
  }

  /** What lies between is lost: nothing that comes after it is taken before all is read anew, however often that takes. */
  #startOver(): void {
    this.#unfollow();
    this.#unfollow = this.#options.client.onStatus((status) => status === 'live' && void this.open());
    void this.open();
  }

  #hear(frame: EventFrame): void {
    if (!this.state || frame.seq <= this.state.head) return;
    this.state = applyEvent(this.state, frame, this.#options.reducers());
    this.#log.push(frame);
    if (this.#isOfOthers(frame)) this.#newest = frame.seq;
    if (this.hasNewer && isMessage(frame)) this.later++;
    this.#options.onEvent(frame);
  }

  #isOfOthers(frame: EventFrame): boolean {
    return isMessage(frame) && (frame.payload as EngineEvents['message.sent']).message.author !== this.#options.me;
  }

  /** Hears when the room was read anew: its open threads may have gaps until they are too. */
  onReopened(hear: () => void): () => void {
    this.#reopened.add(hear);
    return () => this.#reopened.delete(hear);
  }

  /** Hears passing frames to this room, whatever page of it is on the screen. */
  onPassing(hear: (frame: PassingFrame) => void): () => void {
    this.#passers.add(hear);
    return () => this.#passers.delete(hear);
  }

  #hearPassing(frame: PassingFrame): void {
    if (frame.event === 'person.changed') this.#peopleHeard++;
    this.#change((now) => applyPassing(now, frame));
    for (const hear of this.#passers) hear(frame);
  }

  #hearPerson(frame: PassingFrame): void {
    if (frame.event !== 'thread.seen') return;
    const { roomId, rootId, seen, unread } = frame.payload as {
      roomId: string;
      rootId: string;
      seen: number;
      unread: number;
    };
    if (roomId === this.#options.roomId) this.#change((state) => applyThreadSeen(state, rootId, seen, unread));
  }

  #change(change: (state: RoomState) => RoomState): void {
    if (this.state) this.state = change(this.state);
  }

  /** Reads again when people were last here, which no event tells, and their names, of which nobody tells a page that is away. */
  async refreshPeople(): Promise<void> {
    const { client, roomId } = this.#options;
    const heard = this.#peopleHeard;
    const opening = this.#opening;
    const list = await client.api.participants.list.query({ roomId }).catch(() => []); // What was read before stands.
    if (opening !== this.#opening) return;
    // A name that was told meanwhile may be newer than the one that was read.
    if (heard !== this.#peopleHeard) return this.refreshPeople();
    this.#change((state) => {
      const participants = { ...state.participants };
      for (const { person, lastSeenAt } of list) {
        const known = participants[person.id];
        if (known) participants[person.id] = { ...known, person, lastSeenAt };
      }
      return { ...state, participants };
    });
  }

  /** Brings the page before the window. */
  async older(): Promise<void> {
    const first = this.state?.messages[0];
    if (!first || !this.hasOlder || this.loadingOlder) return;
    this.loadingOlder = true;
    await this.#travel({ before: first.seq }, (page) => {
      this.hasOlder = page.messages.length >= PAGE;
      const earlier = this.#caughtUp(page, true);
      this.#change((state) => ({ ...state, messages: joined(earlier, state.messages) }));
    });
    this.loadingOlder = false;
  }

  /** Brings the page after the window, while the window ends before the newest message. */
  async newer(): Promise<void> {
    const last = this.state?.messages.at(-1);
    if (!last || !this.hasNewer || this.loadingNewer) return;
    this.loadingNewer = true;
    await this.#travel({ after: last.seq }, (page) => {
      const detached = page.messages.length >= PAGE;
      this.later = page.later ?? 0;
      const later = this.#caughtUp(page, detached);
      this.#change((state) => ({ ...state, detached, messages: joined(state.messages, later) }));
    });
    this.loadingNewer = false;
  }

  /** Moves the window: around a sequence, or to the newest messages. */
  async move(around?: number): Promise<void> {
    await this.#travel(around === undefined ? {} : { around }, (page) => {
      const detached = around !== undefined;
      this.hasOlder = page.messages.length >= (detached ? 1 : PAGE);
      this.later = page.later ?? 0;
      const messages = this.#caughtUp(page, detached);
      this.#change((state) => ({ ...state, detached, messages }));
    });
  }

  /** Brings a thread's newest replies, if they are still wanted then; answers whether there may be earlier ones. */
  async openThread(rootId: string, isWanted: () => boolean): Promise<boolean> {
    const { client, roomId } = this.#options;
    let more = false;
    const read = () => client.api.messages.thread.query({ roomId, rootId, limit: PAGE });
    await this.#log.travel(read, ({ root, messages, head }) => {
      if (!isWanted()) return;
      more = messages.length >= PAGE;
      this.#change((state) => {
        const old = { ...state, messages: [], threads: { [rootId]: messages }, roots: { [rootId]: root }, head };
        const { threads, roots } = this.#log.catchUp(old, this.#options.reducers());
        return { ...state, threads: { ...state.threads, ...threads }, roots: { ...state.roots, ...roots } };
      });
    });
    return more;
  }

  /** Brings earlier replies; answers whether there may be more. */
  async olderReplies(rootId: string): Promise<boolean> {
    const { client, roomId } = this.#options;
    const first = this.state?.threads?.[rootId]?.[0];
    if (!first) return false;
    let more = false;
    const read = () => client.api.messages.thread.query({ roomId, rootId, before: first.seq, limit: PAGE });
    await this.#log.travel(read, (page) => {
      more = page.messages.length >= PAGE;
      const earlier = this.#caughtUp(page, true);
      this.#change((state) => {
        const replies = joined(earlier, state.threads?.[rootId] ?? []);
        return { ...state, threads: { ...state.threads, [rootId]: replies } };
      });
    });
    return more;
  }

  closeThread(rootId: string): void {
    this.#change(({ threads, roots, ...state }) => {
      const { [rootId]: _replies, ...otherThreads } = threads ?? {};
      const { [rootId]: _root, ...otherRoots } = roots ?? {};
      return { ...state, threads: otherThreads, roots: otherRoots };
    });
  }

  async #travel(where: Omit<PageInput, 'roomId'>, join: (page: MessagePage) => void): Promise<void> {
    try {
      await this.#log.travel(() => this.#page(where), join);
    } catch {
      // The window stays as it is; scrolling on asks again.
    }
  }

  /** A page's messages with every event they missed on the way, and what was sent meanwhile when they reach the end. */
  #caughtUp(page: Pick<MessagePage, 'messages' | 'head'>, detached: boolean): readonly MessageView[] {
    if (!this.state) return page.messages;
    const { threads: _threads, roots: _roots, ...state } = this.state;
    const old: RoomState = { ...state, detached, messages: page.messages, head: page.head };
    return this.#log.catchUp(old, this.#options.reducers()).messages;
  }
}

/** Two runs that follow one another; what both hold is taken from the first. */
function joined(first: readonly MessageView[], second: readonly MessageView[]): readonly MessageView[] {
  const known = new Set(first.map((message) => message.id));
  return [...first, ...second.filter((message) => !known.has(message.id))];
}

/** Somebody said something in the room itself. */
function isMessage({ event, payload }: EventFrame): boolean {
  if (event !== 'message.sent') return false;
  const { threadRoot, note } = (payload as EngineEvents['message.sent']).message;
  return !threadRoot && !note;
}
