import { randomUUID } from 'node:crypto';
import { type BenchSocket, openSocket } from './socket.ts';

export interface BenchPerson {
  readonly token: string;
  readonly room: string;
}
export interface Phase {
  readonly seconds: number;
  /** This many a second, sent at instants fixed in advance; or, without it, always `inFlight` unanswered ones. */
  readonly perSecond?: number;
  readonly inFlight?: number;
}
export interface PhaseResult {
  readonly seconds: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly deliveries: number;
  /** Milliseconds from the instant a message was due to its arrival at the last of its room; sorted. */
  readonly toLast: readonly number[];
}
export interface Verdicts {
  readonly missed: number;
  readonly doubled: number;
  readonly disordered: number;
  readonly acknowledged: number;
}

interface Member {
  readonly socket: BenchSocket;
  readonly room: string;
  /** The newest sequence this socket was told. */
  last: number;
}

const now = (): number => Number(process.hrtime.bigint()) / 1e6;
const CHARACTERS = 200;

/** People on real sockets: sends, hears, and keeps account of every number every socket was told. */
export class Load {
  readonly #people: Member[] = [];
  readonly #waiting = new Map<number, { resolve(stored: boolean): void }>();
  /** By room and sequence: how many have it, when it was due, when the last one got it. */
  readonly #arrivals = new Map<string, { count: number; due: number; last: number }>();
  readonly #stored = new Map<string, Set<number>>();
  #nextId = 1;
  #deliveries = 0;
  #missed = 0;
  #doubled = 0;
  #disordered = 0;
  #acknowledged = 0;
  /** Rejects when the server closes a socket: its answers never come, and the figures would be of something else. */
  readonly #closed = Promise.withResolvers<never>();

  async connect(port: number, people: readonly BenchPerson[]): Promise<void> {
    for (const { token, room } of people) {
      const welcomed = Promise.withResolvers<void>();
      const socket = await openSocket(port, {
        text: (text) => this.#hear(person, text, welcomed.resolve),
        closed: () => {
          const error = new Error('The server closed a socket of the bench.');
          welcomed.reject(error);
          this.#closed.reject(error);
        },
      });
      const person = { socket, room, last: -1 };
      this.#people.push(person);
      socket.send(JSON.stringify({ t: 'hello', token, cursors: {} }));
      await welcomed.promise;
    }
  }

  async run({ seconds, perSecond, inFlight = 256 }: Phase): Promise<PhaseResult> {
    this.#arrivals.clear();
    const before = { deliveries: this.#deliveries, acknowledged: this.#acknowledged };
    const started = now();
    const sending =
      perSecond === undefined
        ? this.#saturate(started + seconds * 1_000, inFlight)
        : this.#pace(started, seconds, perSecond);
    const refused = await Promise.race([sending, this.#closed.promise]);
    const acknowledged = this.#acknowledged - before.acknowledged;
    const elapsed = (now() - started) / 1_000;
    await this.#settle();
    const toLast = [...this.#arrivals.values()].map(({ due, last }) => last - due).sort((a, b) => a - b);
    return { seconds: elapsed, acknowledged, refused, deliveries: this.#deliveries - before.deliveries, toLast };
  }

  /** Who lacks what was acknowledged, and what came twice or in another order than its number. */
  verdicts(): Verdicts {
    for (const [room, seqs] of this.#stored) {
      const newest = Math.max(...seqs);
      for (const person of this.#people)
        if (person.room === room && person.last < newest) this.#missed += newest - person.last;
    }
    return {
      missed: this.#missed,
      doubled: this.#doubled,
      disordered: this.#disordered,
      acknowledged: this.#acknowledged,
    };
  }

  close(): void {
    this.#closed.promise.catch(() => undefined);
    for (const { socket } of this.#people) socket.close();
  }

  async #saturate(until: number, inFlight: number): Promise<number> {
    let next = 0;
    let refused = 0;
    const one = async (): Promise<void> => {
      while (now() < until) if (!(await this.#send(next++ % this.#people.length, now()))) refused += 1;
    };
    await Promise.all(Array.from({ length: inFlight }, one));
    return refused;
  }

  async #pace(started: number, seconds: number, perSecond: number): Promise<number> {
    const total = Math.floor(seconds * perSecond);
    const answers: Promise<boolean>[] = [];
    while (answers.length < total) {
      const due = started + (answers.length * 1_000) / perSecond;
      if (now() < due) await untilAlmost(due);
      else answers.push(this.#send((answers.length * 7) % this.#people.length, due));
    }
    return (await Promise.all(answers)).filter((stored) => !stored).length;
  }

  #send(index: number, due: number): Promise<boolean> {
    const person = this.#people[index] as Member;
    const id = this.#nextId++;
    const text = `${due.toFixed(3)} ${'a lesson is a long conversation '.repeat(8)}`.slice(0, CHARACTERS);
    const input = { roomId: person.room, clientId: randomUUID(), text };
    person.socket.send(JSON.stringify({ id, method: 'mutation', params: { path: 'messages.send', input } }));
    return new Promise((resolve) => this.#waiting.set(id, { resolve }));
  }

  #hear(person: { room: string; last: number }, text: string, welcome: () => void): void {
    if (text.startsWith('{"t":"event"')) this.#arrived(person, text);
    else if (text.startsWith('{"id":')) this.#answered(text);
    else this.#told(person, text, welcome);
  }

  #told(person: { room: string; last: number }, text: string, welcome: () => void): void {
    const frame = JSON.parse(text) as { t: string; rooms?: Record<string, number>; room?: string; to?: number };
    if (frame.t === 'hello') {
      person.last = frame.rooms?.[person.room] ?? 0;
      welcome();
    } else if (frame.t === 'resume' && frame.room === person.room) person.last = Math.max(person.last, frame.to ?? 0);
  }

  #arrived(person: { room: string; last: number }, text: string): void {
    const at = now();
    const seq = numberAfter(text, '"seq":');
    if (seq === person.last) this.#doubled += 1;
    else if (seq < person.last) this.#disordered += 1;
    else if (seq > person.last + 1) this.#missed += seq - person.last - 1;
    person.last = Math.max(person.last, seq);
    this.#deliveries += 1;
    const key = `${person.room} ${seq}`;
    const arrival = this.#arrivals.get(key);
    if (!arrival) this.#arrivals.set(key, { count: 1, due: numberAfter(text, '"text":"'), last: at });
    else {
      arrival.count += 1;
      arrival.last = at;
    }
  }

  #answered(text: string): void {
    const { id, result } = JSON.parse(text) as {
      id: number;
      result?: { data: { seq: number; message: { roomId: string } } };
    };
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (result) {
      this.#acknowledged += 1;
      const { seq, message } = result.data;
      const seqs = this.#stored.get(message.roomId) ?? new Set();
      this.#stored.set(message.roomId, seqs.add(seq));
    }
    waiting?.resolve(result !== undefined);
  }

  /** Until nothing has arrived for a moment. */
  async #settle(): Promise<void> {
    for (let seen = -1; seen !== this.#deliveries; ) {
      seen = this.#deliveries;
      await new Promise((wait) => setTimeout(wait, 400));
    }
  }
}

/** Sleeps while there is time to: a load that spins takes a core from the server it measures. */
function untilAlmost(due: number): Promise<void> {
  const left = due - now();
  return new Promise((go) => (left > 2 ? setTimeout(go, left - 1) : setImmediate(go)));
}

function numberAfter(text: string, mark: string): number {
  return Number.parseFloat(text.slice(text.indexOf(mark) + mark.length, text.indexOf(mark) + mark.length + 24));
}
