import { beforeEach, describe, expect, test } from 'vitest';
import { newWork } from '../../engine/commands/unit-of-work.ts';
import { readHeads } from '../../engine/rooms/read-rooms.ts';
import { refusalOf } from '../../engine/testing/refusal-of.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import { everywhere, privately } from './test-kit.ts';

const stage = useStage();
const { api, rule, start, send, details, rooms, told, grant } = privately(stage);
let thread: { id: string };

const ON = everywhere('on');
const SUPERVISED = everywhere('supervised');
const open = (who: TestPerson, room = thread, reason = 'A parent is worried') =>
  api(who).privateThreads.open({ roomId: room.id, reason });
const supervised = async (who = stage().stone) =>
  (await api(who).privateThreads.supervised({ classroomId: stage().biology.id })).filter(
    ({ roomId }) => roomId === thread.id,
  );
const texts = async (who: TestPerson) => (await stage().texts(thread, who)).filter((text) => !text.startsWith('('));
/** From where on a person's socket is given a room's events; undefined when it is not on it. */
const replayedFrom = async (who: TestPerson) => {
  const { engine } = stage();
  const asked = { school: engine.school('oakwood'), person: who };
  const heads = await engine.database.readSchool(who.schoolId, (em) => readHeads(newWork(engine.engine, asked, em)));
  return heads.get(thread.id)?.visibleFrom;
};

beforeEach(async () => {
  await rule(SUPERVISED);
  await grant(stage().stone);
  const parent = await stage().freshRoom();
  thread = await start(stage().ana, stage().rivera, { roomId: parent.id });
});

describe('a supervised conversation', () => {
  test('says so to both from the first message on', async () => {
    const { ana, rivera } = stage();
    for (const who of [ana, rivera])
      expect(await details(thread, who)).toMatchObject({ supervised: true, openings: [] });
    const { id } = await send(thread, ana, 'hello');
    const { messages } = await api(rivera).messages.page({ roomId: thread.id });
    expect(messages.find((message) => message.id === id)?.shows['private-threads']).toEqual({ supervised: true });
  });

  test('is opened with a reason, as an observer, and both sides see it', async () => {
    const { ana, rivera, stone, engine } = stage();
    await send(thread, ana, 'hello');
    expect(await supervised()).toMatchObject([
      { people: [{ name: 'Ana Lopez' }, { name: 'Ms Rivera' }], openings: [] },
    ]);
    const before = [told(ana), told(rivera)];
    expect(await open(stone)).toEqual({ roomId: thread.id });
    await open(stone);
    expect(await texts(stone)).toEqual(['hello']);
    expect(await api(stone).rooms.details({ roomId: thread.id })).toMatchObject({ role: 'observer' });
    for (const [place, who] of [ana, rivera].entries()) {
      const { openings } = await details(thread, who);
      expect(openings).toMatchObject([{ person: { id: stone.id }, closedAt: null }]);
      expect(JSON.stringify(openings)).not.toContain('worried');
      expect(told(who)).toBeGreaterThan(before[place] ?? 0);
      expect(await stage().texts(thread, who)).toContain('(joined)');
    }
    expect((await supervised())[0]?.openings).toMatchObject([{ reason: 'A parent is worried' }]);
    expect(await refusalOf(send(thread, stone, 'I can see you'))).toBe('roles.not-allowed');
    await api(stone).participants.leave({ roomId: thread.id });
    await engine.settled();
    expect((await details(thread, ana)).openings[0]?.closedAt).not.toBeNull();
    expect(await refusalOf(details(thread, stone))).toBe('missing');
    await open(stone, thread, 'Again');
    expect((await supervised())[0]?.openings).toHaveLength(2);
  });

  test('is opened by nobody without the grant, nor by its own two, nor before anything was written', async () => {
    const { ana, ben, rivera, head, moss, stone } = stage();
    expect(await supervised()).toEqual([]);
    expect(await refusalOf(open(stone))).toBe('missing');
    await send(thread, ana, 'hello');
    await grant(rivera);
    for (const who of [ana, ben, rivera, head, moss]) expect(await refusalOf(open(who))).toBe('missing');
    expect(await supervised(rivera)).toEqual([]);
    for (const who of [ana, ben, head, moss]) expect(await refusalOf(supervised(who))).toBe('missing');
    await grant(rivera, false);
    expect(await refusalOf(open(stone, stage().room))).toBe('missing');
    for (const reason of ['', '   ']) await expect(open(stone, thread, reason)).rejects.toThrow('Say why.');
    expect(await rooms(stone)).not.toContain(thread.id);
  });

  test('is closed by the one who opened it, and by nobody else', async () => {
    const { ana, ben, rivera, stone, room } = stage();
    await send(thread, ana, 'hello');
    await open(stone);
    const before = [told(ana), told(rivera)];
    for (const who of [ana, rivera, ben])
      expect(await refusalOf(api(who).privateThreads.close({ roomId: thread.id }))).toBe('missing');
    expect(await refusalOf(api(ana).privateThreads.close({ roomId: room.id }))).toBe('missing');
    expect(await rooms(ana)).toContain(room.id);
    await api(stone).privateThreads.close({ roomId: thread.id });
    expect(await refusalOf(details(thread, stone))).toBe('missing');
    for (const [place, who] of [ana, rivera].entries()) {
      expect((await details(thread, who)).openings).toMatchObject([{ person: { id: stone.id } }]);
      expect((await details(thread, who)).openings[0]?.closedAt).not.toBeNull();
      expect(told(who)).toBeGreaterThan(before[place] ?? 0);
    }
    expect(await refusalOf(api(stone).privateThreads.close({ roomId: thread.id }))).toBe('missing');
  });

  test('is closed to whom the grant is taken from, at once', async () => {
    const { ana, stone } = stage();
    await send(thread, ana, 'hello');
    await open(stone);
    expect(await replayedFrom(stone)).toBe(0);
    await grant(stone, false);
    expect(await replayedFrom(stone)).toBeUndefined();
    expect(await refusalOf(texts(stone))).toBe('missing');
    expect(stage().engine.news).toContainEqual({ kind: 'person-changed', person: stone.id });
  });
});

