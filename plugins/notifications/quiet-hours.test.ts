import { beforeEach, describe, expect, test } from 'vitest';
import { inUnitOfWork } from '../../engine/commands/unit-of-work.ts';
import { pluginContext } from '../../engine/plugin-host/contexts.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import type { RoomView } from '../../engine/views.ts';
import { deliver } from './deliver.ts';
import plugin from './server.ts';
import { aroundNow, comeHere } from './test-kit.ts';

const stage = useStage();
let room: RoomView;
/** News up to here is of no interest any more. */
let before = 0;

beforeEach(async () => {
  const { engine, freshRoom } = stage();
  await engine.rows('delete from notifications_person');
  await engine.usePlugins('oakwood', { notifications: true });
  await comeHere(stage());
  room = await freshRoom({ posting: 'announcement' });
  await engine.settled();
  before = engine.news.length;
});

const api = (who: TestPerson) => stage().engine.as(who).notifications;
const say = (text: string) => stage().send(room, stage().rivera, text);
const NO_TIMES = { quietHours: '', quietWeekends: false, mail: true };

/** What somebody's devices were told since, and what their list holds of the room. */
async function heardBy(who: TestPerson): Promise<{ told: unknown[]; listed: (string | undefined)[] }> {
  const { engine } = stage();
  await engine.settled();
  const told = engine.news
    .slice(before)
    .flatMap((news) =>
      news.kind === 'passing' && news.frame.event === 'notifications.changed' && news.person === who.id
        ? [(news.frame.payload as { unread: number }).unread]
        : [],
    );
  const { notices } = await api(who).list({});
  return { told, listed: notices.filter((of) => of.room.id === room.id).map(({ message }) => message?.text) };
}
async function deliverNow(): Promise<void> {
  const { engine } = stage();
  const asked = { school: engine.school('oakwood'), person: null, plugin: 'notifications' };
  await inUnitOfWork(engine.engine, asked, (work) => deliver.run({}, pluginContext(work, plugin)));
}
const passTime = () => stage().engine.rows('update notifications set due_at = now() where held');

describe('in quiet hours', () => {
  test('of the school nobody is told, and everybody is after them, once', async () => {
    const { engine, ana, ben } = stage();
    await engine.usePlugins('oakwood', { notifications: { quietHours: aroundNow(stage()) } });
    await say('No school on Friday');
    await engine.settled();
    await deliverNow();
    for (const who of [ana, ben]) expect(await heardBy(who)).toEqual({ told: [], listed: [] });
    expect(await api(ana).counts()).toEqual({ unread: 0 });
    await passTime();
    for (const _ of [1, 2]) await deliverNow();
    for (const who of [ana, ben]) expect(await heardBy(who)).toEqual({ told: [1], listed: ['No school on Friday'] });
    await engine.rows('delete from notifications');
  });

  test('of a person they are not told and others are, until they change their mind', async () => {
    const { engine, ana, ben } = stage();
    const chosen = await api(ana).chooseTimes({ ...NO_TIMES, quietHours: aroundNow(stage()) });
    expect(chosen).toMatchObject({ quietHours: aroundNow(stage()), quietWeekends: false, mail: true });
    await say('No school on Friday');
    expect(await heardBy(ana)).toEqual({ told: [], listed: [] });
    expect(await heardBy(ben)).toEqual({ told: [1], listed: ['No school on Friday'] });
    await api(ana).chooseTimes(NO_TIMES);
    expect(await heardBy(ana)).toEqual({ told: [1], listed: ['No school on Friday'] });
    await engine.rows('delete from notifications');
  });

  test('what one changes for oneself does not shorten those of the school', async () => {
    const { engine, ana } = stage();
    await engine.usePlugins('oakwood', { notifications: { quietHours: aroundNow(stage()) } });
    await say('No school on Friday');
    await engine.settled();
    await api(ana).chooseTimes(NO_TIMES);
    expect(await heardBy(ana)).toEqual({ told: [], listed: [] });
    await engine.rows('delete from notifications');
  });

  test('what is read meanwhile is no news after them', async () => {
    const { engine, ana } = stage();
    await api(ana).chooseTimes({ ...NO_TIMES, quietHours: aroundNow(stage()) });
    const { seq } = (await say('No school on Friday')) as { seq: number };
    await engine.settled();
    await engine.as(ana).rooms.see({ roomId: room.id, seq });
    await passTime();
    await deliverNow();
    await engine.settled();
    expect(await api(ana).counts()).toEqual({ unread: 0 });
    await engine.rows('delete from notifications');
  });

  test('taking all as read leaves what is kept as it is', async () => {
    const { engine, ana } = stage();
    await api(ana).chooseTimes({ ...NO_TIMES, quietHours: aroundNow(stage()) });
    await say('No school on Friday');
    await engine.settled();
    await api(ana).readAll();
    await api(ana).chooseTimes(NO_TIMES);
    await engine.settled();
    expect(await api(ana).counts()).toEqual({ unread: 1 });
    await engine.rows('delete from notifications');
  });
});

test('hours that are none are refused, by whoever says them', async () => {
  const { engine, ana } = stage();
  for (const quietHours of ['always', '25:00-07:00', '7-8', '18:00'])
    await expect(api(ana).chooseTimes({ ...NO_TIMES, quietHours })).rejects.toThrow('quietHours');
  await expect(engine.usePlugins('oakwood', { notifications: { quietHours: 'always' } })).rejects.toThrow(
    /18:00-07:00/,
  );
});
