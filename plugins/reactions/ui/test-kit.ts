import { showToastsWith } from '#lib/kit/toast.ts';
import type { ApiOf, MessageView, ParticipantView, RoomRole, RoomView } from '../../../engine/client.ts';
import { reactions } from '../contract.ts';
import type { Reacted } from '../reduce.ts';
import type server from '../server.ts';

/** What was said in passing, the oldest first. */
export const toasts: string[] = [];
showToastsWith((text) => toasts.push(text));

const NAMES = { ana: 'Ana', ben: 'Ben', chidi: 'Chidi', rivera: 'Ms Rivera' };

export const room: RoomView = {
  id: 'room',
  classroomId: 'biology',
  kind: 'class',
  parentId: null,
  title: 'Class room',
  entry: 'open',
  posting: 'discussion',
  topic: '',
  history: 'all',
  historyFrom: 0,
  everyone: true,
  archived: false,
  head: 9,
};

export const participants: Readonly<Record<string, ParticipantView>> = Object.fromEntries(
  Object.entries(NAMES).map(([id, name]) => [
    id,
    {
      person: { id, name, avatar: null, role: 'student' },
      role: 'member',
      joinedAt: '2026-09-01T08:00:00Z',
      leftAt: null,
      lastSeenAt: null,
    },
  ]),
);

let messages = 0;
const message = (): MessageView => ({
  id: `message ${++messages}`,
  roomId: room.id,
  seq: messages,
  kind: 'text',
  author: 'rivera',
  clientId: `client ${messages}`,
  text: 'Who can name the parts of a cell?',
  note: null,
  at: '2026-09-01T08:30:00Z',
  quote: null,
  threadRoot: null,
  thread: null,
  editedAt: null,
  deletedAt: null,
  shows: {},
});

/** A school's answers as a component gets them: what it was asked is noted, and each answer waits for `answer`. */
export class School {
  readonly asked: string[] = [];
  /** Thrown instead of an answer. */
  refusal: unknown;
  /** Settles before each answer. */
  answer: Promise<void> = Promise.resolve();

  readonly api = { add: this.#procedure('add'), remove: this.#procedure('remove') } as unknown as ApiOf<typeof server>;

  #procedure(name: string) {
    return {
      mutate: async ({ emoji }: { emoji: string }) => {
        this.asked.push(`${name} ${emoji}`);
        await this.answer;
        if (this.refusal) throw this.refusal;
        return {};
      },
    };
  }
}

/** What both places are handed: Ana looks at a message of Ms Rivera. */
export function given(shown?: Reacted, role: RoomRole = 'member', settings: object = {}) {
  const school = new School();
  const props = {
    api: school.api,
    on: () => () => {},
    onLive: () => () => {},
    openRoom: () => Promise.resolve(),
    storage: { read: async () => undefined, write: async () => {}, keys: async () => [] },
    can: (permission: 'react') => reactions.permissions[permission].some((one) => one === role),
    me: { id: 'ana', name: 'Ana', avatar: null, role: 'student' as const, roomRole: role },
    message: message(),
    participants,
    room,
    settings: reactions.settings.parse(settings),
    shown: shown as Record<string, string[]> | undefined,
  };
  return { school, props };
}
