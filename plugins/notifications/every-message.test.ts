import { beforeEach, describe, expect, test } from 'vitest';
import { inUnitOfWork } from '../../engine/commands/unit-of-work.ts';
import { pluginContext } from '../../engine/plugin-host/contexts.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import type { RoomView } from '../../engine/views.ts';
import type { Level } from './contract.ts';
import { claimDigest, peopleToMail } from './digest-rows.ts';
import { EVERY } from './every-message.ts';
import type { Context } from './reads.ts';
import plugin from './server.ts';
import { aroundNow, comeHere } from './test-kit.ts';

const stage = useStage({ schools: { oakwood: { mentions: true, notifications: true } } });
let room: RoomView;

beforeEach(async () => {
  await comeHere(stage());
  room = await stage().freshRoom();
  await stage().engine.settled();
});

const api = (who: TestPerson) => stage().engine.as(who);
const choose = (who: TestPerson, level: Level, mutedUntil: string | null = null) =>
  api(who).notifications.choose({ roomId: room.id, level, mutedUntil });
/** In the order of the messages: jobs that run side by side store their notices in any. */
async function told(who: TestPerson): Promise<readonly (readonly [notice: string, text: string | undefined])[]> {
  await stage().engine.settled();
  const { notices } = await api(who).notifications.list({});
  return notices
    .filter((notice) => notice.room.id === room.id)
    .sort((one, other) => (one.message?.seq ?? 0) - (other.message?.seq ?? 0))
    .map(({ notice, message }) => [notice, message?.text] as const);
}
const say = (who: TestPerson, text: string, more: object = {}) => stage().send(room, who, text, more);
const mention = (who: TestPerson) =>
  say(who, '@Ana Lopez', { with: { mentions: [{ from: 0, to: 10, person: stage().ana.id }] } });
const asPlugin = <T>(act: (ctx: Context) => Promise<T>): Promise<T> => {
  const { engine } = stage();
  const asked = { school: engine.school('oakwood'), person: null, plugin: 'notifications' };
  return inUnitOfWork(engine.engine, asked, (work) => act(pluginContext(work, plugin)));
};

