import { randomUUID } from 'node:crypto';
import { type APIRequestContext, type BrowserContext, expect, request } from '@playwright/test';
import { PASSWORD } from './people.ts';

/** Somebody of the demo who asks by HTTP, as a program does. */
export class Program {
  readonly id: string;
  readonly #http: APIRequestContext;

  private constructor(id: string, http: APIRequestContext) {
    this.id = id;
    this.#http = http;
  }

  static async signIn(baseURL: string, name: string): Promise<Program> {
    const door = await request.newContext({ baseURL });
    const data = { email: `${name}@oakwood.example`, password: PASSWORD };
    const { token } = (await (await door.post('/api/auth/sign-in/email', { data })).json()) as { token: string };
    await door.dispose();
    const http = await request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
    const answer = await http.get('/trpc/session.me');
    const { person } = ((await answer.json()) as { result: { data: { person: { id: string } } } }).result.data;
    return new Program(person.id, http);
  }

  read<T>(procedure: string, input: unknown): Promise<T> {
    return this.#ask(() => this.#http.get(`/trpc/${procedure}`, { params: { input: JSON.stringify(input) } }));
  }

  /** What is refused as too fast is asked again. */
  ask<T = unknown>(procedure: string, data: unknown): Promise<T> {
    return this.#ask(() => this.#http.post(`/trpc/${procedure}`, { data: data as object }));
  }

  close(): Promise<void> {
    return this.#http.dispose();
  }

  async #ask<T>(call: () => ReturnType<APIRequestContext['get']>): Promise<T> {
    let answer = await call();
    if (answer.status() === 429) {
      await expect(async () => {
        answer = await call();
        expect(answer.status()).not.toBe(429);
      }).toPass();
    }
    expect(answer.ok(), await answer.text()).toBe(true);
    return ((await answer.json()) as { result: { data: T } }).result.data;
  }
}

interface Said {
  readonly id: string;
  readonly seq: number;
  readonly author: Program;
  /** Of the thread in which it stands; null for the room's own messages. */
  readonly root: string | null;
  /** What its text begins with, and that of no other message. */
  readonly mark: string;
  isDeleted: boolean;
}

interface Counted {
  readonly seen: number;
  readonly unread: number;
}

/** Where somebody stands in a room, and in each of its threads by root. */
export type Cursors = ReadonlyMap<string | null, number>;

/** A room that others write in and somebody reads. */
export class Reading {
  readonly said: Said[] = [];
  /** Marks of what was visible on any screen of the reader. */
  readonly marks: Readonly<Record<Sight, Set<string>>> = { glimpsed: new Set(), seen: new Set() };
  readonly roomId: string;
  readonly title: string;
  readonly #reader: Program;
  readonly #authors: readonly Program[];

  constructor(room: { id: string; title: string }, reader: Program, authors: readonly Program[]) {
    this.roomId = room.id;
    this.title = room.title;
    this.#reader = reader;
    this.#authors = authors;
  }