describe('what was written without supervision', () => {
  test('is never opened by switching supervision on: neither pages, threads, quotes nor replay show it', async () => {
    const { ana, rivera, stone } = stage();
    await rule(ON);
    const secret = await send(thread, ana, 'between us');
    await send(thread, rivera, 'an aside', { threadRoot: secret.id });
    await rule(SUPERVISED);
    expect(await supervised()).toEqual([]);
    expect(await refusalOf(open(stone))).toBe('missing');
    for (const act of [
      () => send(thread, ana, 'as I said', { replyTo: secret.id }),
      () => send(thread, ana, 'hidden in a thread', { threadRoot: secret.id }),
      () => api(ana).messages.edit({ roomId: thread.id, messageId: secret.id, text: 'rewritten' }),
    ])
      expect(await refusalOf(act())).toBe('private-threads.before-supervision');
    await send(thread, ana, 'seen');
    await open(stone);
    expect(await texts(stone)).toEqual(['seen']);
    expect(await replayedFrom(stone)).toBe((await lastFree()) ?? -1);
    expect(await refusalOf(api(stone).messages.thread({ roomId: thread.id, rootId: secret.id }))).toBe('missing');
    expect((await api(stone).rooms.details({ roomId: thread.id })).last?.text).toBe('seen');
  });

  test('puts supervisors out before they hear it, and ends what can be opened', async () => {
    const { engine, ana, rivera, stone } = stage();
    await send(thread, ana, 'seen');
    await open(stone);
    await rule(ON);
    const { length } = engine.news;
    await send(thread, rivera, 'alone at last');
    const order = engine.news.slice(length).flatMap((news) => {
      if ('room' in news && news.room !== thread.id) return [];
      if (news.kind === 'exited') return [`out ${news.person === stone.id}`];
      return news.kind === 'events' ? news.events.map(({ event }) => event) : [];
    });
    expect(order[0]).toBe('out true');
    expect(order).toContain('message.sent');
    expect(await replayedFrom(stone)).toBeUndefined();
    expect(await supervised()).toEqual([]);
    await rule(SUPERVISED);
    expect(await refusalOf(texts(stone))).toBe('missing');
    await send(thread, ana, 'seen again');
    await open(stone);
    expect(await texts(stone)).toEqual(['seen again']);
  });

  test('by an edit counts as well: the message is no longer one that was supervised', async () => {
    const { ana, stone } = stage();
    const message = await send(thread, ana, 'seen');
    await open(stone);
    await rule(ON);
    await api(ana).messages.edit({ roomId: thread.id, messageId: message.id, text: 'for you alone' });
    expect(await replayedFrom(stone)).toBeUndefined();
    await rule(SUPERVISED);
    expect(await refusalOf(open(stone))).toBe('missing');
  });
});

test('a conversation that was supervised and is off by now can still be opened: its messages keep their mode', async () => {
  const { ana, stone } = stage();
  await send(thread, ana, 'seen');
  await rule(everywhere('off'));
  await open(stone);
  expect(await texts(stone)).toEqual(['seen']);
  expect(await details(thread, stone)).toMatchObject({ closed: null, supervised: true, about: null });
});

async function lastFree(): Promise<number | undefined> {
  const [row] = await stage().engine.rows<{ seq: string }>(
    `select max(m.seq) seq from private_threads_message w join message m on m.id = w.message_id
     where w.room_id = $1 and not w.supervised`,
    [thread.id],
  );
  return row && Number(row.seq);
}
