import { createRealtimeClient, refusalOf } from '../../engine/client.ts';
import type { AppRouter } from '../../plugins/index.ts';

/** What a program hears of one room. */
export interface Hear {
  event(frame: EventFrame): void;
  passing(event: string): void;
  startOver(head: number): void;
}

export interface EventFrame {
  readonly room: string;
  readonly seq: number;
  readonly event: string;
  readonly payload: unknown;
}

export interface Draft {
  readonly roomId: string;
  readonly clientId: string;
  readonly text: string;
  readonly replyTo?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Sent {
  readonly message: { readonly id: string };
  readonly seq: number;
}

/** Why a call was not done. `lost`: nobody knows whether it was. */
export class Refused extends Error {
  readonly fault: string;
  readonly code: string;

  constructor(fault: string, code: string) {
    super(`${fault} ${code}`);
    this.fault = fault;
    this.code = code;
  }
}

/** How one person is connected. Calls are refused by `Refused`. */
export interface Connection {
  readonly status: 'live' | 'away' | 'signed-out';
  onStatus(changed: () => void): void;
  send(draft: Draft): Promise<Sent>;
  edit(input: { roomId: string; messageId: string; text: string }): Promise<unknown>;
  remove(input: { roomId: string; messageId: string }): Promise<unknown>;
  page(roomId: string): Promise<unknown>;
  rename(roomId: string, title: string): Promise<unknown>;
  createClassroom(title: string): Promise<unknown>;
  follow(room: string, since: number, hear: Hear): () => void;
  /** Somebody has signed in again. */
  retry(): void;
  close(): void;
}

/** Through the project's own client, as pages and programs use it. */
export function connectByClient(url: string, token: () => string): Connection {
  const client = createRealtimeClient<AppRouter>({ url, token });
  const { messages, rooms, classrooms } = client.api;
  return {
    get status() {
      if (client.status === 'live') return 'live';
      return client.status === 'signed-out' || client.status === 'closed' ? 'signed-out' : 'away';
    },
    onStatus: (changed) => void client.onStatus(changed),
    send: (draft) => refusing(client.send(draft)),
    edit: (input) => refusing(messages.edit.mutate(input)),
    remove: (input) => refusing(messages.delete.mutate(input)),
    page: (roomId) => refusing(messages.page.query({ roomId })),
    rename: (roomId, title) => refusing(rooms.rename.mutate({ roomId, title })),
    createClassroom: (title) => refusing(classrooms.create.mutate({ title })),
    follow: (room, since, hear) =>
      client.follow(room, since, {
        event: (frame) => hear.event(frame),
        passing: (frame) => hear.passing(frame.event),
        startOver: (head) => hear.startOver(head),
      }),
    retry: () => client.retry(),
    close: () => client.close(),
  };
}

async function refusing<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const refusal = refusalOf(error);
    throw refusal ? new Refused(refusal.fault, refusal.code) : new Refused('unavailable', String(error));
  }
}