  readonly roots = (): readonly Said[] => this.said.filter(({ root, isDeleted }) => root === null && !isDeleted);
  #of(at: number): Program {
    return this.#authors[at % this.#authors.length] as Program;
  }

  /** So many messages of several people and of uneven heights, in the room or in a thread. */
  async talk(count: number, root: string | null = null): Promise<void> {
    for (let at = 0; at < count; at++) {
      const author = this.#of(this.said.length);
      const mark = `m${randomUUID().slice(0, 8)}`;
      const text = [mark, ...Array<string>(this.said.length % 7 === 3 ? 14 : this.said.length % 3).fill('and so on')];
      const { roomId } = this;
      const sending = { roomId, clientId: randomUUID(), text: text.join('\n'), ...(root ? { threadRoot: root } : {}) };
      const { message, seq } = await author.ask<{ message: { id: string }; seq: number }>('messages.send', sending);
      this.said.push({ id: message.id, seq, author, root, mark, isDeleted: false });
    }
  }

  async reply(count: number, which: number): Promise<void> {
    const root = this.roots()[which % Math.max(1, this.roots().length)];
    if (root) await this.talk(count, root.id);
  }

  /** Twice as many lines that say who left and who joined. */
  async wall(count: number): Promise<void> {
    const mover = this.#of(1);
    for (let at = 0; at < count; at++) {
      await mover.ask('participants.leave', { roomId: this.roomId });
      await mover.ask('rooms.join', { roomId: this.roomId });
    }
  }

  async delete(which: number): Promise<void> {
    const live = this.said.filter(({ isDeleted }) => !isDeleted);
    const one = live[which % Math.max(1, live.length)];
    if (!one) return;
    await one.author.ask('messages.delete', { roomId: this.roomId, messageId: one.id });
    one.isDeleted = true;
  }

  async cursors(): Promise<Cursors> {
    const found = new Map<string | null, number>([[null, (await this.#counted(null)).seen]]);
    for (const root of new Set(this.said.flatMap(({ root }) => root ?? [])))
      found.set(root, (await this.#counted(root)).seen);
    return found;
  }

  /** How many messages the reader has not read, in the room or in a thread. */
  async unread(root: string | null): Promise<number> {
    return (await this.#counted(root)).unread;
  }

  async #counted(rootId: string | null): Promise<Counted> {
    const { roomId } = this;
    if (rootId === null) return this.#reader.read<Counted>('rooms.details', { roomId });
    const input = { roomId, rootId, limit: 1 };
    const { root } = await this.#reader.read<{ root: { thread: Counted | null } }>('messages.thread', input);
    return root.thread ?? { seen: 0, unread: 0 };
  }

  /** Live messages of others which a cursor has passed though they were not visible. */
  skipped(cursors: Cursors): readonly string[] {
    return this.#without('glimpsed')
      .filter(({ seq, root }) => seq <= (cursors.get(root) ?? 0))
      .map(({ mark }) => mark);
  }

  /** The next unread message that was not seen. */
  nextUnseen(root: string | null, cursors: Cursors): Said | undefined {
    return this.#without('seen').find((one) => one.root === root && one.seq > (cursors.get(root) ?? 0));
  }
  readonly #without = (sight: Sight) =>
    this.said.filter(({ mark, isDeleted }) => !isDeleted && !this.marks[sight].has(mark));

  /** The threads in which something may be unread. */
  readonly threads = (): readonly Said[] =>
    this.roots().filter(({ id }) => this.said.some(({ root, isDeleted }) => root === id && !isDeleted));
}

/** How a message stood on a screen: at least half of it for a moment, or plainly more than that for some frames. */
export type Sight = 'glimpsed' | 'seen';

/**
 * Tells the mark of each message that could be read on a screen: the page in front, half of the message (or as much of it as
 * fills half of the list) inside the list, and nothing over that. Asks the browser what lies at points of the screen, and
 * nothing of the page.
 */
export async function watchMarks(context: BrowserContext, tell: (mark: string, sight: Sight) => void): Promise<void> {
  await context.exposeBinding('tellMark', (_source, mark: string, sight: Sight) => tell(mark, sight));
  await context.addInitScript(() => {
    const POINTS = 12;
    const FRAMES = 4;
    const told = { glimpsed: new Set<string>(), seen: new Set<string>() };
    const frames = new Map<string, number>();
    const { tellMark } = window as unknown as { tellMark(mark: string, sight: Sight): void };
    const tellOnce = (mark: string, sight: Sight) => {
      if (!told[sight].has(mark)) tellMark(mark, sight);
      told[sight].add(mark);
    };
    const isHit = (article: Element, x: number, y: number) => article.contains(document.elementFromPoint(x, y));
    /** Of what has to be visible of it: 1 is half of the message. */
    const partOf = (article: Element, list: Element): number => {
      const { left, top, width, height } = article.getBoundingClientRect();
      let hits = 0;
      for (let at = 0; at < POINTS; at++) {
        const y = top + ((at + 0.5) * height) / POINTS;
        if (y > 0 && y < innerHeight && [0.2, 0.5, 0.8].some((part) => isHit(article, left + part * width, y))) hits++;
      }
      return (hits / POINTS) * (height / (Math.min(height, list.clientHeight) / 2));
    };
    // Points are coarser than pixels: less than half may be half, and half may be less.
    const SLACK = 2 / POINTS;
    const look = () => {
      requestAnimationFrame(look);
      const isInFront = document.visibilityState === 'visible';
      for (const log of document.querySelectorAll('[role=log]')) {
        const list = log.closest('aside') ? (log.parentElement?.parentElement ?? log) : log;
        for (const article of log.querySelectorAll('article')) {
          const mark = /\bm[0-9a-f]{8}\b/.exec(article.textContent ?? '')?.[0];
          if (!mark || told.seen.has(mark)) continue;
          const part = isInFront ? partOf(article, list) : 0;
          frames.set(mark, part >= 1 + SLACK ? (frames.get(mark) ?? 0) + 1 : 0);
          if (part >= 1 - SLACK) tellOnce(mark, 'glimpsed');
          if (frames.get(mark) === FRAMES) tellOnce(mark, 'seen');
        }
      }
    };
    requestAnimationFrame(look);
  });
}
