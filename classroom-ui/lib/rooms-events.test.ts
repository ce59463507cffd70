import { expect, test } from 'vitest';
import { type EventFrame, type MyRoomView, unreadReplies } from '../../engine/client.ts';
import { listAfter, listReplied, listSeen, listSeenElsewhere, listThreadSeen } from './rooms-events.ts';

const ME = '01890000-0000-7000-8000-000000000001';
const OTHER = '01890000-0000-7000-8000-000000000002';
const room: MyRoomView = {
  id: '01890000-0000-7000-8000-0000000000aa',
  classroomId: '01890000-0000-7000-8000-0000000000bb',
  kind: 'class',
  parentId: null,
  title: 'Class room',
  topic: '',
  entry: 'open',
  posting: 'discussion',
  history: 'all',
  historyFrom: 0,
  everyone: true,
  archived: false,
  head: 10,
  role: 'member',
  seen: 10,
  unread: 0,
  threads: {},
  last: null,
};
const away = { me: ME };

const event = (name: string, payload: object, seq = 11): EventFrame => ({
  t: 'event',
  room: room.id,
  seq,
  event: name,
  by: { person: OTHER },
  at: '2026-03-04T10:00:00.000Z',
  payload,
});
const sent = (message: object, seq = 11) =>
  event('message.sent', { message: { id: 'm', clientId: 'c', author: OTHER, text: 'hi', ...message } }, seq);

test('a message of somebody else raises the count, and is the newest', () => {
  expect(listAfter(room, sent({}), away)).toMatchObject({
    unread: 1,
    head: 11,
    last: { id: 'm', author: OTHER, text: 'hi' },
  });
});

test('the newest message says in the list what its edit says, and goes from there when it is deleted', () => {
  const edit = (id: string, text: string, seq = 12) => event('message.edited', { id, threadRoot: null, text }, seq);
  const read = listSeen(listAfter(room, sent({}), away) as MyRoomView, 11);
  const edited = listAfter(read, edit('m', 'x'.repeat(200)), away) as MyRoomView;
  expect(edited).toMatchObject({ head: 12, last: { id: 'm', author: OTHER, text: 'x'.repeat(140) } });
  expect(listAfter(read, edit('an older one', 'new'), away)).toMatchObject({ last: { id: 'm', text: 'hi' } });
  const gone = (id: string) => event('message.deleted', { id, threadRoot: null, author: OTHER, seq: 11 }, 12);
  expect(listAfter(read, gone('m'), away)).toBe('ask');
  expect(listAfter(read, gone('an older one'), away)).toMatchObject({ head: 12, last: { id: 'm', text: 'hi' } });
});

test('the same event heard twice counts once', () => {
  const once = listAfter(room, sent({}), away) as MyRoomView;
  expect(listAfter(once, sent({}), away)).toBe(once);
});

test('what its reader has seen already does not become unread, whichever is heard of first', () => {
  expect(listAfter(listSeen(room, 11), sent({}), away)).toMatchObject({ unread: 0, head: 11 });
  expect(listSeen(listAfter(room, sent({}), away) as MyRoomView, 11)).toMatchObject({ unread: 0, seen: 11 });
});

test('what was read elsewhere in part, only the server can count', () => {
  const three = { ...room, head: 13, unread: 3 };
  expect(listSeenElsewhere(three, 12)).toBe('ask');
  expect(listSeenElsewhere(three, 13)).toMatchObject({ unread: 0, seen: 13 });
  expect(listSeenElsewhere(three, 9)).toBe(three);
});

test('own messages, answers in threads and system lines are never unread', () => {
  for (const message of [{ author: ME }, { threadRoot: 'm0' }, { note: { what: 'left', person: OTHER } }]) {
    expect(listAfter(room, sent(message), away)).toMatchObject({ unread: 0, head: 11 });
  }
});

test('replies in threads one takes part in are counted apart from messages, and not in an archived room', () => {
  const replied = listReplied(room, { rootId: 'one', seen: 4, unread: 2 }) as MyRoomView;
  const both = listReplied(replied, { rootId: 'two', seen: 0, unread: 1 }) as MyRoomView;
  expect(both).toMatchObject({ unread: 0 });
  expect(unreadReplies(both)).toBe(3);
  expect(unreadReplies({ ...both, archived: true })).toBe(0);
  expect(unreadReplies(listThreadSeen(both, { rootId: 'one', seen: 11, unread: 0 }))).toBe(1);
});

test('what was counted of a thread before its reader read on, only the server can count', () => {
  const read = listThreadSeen(room, { rootId: 'one', seen: 11, unread: 0 });
  expect(listReplied(read, { rootId: 'one', seen: 4, unread: 2 })).toBe('ask');
});

test('reading a thread one takes no part in counts nothing', () => {
  expect(unreadReplies(listThreadSeen(room, { rootId: 'one', seen: 5, unread: 3 }))).toBe(0);
});

test('the count stops where the server stops counting', () => {
  expect(listAfter({ ...room, unread: 999 }, sent({}), away)).toMatchObject({ unread: 999 });
});

test('the preview is cut between characters, never within one', () => {
  const after = listAfter(room, sent({ text: '😀'.repeat(200) }), away) as MyRoomView;
  expect(after.last?.text).toBe('😀'.repeat(140));
});

test('a deleted message may have been an unread one: only the server can tell', () => {
  const deleted = event('message.deleted', { id: 'm', threadRoot: null, deletedAt: '2026-03-04T10:00:00.000Z' });
  expect(listAfter({ ...room, unread: 2 }, deleted, away)).toBe('ask');
  expect(listAfter(room, deleted, away)).toMatchObject({ head: 11, unread: 0 });
});

test('a room follows its own changes, and goes when it is deleted or one is not in it any more', () => {
  expect(listAfter(room, event('room.renamed', { title: 'Lab' }), away)).toMatchObject({ title: 'Lab' });
  expect(listAfter(room, event('room.archived', {}), away)).toMatchObject({ archived: true });
  expect(listAfter(room, event('participant.changed', { person: ME, role: 'host' }), away)).toMatchObject({
    role: 'host',
  });
  expect(listAfter(room, event('participant.left', { person: OTHER, removed: false }), away)).toMatchObject({
    head: 11,
  });
  expect(listAfter(room, event('participant.left', { person: ME, removed: true }), away)).toBe('gone');
  expect(listAfter(room, event('room.deleted', {}), away)).toBe('gone');
});
