import { describe, expect, test } from 'vitest';
import { applyThreadSeen } from '../messages/apply-message.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import type { MessageView, ParticipantView, RoomView } from '../views.ts';
import { applyEvent, applyPassing, type Reducers, type RoomState } from './apply-event.ts';

const ROOM = 'room-7b';
const AT = '2026-09-01T08:00:00.000Z';
const room: RoomView = {
  id: ROOM,
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
  head: 0,
};
const participant = (id: string): ParticipantView => ({
  person: { id, name: id, avatar: null, role: 'student' },
  role: 'member',
  joinedAt: AT,
  leftAt: null,
  lastSeenAt: null,
});
const empty: RoomState = {
  me: 'ana',
  room,
  participants: { ana: participant('ana'), ben: participant('ben') },
  messages: [],
  head: 0,
};

/** Applies events one after the other, numbered after the state's head. */
function after(state: RoomState, events: [event: string, payload: unknown][], reducers: Reducers = {}): RoomState {
  return events.reduce(
    (now, [event, payload]) => applyEvent(now, frame(now.head + 1, event, payload), reducers),
    state,
  );
}
const frame = (seq: number, event: string, payload: unknown): EventFrame => ({
  t: 'event',
  room: ROOM,
  seq,
  event,
  by: { person: 'ben' },
  at: AT,
  payload,
});
const sent = (id: string, author = 'ben', more: object = {}): [string, unknown] => [
  'message.sent',
  { message: { id, clientId: `client-${id}`, author, text: `text of ${id}`, ...more } },
];
const deleted = (id: string, seq: number, more: object = {}): [string, unknown] => [
  'message.deleted',
  { id, threadRoot: null, deletedAt: AT, author: 'ben', seq, thread: null, ...more },
];
const find = (state: RoomState, id: string): MessageView => {
  const found = state.messages.find((message) => message.id === id);
  if (!found) throw new Error(`${id} is not in the state`);
  return found;
};

describe('messages', () => {
  test('a sent message stands last, numbered by its event, with every field of a page', () => {
    const state = after(empty, [sent('m1'), sent('m2', 'ana')]);
    expect(state.messages.map((message) => message.id)).toEqual(['m1', 'm2']);
    expect(find(state, 'm2')).toEqual({
      id: 'm2',
      roomId: ROOM,
      seq: 2,
      kind: 'text',
      author: 'ana',
      clientId: 'client-m2',
      text: 'text of m2',
      note: null,
      at: AT,
      quote: null,
      threadRoot: null,
      thread: null,
      editedAt: null,
      deletedAt: null,
      shows: {},
    });
  });

  test('an event that the state already holds changes nothing at all', () => {
    const state = after(empty, [sent('m1')]);
    expect(applyEvent(state, frame(1, ...sent('m1')), {})).toBe(state);
  });

  test('a message that a page brought before its event is not doubled', () => {
    const state = { ...after(empty, [sent('m1')]), head: 0 };
    expect(applyEvent(state, frame(1, ...sent('m1')), {}).messages).toHaveLength(1);
  });

  test('an event of another room changes nothing', () => {
    expect(applyEvent(empty, { ...frame(1, ...sent('m1')), room: 'other' }, {})).toBe(empty);
  });

  test('a system line keeps its note', () => {
    const state = after(empty, [sent('m1', 'ben', { text: '', note: { what: 'joined', person: 'ben' } })]);
    expect(find(state, 'm1')).toMatchObject({ kind: 'system', note: { what: 'joined', person: 'ben' } });
  });

  test('while the list ends before the newest message, what is sent moves the head and is not appended', () => {
    const state = after({ ...empty, detached: true }, [sent('m1')]);
    expect(state.messages).toEqual([]);
    expect(state.head).toBe(1);
    expect(state.room.head).toBe(1);
  });

  test('an edit changes the text, marks it, and changes what quotes it', () => {
    const quote = { id: 'm1', author: 'ben', text: 'text of m1', deleted: false };
    const state = after(empty, [
      sent('m1'),
      sent('m2', 'ana', { quote }),
      ['message.edited', { id: 'm1', threadRoot: null, text: `new${'é'.repeat(300)}`, editedAt: AT }],
    ]);
    expect(find(state, 'm1')).toMatchObject({ text: `new${'é'.repeat(300)}`, editedAt: AT });
    expect(find(state, 'm2').quote?.text).toBe(`new${'é'.repeat(277)}`);
  });

  test('a deleted message leaves a tombstone, and quotes of it are emptied', () => {
    const quote = { id: 'm1', author: 'ben', text: 'text of m1', deleted: false };
    const state = after(empty, [sent('m1', 'ben', { quote }), sent('m2', 'ana', { quote }), deleted('m1', 1)]);
    expect(find(state, 'm1')).toMatchObject({ text: '', quote: null, deletedAt: AT, editedAt: null, shows: {} });
    expect(find(state, 'm2').quote).toEqual({ ...quote, text: '', deleted: true });
  });

  test('messages an event does not touch keep their identity', () => {
    const before = after(empty, [sent('m1'), sent('m2')]);
    const now = after(before, [['message.edited', { id: 'm2', threadRoot: null, text: 'new', editedAt: AT }]]);
    expect(now.messages[0]).toBe(before.messages[0]);
    const later = after(now, [['message.edited', { id: 'elsewhere', threadRoot: null, text: 'new', editedAt: AT }]]);
    expect(later.messages).toBe(now.messages);
  });
});

