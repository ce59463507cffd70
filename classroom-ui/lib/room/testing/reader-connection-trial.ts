import type { PassingFrame } from '../../../../engine/client.ts';
import type { Caller, TestEngine, TestPerson } from '../../../../engine/testing/start-test-engine.ts';
import type { RoomApi, RoomClient } from '../room-client.ts';

type Follower = Parameters<RoomClient['follow']>[2];

/** A page's connection: calls go to the engine, and what is announced is heard when the page gets to it, in order. */
export class Connection implements RoomClient {
  isCut = false;
  readonly api: RoomApi;
  readonly send: RoomClient['send'] = () => {
    throw new Error('This page only reads.');
  };
  readonly status = 'live';
  readonly person: string;
  readonly #engine: TestEngine;
  readonly #statusHearers = new Set<(status: string) => void>();
  readonly #personHearers = new Set<(frame: PassingFrame) => void>();
  #following: { roomId: string; since: number; hear: Follower } | undefined;
  #heard: number;
  /** Calls under way. */
  readonly #calls = new Set<Promise<unknown>>();

  constructor(engine: TestEngine, person: TestPerson) {
    this.person = person.id;
    this.#engine = engine;
    this.#heard = engine.news.length;
    this.api = this.#callsTo(engine.as(person));
  }

  follow(roomId: string, since: number, hear: Follower): () => void {
    const following = { roomId, since, hear };
    this.#following = following;
    return () => {
      if (this.#following === following) this.#following = undefined;
    };
  }
  onStatus(hear: (status: string) => void): () => void {
    this.#statusHearers.add(hear);
    return () => this.#statusHearers.delete(hear);
  }
  onPerson(hear: (frame: PassingFrame) => void): () => void {
    this.#personHearers.add(hear);
    return () => this.#personHearers.delete(hear);
  }

  /** What has been announced meanwhile arrives. */
  hear(): void {
    if (this.isCut) return;
    const following = this.#following;
    for (const frame of following ? this.#engine.heard(following.roomId) : []) {
      if (this.#following !== following || frame.seq <= (following?.since ?? 0)) continue;
      if (following) following.since = frame.seq;
      following?.hear.event(frame);
    }
    const { news } = this.#engine;
    for (const message of news.slice(this.#heard))
      if (message.kind === 'passing' && message.person === this.person)
        for (const hear of this.#personHearers) hear(message.frame);
    this.#heard = news.length;
  }

  /**
   * Passing frames are not sent again; what was numbered is, unless so much was missed that the page starts over: then only
   * the `late` newest events are still told.
   */
  reconnect(startsOver: boolean, late = 0): void {
    this.isCut = false;
    this.#heard = this.#engine.news.length;
    const following = this.#following;
    if (startsOver && following) {
      following.since = this.#engine.heard(following.roomId).at(-1 - late)?.seq ?? 0;
      following.hear.startOver(following.since);
    }
    for (const hear of this.#statusHearers) hear('live');
    this.hear();
  }

  /** When no call is under way any more. */
  async settled(): Promise<void> {
    while (this.#calls.size > 0) await Promise.allSettled(this.#calls);
  }

  #callsTo(caller: Caller): RoomApi {
    const routers = caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
    const procedure = (router: string, name: string) => (input: unknown) => {
      const ask = routers[router]?.[name];
      if (!ask || this.isCut) return Promise.reject(new TypeError('fetch failed: the connection is cut'));
      const call = ask(input);
      this.#calls.add(call);
      // A page that was read waits for the events before it.
      void call.finally(() => this.#calls.delete(call)).finally(() => setImmediate(() => this.hear()));
      return call;
    };
    const of = (router: string) =>
      new Proxy(
        {},
        { get: (_, name: string) => ({ query: procedure(router, name), mutate: procedure(router, name) }) },
      );
    return new Proxy({}, { get: (_, router: string) => of(router) }) as RoomApi;
  }
}