describe('every message', () => {
  test('is told to those who chose it, replies in threads too, and nobody is told of their own', async () => {
    const { rivera, ana, ben } = stage();
    expect(await choose(rivera, 'every')).toEqual({ level: 'every', mutedUntil: null });
    const root = await say(ana, 'plain talk');
    await say(ben, 'in a thread', { threadRoot: root.id });
    await say(rivera, 'my own');
    expect(await told(rivera)).toEqual([
      [EVERY, 'plain talk'],
      [EVERY, 'in a thread'],
    ]);
    expect(await told(ben)).toEqual([]);
  });

  test('of this room only, and no more once they want less', async () => {
    const { rivera, ana, freshRoom, send, engine } = stage();
    await choose(rivera, 'every');
    const other = await freshRoom();
    await send(other, ana, 'elsewhere');
    await say(ana, 'here');
    await engine.settled();
    expect((await api(rivera).notifications.list({})).notices.map(({ message }) => message?.text)).toContain('here');
    expect((await api(rivera).notifications.list({})).notices.map(({ message }) => message?.text)).not.toContain(
      'elsewhere',
    );
    for (const level of ['all', 'mentions', 'none'] as const) {
      await choose(rivera, level);
      await say(ana, level);
    }
    expect(await told(rivera)).toEqual([[EVERY, 'here']]);
  });

  test('is told by the best reason there is, once, whichever is found first', async () => {
    const { rivera, ana, ben } = stage();
    await choose(ana, 'every');
    const mine = await say(ana, 'What is ATP?');
    await mention(rivera);
    await say(ben, 'Energy', { replyTo: mine.id });
    await say(ben, 'Just talk');
    expect(await told(ana)).toEqual([
      ['mentions.mention', '@Ana Lopez'],
      ['engine.quote', 'Energy'],
      [EVERY, 'Just talk'],
    ]);
  });

  test('is not told to those who muted the room, turned the kind off or were removed', async () => {
    const { rivera, ana, ben, chidi, dora, freshRoom } = stage();
    room = await freshRoom({ everyone: false });
    for (const { id: personId } of [ana, ben, chidi, dora])
      await api(rivera).participants.add({ roomId: room.id, personId });
    for (const who of [rivera, ben, chidi, dora]) await choose(who, 'every');
    await choose(ben, 'every', '2999-01-01T00:00:00.000Z');
    await api(chidi).notifications.chooseReason({ notice: EVERY, bell: false, push: true, mail: false });
    await api(rivera).participants.remove({ roomId: room.id, personId: dora.id });
    await say(ana, 'hello');
    const all = [];
    for (const who of [rivera, ben, chidi, dora]) all.push((await told(who)).filter(([notice]) => notice === EVERY));
    expect(all).toEqual([[[EVERY, 'hello']], [], [], []]);
  });

  test('waits in quiet hours and is told after them; of a mute it is told nothing, and everything after it', async () => {
    const { rivera, ana, engine } = stage();
    const times = { quietHours: aroundNow(stage()), quietWeekends: false, mail: true };
    await choose(rivera, 'every');
    await api(rivera).notifications.chooseTimes(times);
    await say(ana, 'at night');
    await say(ana, 'later that night');
    expect(await told(rivera)).toEqual([]);
    await api(rivera).notifications.chooseTimes({ ...times, quietHours: '' });
    const afterTheNight = [
      [EVERY, 'at night'],
      [EVERY, 'later that night'],
    ];
    expect(await told(rivera)).toEqual(afterTheNight);

    await choose(rivera, 'every', new Date(Date.now() + 3_600_000).toISOString());
    await say(ana, 'while muted');
    await engine.settled();
    await engine.rows(`update notifications_room set muted_until = now() - interval '1 second' where person_id = $1`, [
      rivera.id,
    ]);
    await say(ana, 'after the mute');
    expect(await told(rivera)).toEqual([...afterTheNight, [EVERY, 'after the mute']]);
  });

  test('goes when it is deleted, and is read with the room', async () => {
    const { rivera, ana } = stage();
    await choose(rivera, 'every');
    const first = await say(ana, 'first');
    const second = await say(ana, 'second');
    await stage().engine.settled();
    await api(ana).messages.delete({ roomId: room.id, messageId: first.id });
    expect(await told(rivera)).toEqual([[EVERY, 'second']]);
    await api(rivera).rooms.see({ roomId: room.id, seq: second.seq });
    const { notices } = await api(rivera).notifications.list({});
    expect(notices.find(({ message }) => message?.id === second.id)?.read).toBe(true);
  });

  test('is mailed only to those who ask for that, and does not hold up the mail about other things', async () => {
    const { rivera, ana, engine } = stage();
    await choose(rivera, 'every');
    await say(ana, 'hello');
    await engine.settled();
    await engine.rows(`update notifications set due_at = now() - interval '1 hour' where room_id = $1`, [room.id]);
    expect(
      (await api(rivera).notifications.preferences()).reasons.find(({ notice }) => notice === EVERY),
    ).toMatchObject({
      ...{ bell: true, push: true, mail: false },
    });
    expect(await asPlugin(peopleToMail)).not.toContain(rivera.id);
    expect(await asPlugin((ctx) => claimDigest(rivera.id, ctx))).toBeNull();
    await api(rivera).notifications.chooseReason({ notice: EVERY, bell: true, push: true, mail: true });
    expect(await asPlugin(peopleToMail)).toContain(rivera.id);
    const digest = await asPlugin((ctx) => claimDigest(rivera.id, ctx));
    expect(digest?.lines.filter(({ roomId }) => roomId === room.id).map(({ text }) => text)).toEqual(['hello']);
  });
});