describe('threads', () => {
  const reply = (id: string, author: string) => sent(id, author, { threadRoot: 'root' });

  test('replies are counted on the root, with the last three authors, and stay out of the list', () => {
    const state = after(empty, [
      sent('root'),
      reply('r1', 'ana'),
      reply('r2', 'ben'),
      reply('r3', 'chidi'),
      reply('r4', 'dora'),
      reply('r5', 'ben'),
    ]);
    expect(state.messages.map((message) => message.id)).toEqual(['root']);
    expect(find(state, 'root').thread).toEqual({
      replies: 5,
      unread: 4,
      seen: 0,
      authors: ['chidi', 'dora', 'ben'],
      lastAt: AT,
    });
  });

  test("the reader's own replies are never unread", () => {
    const state = after(empty, [sent('root'), reply('r1', 'ana')]);
    expect(find(state, 'root').thread?.unread).toBe(0);
  });

  test('an open thread gets the reply as well', () => {
    const opened: RoomState = { ...after(empty, [sent('root')]), threads: { root: [] } };
    expect(after(opened, [reply('r1', 'ben')]).threads?.root?.map((message) => message.id)).toEqual(['r1']);
  });

  test('a root older than the list is counted where the open thread keeps it', () => {
    const root = find(after(empty, [sent('root')]), 'root');
    const opened: RoomState = { ...empty, roots: { root }, threads: { root: [] } };
    expect(after(opened, [reply('r1', 'ben')]).roots?.root?.thread?.replies).toBe(1);
  });

  test('a deleted reply leaves the thread as the event says, and the unread count when it was unread', () => {
    const counted = after(empty, [sent('root'), reply('r1', 'ben'), reply('r2', 'chidi')]);
    const left = { replies: 1, authors: ['ben'], lastAt: AT };
    const state = after(counted, [deleted('r2', 3, { threadRoot: 'root', author: 'chidi', thread: left })]);
    expect(find(state, 'root').thread).toEqual({ ...left, seen: 0, unread: 1 });
  });

  test('a deleted reply that was read already does not lower the unread count', () => {
    const counted = after(empty, [sent('root'), reply('r1', 'ben'), reply('r2', 'chidi')]);
    const read = applyThreadSeen(counted, 'root', 3, 0);
    const more = after(read, [reply('r3', 'ben')]);
    const left = { replies: 2, authors: ['chidi', 'ben'], lastAt: AT };
    const state = after(more, [deleted('r1', 2, { threadRoot: 'root', thread: left })]);
    expect(find(state, 'root').thread?.unread).toBe(1);
  });

  test('a thread whose last reply is deleted is no thread any more', () => {
    const state = after(empty, [sent('root'), reply('r1', 'ben'), deleted('r1', 2, { threadRoot: 'root' })]);
    expect(find(state, 'root').thread).toBeNull();
  });

  test('reading a thread elsewhere empties its count, and never moves the cursor back', () => {
    const counted = after(empty, [sent('root'), reply('r1', 'ben'), reply('r2', 'ben')]);
    const read = applyThreadSeen(counted, 'root', 3, 0);
    expect(find(read, 'root').thread).toMatchObject({ seen: 3, unread: 0 });
    expect(applyThreadSeen(read, 'root', 2, 1).messages).toBe(read.messages);
  });
});

describe('the room and its people', () => {
  test('renaming, archiving and undoing change the room', () => {
    const state = after(empty, [
      ['room.renamed', { title: 'Cells' }],
      ['room.archived', {}],
    ]);
    expect(state.room).toMatchObject({ title: 'Cells', archived: true, head: 2 });
    expect(after(state, [['room.unarchived', {}]]).room.archived).toBe(false);
  });

  test('somebody who leaves stays known by name, with the time, and comes back as the event says', () => {
    const state = after(empty, [['participant.left', { person: 'ben', removed: true }]]);
    expect(state.participants.ben).toEqual({ ...participant('ben'), leftAt: AT });
    const back = after(state, [['participant.joined', { participant: participant('ben') }]]);
    expect(back.participants.ben).toEqual(participant('ben'));
  });

  test('a new role reaches the list of people', () => {
    const state = after(empty, [['participant.changed', { person: 'ben', role: 'moderator' }]]);
    expect(state.participants.ben?.role).toBe('moderator');
  });

  test('a new name reaches the list of people by a passing event', () => {
    const payload = { person: 'ben', name: 'Benjamin', avatar: '/a.webp' };
    const state = applyPassing(empty, { t: 'passing', room: ROOM, event: 'person.changed', payload });
    expect(state.participants.ben?.person).toMatchObject({ name: 'Benjamin', avatar: '/a.webp', role: 'student' });
  });
});

describe("plugins' events", () => {
  const reducers: Reducers = {
    stars: {
      given: (shown: string[] = [], { by }: { by: string }) => [...shown, by],
      cleared: () => undefined,
    },
  };

  test("go through that plugin's reducer into what the message shows", () => {
    const state = after(empty, [sent('m1'), ['stars.given', { messageId: 'm1', by: 'ana' }]], reducers);
    expect(find(state, 'm1').shows).toEqual({ stars: ['ana'] });
    expect(after(state, [['stars.cleared', { messageId: 'm1' }]], reducers).messages[0]?.shows).toEqual({});
  });

  test('move the head even when nobody reduces them', () => {
    const state = after(empty, [sent('m1'), ['unknown.happened', { messageId: 'm1' }], ['constructor.name', null]]);
    expect(state.head).toBe(3);
    expect(find(state, 'm1').shows).toEqual({});
  });

  test('leave a deleted message alone', () => {
    const state = after(
      empty,
      [sent('m1'), deleted('m1', 1), ['stars.given', { messageId: 'm1', by: 'ana' }]],
      reducers,
    );
    expect(find(state, 'm1').shows).toEqual({});
  });
});
