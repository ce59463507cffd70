import { describe, expect, test } from 'vitest';
import type { MessageView } from '../../../engine/client.ts';
import type { Pending } from './outbox.svelte.ts';
import { type RowOptions, rowsOf } from './rows.ts';
import { sayNotes } from './system-words.ts';

const options: RowOptions = { me: 'ana', roomId: 'room', fromStart: true, readUpTo: null, timezone: 'UTC' };

const message = (seq: number, author: string, time: string, more: Partial<MessageView> = {}): MessageView => ({
  id: `m${seq}`,
  roomId: 'room',
  seq,
  kind: 'text',
  author,
  clientId: `c${seq}`,
  text: `message ${seq}`,
  note: null,
  at: `2026-09-01T${time}:00.000Z`,
  quote: null,
  threadRoot: null,
  thread: null,
  editedAt: null,
  deletedAt: null,
  shows: {},
  ...more,
});
const pending = (clientId: string): Pending => ({
  clientId,
  roomId: 'room',
  order: 1,
  text: 'on its way',
  quote: null,
  threadRoot: null,
  at: '2026-09-01T08:02:00.000Z',
  state: 'pending',
  problem: null,
});

describe('rows', () => {
  test('show on a message that is on its way what it will show', () => {
    const shows = { stickers: ['owl'] };
    const [plain, decorated] = rowsOf([], [pending('c1'), { ...pending('c2'), shows }], options);
    expect([plain?.message.shows, decorated?.message.shows]).toEqual([{}, shows]);
  });

  test('of one author within five minutes share one head', () => {
    const rows = rowsOf(
      [message(1, 'ben', '08:00'), message(2, 'ben', '08:04'), message(3, 'ben', '08:09'), message(4, 'ana', '08:09')],
      [],
      options,
    );
    expect(rows.map(({ head }) => head)).toEqual([true, false, true, true]);
  });

  test('after a system line begin with a head again', () => {
    const note = { what: 'joined', person: 'dora' } as const;
    const rows = rowsOf(
      [message(1, 'ben', '08:00'), message(2, 'ben', '08:00', { kind: 'system', note }), message(3, 'ben', '08:01')],
      [],
      options,
    );
    expect(rows.map(({ head }) => head)).toEqual([true, true, true]);
  });

  test('of people who came or went one after the other are one row, named by the last of them', () => {
    const moved = (seq: number, what: 'joined' | 'left', person: string, time = '08:00') =>
      message(seq, person, time, { kind: 'system', note: { what, person } });
    const renamed = message(6, 'ben', '08:02', { kind: 'system', note: { what: 'renamed', by: 'ben', title: 'Lab' } });
    const early = { ...moved(9, 'joined', 'fay', '00:10'), at: '2026-09-02T00:10:00.000Z' };
    const rows = rowsOf(
      [
        ...[
          message(1, 'ben', '08:00'),
          moved(2, 'joined', 'ana'),
          moved(3, 'left', 'chidi'),
          moved(4, 'joined', 'dora'),
        ],
        ...[message(5, 'ben', '08:01'), renamed, moved(7, 'joined', 'emre'), message(8, 'ben', '08:03'), early],
      ],
      [],
      { ...options, gathers: true },
    );
    expect(rows.map(({ key, notes }) => `${key} ${notes.map(({ what }) => what).join()}`)).toEqual([
      'ben:c1 ',
      'm4 joined,left,joined',
      'ben:c5 ',
      'm6 renamed',
      'm7 joined',
      'ben:c8 ',
      'm9 joined',
    ]);
    expect(rows.map(({ day }) => day)).toEqual([true, false, false, false, false, false, true]);
    expect(rows.map(({ head }) => head)).toEqual([true, true, true, true, true, true, true]);
    const names: Record<string, string> = { ana: 'Ana', chidi: 'Chidi', dora: 'Dora' };
    expect(sayNotes(rows[1]?.notes ?? [], (id) => names[id] ?? id)).toBe('Ana and Dora joined · Chidi left');
  });

  test('say a crowd by its first names and how many more there are', () => {
    const joined = { what: 'joined', person: 'Ana', others: ['Ben', 'Chidi'] } as const;
    const say = (count: number) => sayNotes([{ ...joined, count }], (id) => id);
    expect(say(180)).toBe('Ana, Ben and 178 others joined');
    expect(say(3)).toBe('Ana, Ben and Chidi joined');
    expect(sayNotes([{ what: 'joined', person: 'Ana' }], (id) => id)).toBe('Ana joined');
    const added = { what: 'added', person: 'Ana', by: 'Ms Rivera' } as const;
    const wall = Array.from({ length: 180 }, (_, n) => ({ ...added, person: n === 0 ? 'Ana' : `Person ${n}` }));
    expect(sayNotes(wall, (id) => id)).toBe('Ms Rivera added Ana, Person 1 and 178 others');
  });

  test('begin each day with a line, in the time zone of the reader', () => {
    const late = message(1, 'ben', '23:50');
    const early = { ...message(2, 'ben', '00:10'), at: '2026-09-02T00:10:00.000Z' };
    const days = (timezone: string) => rowsOf([late, early], [], { ...options, timezone }).map(({ day }) => day);
    expect(days('UTC')).toEqual([true, true]);
    expect(days('America/New_York')).toEqual([true, false]);
  });

  test('leave the first day unsaid while earlier messages are not loaded', () => {
    const rows = rowsOf([message(1, 'ben', '08:00')], [], { ...options, fromStart: false });
    expect(rows[0]?.day).toBe(false);
  });

  test('mark the first unread message of somebody else, and only that', () => {
    const messages = [1, 2, 3, 4].map((seq) => message(seq, seq === 2 ? 'ana' : 'ben', '08:00'));
    const unread = (readUpTo: number | null) =>
      rowsOf(messages, [], { ...options, readUpTo })
        .filter((row) => row.unread)
        .map((row) => row.message.seq);
    expect(unread(1)).toEqual([3]);
    expect(unread(4)).toEqual([]);
    expect(unread(null)).toEqual([]);
  });

  test('keep the key of our own message while it turns from pending into confirmed', () => {
    const before = rowsOf([], [pending('c1')], options);
    const after = rowsOf([message(1, 'ana', '08:02')], [pending('c1')], options);
    expect(before).toHaveLength(1);
    expect(after).toHaveLength(1);
    expect(after[0]?.key).toBe(before[0]?.key);
    expect(after[0]?.pending).toBeNull();
  });

  test('have different keys when two authors use one clientId', () => {
    const rows = rowsOf(
      [message(1, 'ben', '08:00', { clientId: 'same' }), message(2, 'ana', '08:00', { clientId: 'same' })],
      [],
      options,
    );
    expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
  });

  test('put pending messages last, as they were written', () => {
    const rows = rowsOf([message(1, 'ben', '08:30')], [pending('x'), pending('y')], options);
    expect(rows.map(({ message }) => message.clientId)).toEqual(['c1', 'x', 'y']);
  });
});
