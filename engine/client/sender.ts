import { v4 as newClientId } from 'uuid';
import { sentMessage } from '../messages/apply-message.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import type { MessageView, SentMessage } from '../views.ts';
import { ask, type Calls } from './calls.ts';
import type { Hearers } from './hearers.ts';
import { type ErrorEnvelope, errorFrom } from './refusal.ts';

/** What to send. The same `clientId` sent again, after a failure or a restart, is stored once. */
export interface SendDraft {
  readonly roomId: string;
  readonly clientId?: string;
  readonly text: string;
  readonly replyTo?: string;
  readonly threadRoot?: string;
  /** What plugins accept along, by their id. */
  readonly with?: Readonly<Record<string, unknown>>;
}
export interface Sent {
  readonly message: MessageView;
  readonly seq: number;
}
export type Send = (draft: SendDraft) => Promise<Sent>;

/**
 * Makes `client.send`. Messages of one room are stored in the order they were given: each waits for the one before. The
 * event is as good as the answer: whichever comes first confirms, since an answer may be lost with its connection.
 */
export function createSender(calls: Calls, events: Hearers<EventFrame>): Send {
  const rooms = new Map<string, Promise<unknown>>();
  return (draft) => {
    const input = { ...draft, clientId: draft.clientId ?? newClientId() };
    const before = rooms.get(draft.roomId) ?? Promise.resolve();
    const sent = before.then(() => sendOne(calls, events, input));
    const settled = sent.catch(() => {});
    rooms.set(draft.roomId, settled);
    void settled.then(() => rooms.get(draft.roomId) === settled && rooms.delete(draft.roomId));
    return sent;
  };
}

function sendOne(calls: Calls, events: Hearers<EventFrame>, input: SendDraft & { clientId: string }): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const done = (sent: Sent) => {
      stopHearing();
      resolve(sent);
    };
    const stopHearing = events.add((frame) => {
      const sent = confirmedBy(frame, input);
      if (!sent) return;
      takeBack();
      done(sent);
    });
    const takeBack = ask(
      calls,
      { method: 'mutation', path: 'messages.send', input },
      {
        done: (data) => done(data as Sent),
        failed(envelope: ErrorEnvelope) {
          stopHearing();
          reject(errorFrom(envelope));
        },
      },
    );
  });
}

function confirmedBy(frame: EventFrame, { clientId, roomId }: { clientId: string; roomId: string }): Sent | null {
  if (frame.event !== 'message.sent' || frame.room !== roomId) return null;
  const { message } = frame.payload as { message: SentMessage };
  return message.clientId === clientId ? { message: sentMessage(message, frame), seq: frame.seq } : null;
}
