import { beforeEach, describe, expect, test } from 'vitest';
import { queriesOf } from '../../engine/testing/count-queries.ts';
import { refusalOf } from '../../engine/testing/refusal-of.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import { createRecent } from './recent.ts';

const stage = useStage();
let room: { readonly id: string };

beforeEach(async () => {
  await stage().engine.usePlugins('oakwood', { typing: true });
  room = await stage().freshRoom();
});

const type = (who: TestPerson, where: { id: string } = room, threadRoot?: string) =>
  stage()
    .engine.as(who)
    .typing.tell({ roomId: where.id, ...(threadRoot && { threadRoot }) });
/** What a room was told, as it went out. */
const told = (where: { id: string } = room) =>
  stage().engine.news.flatMap((news) =>
    news.kind === 'passing' && news.room === where.id && news.frame.event === 'typing.typed'
      ? [news.frame.payload]
      : [],
  );

describe('typing', () => {
  test('is told to the room, by whom and where, and is not stored', async () => {
    const { ana, ben, engine, send } = stage();
    const root = await send(room, ben, 'Who knows?');
    const reply = await send(room, ben, 'Anybody?', { threadRoot: root.id });
    const before = await engine.rows('select head from room where id = $1', [room.id]);
    await type(ana);
    await type(ben, room, reply.id);
    expect(told()).toEqual([
      { personId: ana.id, threadRoot: null },
      { personId: ben.id, threadRoot: root.id },
    ]);
    expect(await engine.rows('select head from room where id = $1', [room.id])).toEqual(before);
  });

  test('writes nothing to the database', async () => {
    const statements = await queriesOf(() => type(stage().ana));
    expect(told()).toHaveLength(1);
    expect(statements.filter((text) => /^(insert|update|delete)|for (no key )?update/i.test(text))).toEqual([]);
  });

  test('is told once in three seconds of each person in each room and thread, and dropped in silence otherwise', async () => {
    const { ana, ben, freshRoom, send } = stage();
    const other = await freshRoom();
    await Promise.all([type(ana), type(ana), type(ana), type(ben)]);
    await type(ana, other);
    expect(told()).toHaveLength(2);
    expect(told(other)).toHaveLength(1);
    const roots = [await send(room, ben, 'one'), await send(room, ben, 'two')];
    for (const { id } of [...roots, ...roots]) await type(ana, room, id);
    expect(told().slice(2)).toEqual(roots.map(({ id }) => ({ personId: ana.id, threadRoot: id })));
  });

  test('is nothing that who may not post can do', async () => {
    const { ana, rivera, lopez, engine, freshRoom } = stage();
    expect(await refusalOf(type(lopez))).toBe('roles.not-allowed');
    const announcements = await freshRoom({ posting: 'announcement' });
    expect(await refusalOf(type(ana, announcements))).toBe('roles.not-allowed');
    await type(rivera, announcements);
    expect(told(announcements)).toEqual([{ personId: rivera.id, threadRoot: null }]);
    await engine.as(rivera).rooms.archive({ roomId: room.id, archived: true });
    expect(await refusalOf(type(rivera))).toBe('rooms.archived');
    expect(told()).toEqual([]);
  });

  test('is nothing in the thread of a message that is not there', async () => {
    expect(await refusalOf(type(stage().ana, room, stage().room.id))).toBe('missing');
    expect(told()).toEqual([]);
  });
});

describe('what is let through', () => {
  test('is each key once a period, however long it was quiet', () => {
    let now = 0;
    const isDue = createRecent(3_000, () => now);
    const at = (ms: number, key: string) => {
      now = ms;
      return isDue(key);
    };
    expect([at(0, 'a'), at(2_999, 'a'), at(2_999, 'b'), at(3_000, 'a')]).toEqual([true, false, true, true]);
    expect([at(5_998, 'b'), at(5_999, 'b'), at(5_999, 'a'), at(6_000, 'a')]).toEqual([false, true, false, true]);
    expect([at(60_000, 'a'), at(62_999, 'a'), at(63_000, 'a')]).toEqual([true, false, true]);
  });
});
