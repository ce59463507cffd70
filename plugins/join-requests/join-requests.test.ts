import { v7 as newId } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../engine/index.ts';
import { runPromised, runScheduledJob } from '../../engine/plugin-host/run-job.ts';
import { refusalOf } from '../../engine/testing/refusal-of.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import type { RoomView } from '../../engine/views.ts';
import { askAgain } from './ask-again.ts';
import { joinRequests } from './contract.ts';
import { notices } from './notices.ts';
import { privacy } from './privacy.ts';
import type { Context } from './waiting.ts';

const stage = useStage();
let room: RoomView;

beforeEach(async () => {
  await use({});
  room = await stage().freshRoom({ everyone: false, entry: 'on-request', title: 'Study group' });
});

const use = (settings: object) => stage().engine.usePlugins('oakwood', { 'join-requests': { ...settings } });
const api = (who: TestPerson) => stage().engine.as(who);
const ask = (who: TestPerson, note = '', roomId = room.id) => api(who).joinRequests.ask({ roomId, note });
const withdraw = (who: TestPerson) => api(who).joinRequests.withdraw({ roomId: room.id });
const list = (who = stage().rivera, roomId = room.id) => api(who).joinRequests.list({ roomId });
const mine = async (who: TestPerson, roomId = room.id) =>
  (await api(who).joinRequests.mine()).find((request) => request.roomId === roomId);
const queue = async (who: TestPerson) =>
  (await api(who).joinRequests.queues()).find(({ roomId }) => roomId === room.id)?.waiting;
const approve = (who: TestPerson, ...requestIds: string[]) =>
  api(who).joinRequests.approve({ roomId: room.id, requestIds });
const deny = (who: TestPerson, reason: string, ...requestIds: string[]) =>
  api(who).joinRequests.deny({ roomId: room.id, requestIds, reason });
const idOf = async (who: TestPerson) => (await list()).find(({ name }) => name === who.name)?.id ?? '';
const isIn = async (who: TestPerson) => (await api(who).rooms.list()).some(({ id }) => id === room.id);
const moderator = async (who: TestPerson) => {
  await api(stage().rivera).participants.add({ roomId: room.id, personId: who.id });
  await api(stage().rivera).participants.changeRole({ roomId: room.id, personId: who.id, role: 'moderator' });
};
/** Passing events of the plugin told to somebody about this room. */
const toldTo = (who: TestPerson) =>
  stage().engine.news.flatMap((news) =>
    news.kind === 'passing' &&
    news.person === who.id &&
    news.frame.event.startsWith('join-requests.') &&
    (news.frame.payload as { roomId: string }).roomId === room.id
      ? [news.frame.event.slice('join-requests.'.length)]
      : [],
  );
const joins = () =>
  stage()
    .engine.heard(room.id)
    .filter(({ event }) => event === 'participant.joined').length;
const ageBy = (hours: number) =>
  stage().engine.rows(
    `update join_requests set asked_at = asked_at - make_interval(hours => $2), answered_at = answered_at - make_interval(hours => $2)
     where room_id = $1`,
    [room.id, hours],
  );

describe('asking', () => {
  test('shows those who answer the name and the note, and nobody else anything', async () => {
    const { rivera, ana, ben, chidi } = stage();
    await moderator(chidi);
    await api(rivera).participants.add({ roomId: room.id, personId: ben.id });
    expect(await ask(ana, '  I missed two lessons ')).toMatchObject({ state: 'waiting', note: 'I missed two lessons' });
    for (const reader of [rivera, chidi]) {
      expect(await list(reader)).toEqual([
        { id: expect.any(String), name: 'Ana Lopez', note: 'I missed two lessons', askedAt: expect.any(String) },
      ]);
      expect(await queue(reader)).toBe(1);
      expect(toldTo(reader)).toEqual(['queue']);
    }
    expect(await refusalOf(list(ben))).toBe('join-requests.not-allowed');
    expect(await queue(ben)).toBeUndefined();
    expect(toldTo(ben)).toEqual([]);
    expect(await mine(ana)).toMatchObject({ state: 'waiting', again: 'now' });
  });

  test('tells the room that somebody asked, and neither who nor what for', async () => {
    const { ana, engine } = stage();
    await ask(ana, 'a private reason');
    const told = engine.heard(room.id).filter(({ event }) => event === 'join-requests.asked');
    expect(told).toMatchObject([{ by: { plugin: 'join-requests' } }]);
    expect(JSON.stringify(engine.heard(room.id))).not.toContain('a private reason');
    expect(JSON.stringify(told)).not.toContain(ana.id);
  });

  test('shows the asker nothing of the room but its title', async () => {
    const { ana, engine } = stage();
    await ask(ana);
    expect((await api(ana).rooms.browse()).find(({ id }) => id === room.id)).toEqual({
      ...{ id: room.id, classroomId: room.classroomId, title: 'Study group', entry: 'on-request' },
      ...{ posting: null, people: null, archived: false, way: 'ask' },
    });
    for (const path of ['participants.list', 'messages.page', 'rooms.details', 'joinRequests.list'])
      expect((await engine.ask(ana, path, { roomId: room.id })).error?.data.code, path).toBe('NOT_FOUND');
  });

  test('twice is once, also at the same moment', async () => {
    const { ana, rivera } = stage();
    await Promise.all([ask(ana, 'one'), ask(ana, 'two'), ask(ana, 'three')]);
    const [only, ...others] = await list();
    expect(others).toEqual([]);
    expect(await ask(ana, 'later')).toMatchObject({ note: only?.note });
    expect(toldTo(rivera)).toEqual(['queue']);
  });

  test('is refused with the reason to somebody in the room, in an open room and in an archived one', async () => {
    const { ana, ben, rivera, freshRoom } = stage();
    await api(rivera).participants.add({ roomId: room.id, personId: ana.id });
    expect(await refusalOf(ask(ana))).toBe('join-requests.already-in');
    const open = await freshRoom({ everyone: false });
    expect(await refusalOf(ask(ben, '', open.id))).toBe('join-requests.no-need');
    await api(rivera).rooms.archive({ roomId: room.id, archived: true });
    expect(await refusalOf(ask(ben))).toBe('join-requests.archived');
  });

  test('does not find a room of another class, of another school, or one that is deleted', async () => {
    const { stone, moss, head, ana, rivera } = stage();
    for (const outsider of [stone, moss, head]) expect(await refusalOf(ask(outsider)), outsider.name).toBe('missing');
    await api(rivera).rooms.delete({ roomId: room.id });
    expect(await refusalOf(ask(ana))).toBe('missing');
  });

  test('takes a note of 300 characters and refuses what is longer or cannot be stored', async () => {
    const { ana, engine } = stage();
    for (const note of ['x'.repeat(301), 'a\0b', '\ud800', 7, null]) {
      const { error } = await engine.ask(ana, 'joinRequests.ask', { roomId: room.id, note });
      expect(error?.data.error, String(note)).toMatchObject({ fault: 'invalid', data: { field: 'note' } });
    }
    await ask(ana, '𝒳'.repeat(300));
    expect((await list())[0]?.note).toBe('𝒳'.repeat(300));
  });

  test('and withdrawing in turn ends at five a day', async () => {
    const { ana } = stage();
    for (let times = 0; times < 5; times += 1) {
      await ask(ana);
      await withdraw(ana);
    }
    expect(await refusalOf(ask(ana))).toBe('join-requests.too-often');
    await ageBy(25);
    await ask(ana);
  });

  test('somebody who was removed may ask to come back', async () => {
    const { ana, rivera } = stage();
    await api(rivera).participants.add({ roomId: room.id, personId: ana.id });
    await api(rivera).participants.remove({ roomId: room.id, personId: ana.id });
    await ask(ana, 'I am sorry');
    await approve(rivera, await idOf(ana));
    expect(await isIn(ana)).toBe(true);
  });
});

describe('withdrawing', () => {
  test('takes the request out of every queue; without one it is a conflict', async () => {
    const { ana, rivera } = stage();
    await ask(ana);
    const id = await idOf(ana);
    await withdraw(ana);
    expect(await list()).toEqual([]);
    expect(await queue(rivera)).toBeUndefined();
    expect(toldTo(rivera)).toEqual(['queue', 'queue']);
    expect(await mine(ana)).toMatchObject({ state: 'withdrawn', again: 'now' });
    expect(await refusalOf(withdraw(ana))).toBe('join-requests.not-waiting');
    expect(await refusalOf(approve(rivera, id))).toBe('join-requests.not-waiting');
    expect(await refusalOf(deny(rivera, '', id))).toBe('join-requests.not-waiting');
    expect(await isIn(ana)).toBe(false);
  });
});

describe('approving', () => {
  test('lets the asker in, with the role the class gives, and tells all devices', async () => {
    const { ana, rivera, chidi, engine, send, texts } = stage();
    await moderator(chidi);
    await send(room, rivera, 'hello');
    await ask(ana);
    expect(await approve(chidi, await idOf(ana))).toEqual({ approved: 1 });
    expect(await api(ana).rooms.details({ roomId: room.id })).toMatchObject({ role: 'member' });
    expect(toldTo(ana)).toEqual(['mine', 'mine']);
    expect(toldTo(rivera)).toEqual(['queue', 'queue']);
    expect(engine.news).toContainEqual(expect.objectContaining({ kind: 'entered', room: room.id, person: ana.id }));
    expect(await mine(ana)).toBeUndefined();
    expect((await texts(room, ana)).at(-1)).toBe('(added)');
  });

  test('takes many at once, all or none', async () => {
    const { ana, ben, dora, rivera } = stage();
    for (const asker of [ana, ben, dora]) await ask(asker);
    const ids = (await list()).map(({ id }) => id);
    await withdraw(dora);
    const { error } = await stage().engine.ask(rivera, 'joinRequests.approve', { roomId: room.id, requestIds: ids });
    expect(error?.data.error).toMatchObject({ fault: 'conflict', data: { requestIds: [ids[2]] } });
    expect(await isIn(ana)).toBe(false);
    expect(await approve(rivera, ids[0] ?? '', ids[1] ?? '', ids[0] ?? '')).toEqual({ approved: 2 });
    expect([await isIn(ana), await isIn(ben), await isIn(dora)]).toEqual([true, true, false]);
  });

  test('twice, or by two at once, is done once: the other gets a conflict', async () => {
    const { ana, rivera, chidi } = stage();
    await use({ askAgain: 0 });
    await moderator(chidi);
    const races = [(id: string) => deny(chidi, 'no', id), (id: string) => approve(chidi, id)];
    for (const race of [...races, ...races]) {
      await ask(ana);
      const id = await idOf(ana);
      const before = joins();
      const both = await Promise.allSettled([approve(rivera, id), race(id)]);
      const lost = both.filter((answer) => answer.status === 'rejected');
      expect(await Promise.all(lost.map(({ reason }) => refusalOf(Promise.reject(reason))))).toEqual([
        'join-requests.not-waiting',
      ]);
      expect(joins() - before).toBe((await isIn(ana)) ? 1 : 0);
      expect(await refusalOf(approve(rivera, id))).toBe('join-requests.not-waiting');
      expect(await refusalOf(deny(rivera, '', id))).toBe('join-requests.not-waiting');
      if (await isIn(ana)) await api(ana).participants.leave({ roomId: room.id });
    }
  });

  test('is for hosts and moderators, in their own room', async () => {
    const { ana, ben, lopez, rivera, freshRoom } = stage();
    for (const person of [ben, lopez]) await api(rivera).participants.add({ roomId: room.id, personId: person.id });
    await ask(ana);
    const id = await idOf(ana);
    for (const reader of [ben, lopez]) {
      expect(await refusalOf(approve(reader, id))).toBe('join-requests.not-allowed');
      expect(await refusalOf(deny(reader, '', id))).toBe('join-requests.not-allowed');
    }
    expect(await refusalOf(approve(ana, id))).toBe('missing');
    const other = await freshRoom({ everyone: false, entry: 'on-request' });
    const elsewhere = { roomId: other.id, requestIds: [id] };
    expect(await refusalOf(api(rivera).joinRequests.approve(elsewhere))).toBe('missing');
    expect(await refusalOf(approve(rivera, newId()))).toBe('missing');
    expect(await isIn(ana)).toBe(false);
  });
});

describe('denying', () => {
  test('tells the asker why, and when they may ask again', async () => {
    const { ana, ben, rivera } = stage();
    await ask(ana);
    await ask(ben);
    const ids = (await list()).map(({ id }) => id);
    expect(await deny(rivera, ' The group is full ', ...ids)).toEqual({ denied: 2 });
    expect(await list()).toEqual([]);
    const answer = await mine(ana);
    expect(answer).toMatchObject({ state: 'denied', reason: 'The group is full' });
    expect(new Date(answer?.again ?? '').getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect(toldTo(ana)).toEqual(['mine', 'mine']);
    expect(await isIn(ana)).toBe(false);
    expect(await refusalOf(ask(ana))).toBe('join-requests.too-soon');
    await ageBy(24);
    expect(await mine(ana)).toMatchObject({ again: 'now' });
    await ask(ana, 'again');
    expect(await list()).toMatchObject([{ note: 'again' }]);
  });

  test('is the last word where the school says never', async () => {
    const { ana, rivera } = stage();
    await use({ askAgain: 'never' });
    await ask(ana);
    await deny(rivera, '', await idOf(ana));
    await ageBy(10_000);
    expect(await mine(ana)).toMatchObject({ state: 'denied', again: 'never' });
    expect(await refusalOf(ask(ana))).toBe('join-requests.not-again');
    await api(rivera).participants.add({ roomId: room.id, personId: ana.id });
    expect(await isIn(ana)).toBe(true);
  });

  test('holds although one withdrew since', () => {
    const settings = joinRequests.settings.parse({ askAgain: 2 });
    const noon = Date.parse('2026-03-04T12:00:00Z');
    const denied = { state: 'denied', answeredAt: '2026-03-04T11:00:00Z' };
    expect(askAgain(denied, settings, noon)).toBe('2026-03-04T13:00:00.000Z');
    expect(askAgain(denied, settings, noon + 3_600_000)).toBe('now');
    expect(askAgain({ ...denied, state: 'approved' }, settings, noon)).toBe('now');
  });
});

describe('a request ends', () => {
  const expectEnded = async (who: TestPerson) => {
    const rows = await stage().engine.rows('select state from join_requests where person_id = $1 and room_id = $2', [
      who.id,
      room.id,
    ]);
    expect(rows).toEqual([{ state: 'ended' }]);
    expect(toldTo(stage().rivera)).toEqual(['queue', 'queue']);
  };

  test('when the asker leaves the class', async () => {
    const { ben, rivera, biology } = stage();
    await ask(ben);
    const id = await idOf(ben);
    const place = { classroomId: biology.id, personId: ben.id };
    await api(rivera).classrooms.unenrol(place);
    await expectEnded(ben);
    expect(await refusalOf(approve(rivera, id))).toBe('join-requests.not-waiting');
    await api(rivera).classrooms.enrol({ ...place, role: 'student' });
    expect(await list()).toEqual([]);
  });

  test('when somebody is no longer at the school', async () => {
    const { ben, rivera, head } = stage();
    await ask(ben);
    const id = await idOf(ben);
    await api(head).people.end({ personId: ben.id });
    await expectEnded(ben);
    expect(await refusalOf(approve(rivera, id))).toBe('join-requests.not-waiting');
    await api(head).people.restore({ personId: ben.id });
    expect(await list()).toEqual([]);
  });

  test('when the room is archived, and stays ended', async () => {
    const { ben, rivera } = stage();
    await ask(ben);
    await api(rivera).rooms.archive({ roomId: room.id, archived: true });
    await expectEnded(ben);
    await api(rivera).rooms.archive({ roomId: room.id, archived: false });
    expect(await mine(ben)).toMatchObject({ state: 'ended', again: 'now' });
  });

  test('when the room is deleted', async () => {
    const { ben, rivera } = stage();
    await ask(ben);
    await api(rivera).rooms.delete({ roomId: room.id });
    expect(await mine(ben)).toBeUndefined();
    expect(toldTo(ben)).toEqual(['mine', 'mine']);
  });

  test('when somebody adds the asker by hand', async () => {
    const { ben, rivera } = stage();
    await ask(ben);
    const id = await idOf(ben);
    await api(rivera).participants.add({ roomId: room.id, personId: ben.id });
    await expectEnded(ben);
    expect(await refusalOf(approve(rivera, id))).toBe('join-requests.not-waiting');
  });

  test('after the days the school set, by a job, and one may ask again', async () => {
    const { ana, ben, rivera, engine } = stage();
    await use({ expireAfter: 2 });
    await ask(ana);
    await ageBy(49);
    await ask(ben);
    expect(await list()).toMatchObject([{ name: 'Ben' }]);
    await runScheduledJob(engine.engine, 'join-requests.expire');
    expect(await mine(ana)).toMatchObject({ state: 'expired', again: 'now' });
    expect(await mine(ben)).toMatchObject({ state: 'waiting' });
    expect(await queue(rivera)).toBe(1);
    await ask(ana);
    expect(await queue(rivera)).toBe(2);
  });

  test('while the plugin was off: it waits no more once it is on, and the job tidies it', async () => {
    const { ana, ben, rivera, engine } = stage();
    await ask(ana);
    await ask(ben);
    await engine.usePlugins('oakwood', {});
    await api(rivera).participants.add({ roomId: room.id, personId: ana.id });
    await use({});
    expect(await list()).toMatchObject([{ name: 'Ben' }]);
    expect(await queue(rivera)).toBe(1);
    await runPromised(engine.engine, {
      ...{ schoolId: engine.school('oakwood').id, kind: 'join-requests.expire', roomId: null, seq: null },
      ...{ payload: {}, byPlugin: 'join-requests' },
    });
    const rows = await engine.rows('select state from join_requests where room_id = $1 order by asked_at', [room.id]);
    expect(rows).toEqual([{ state: 'ended' }, { state: 'waiting' }]);
  });
});

describe('a room opened to its class', () => {
  test('lets in who waits, except those who were removed from it', async () => {
    const { ana, ben, dora, rivera, engine } = stage();
    await api(rivera).participants.add({ roomId: room.id, personId: dora.id });
    await api(rivera).participants.remove({ roomId: room.id, personId: dora.id });
    for (const asker of [ana, ben, dora]) await ask(asker);
    await api(rivera).rooms.changeEntry({ roomId: room.id, entry: 'open' });
    await engine.settled();
    expect([await isIn(ana), await isIn(ben), await isIn(dora)]).toEqual([true, true, false]);
    expect(await list()).toMatchObject([{ name: 'Dora' }]);
    expect(toldTo(ana)).toEqual(['mine', 'mine']);
  });
});

describe('a notice', () => {
  test('of a request goes to those who answer it, of the answer to who asked', async () => {
    const { ana, ben, chidi, rivera, engine } = stage();
    await moderator(chidi);
    await api(rivera).participants.add({ roomId: room.id, personId: ben.id });
    await ask(ana);
    await deny(rivera, '', await idOf(ana));
    const told = engine.heard(room.id).filter(({ event }) => event.startsWith('join-requests.'));
    const to = await engine.database.inSchool(engine.school('oakwood').id, (em) =>
      Promise.all(
        told.map(({ event, payload }) => {
          const notice = Object.values(notices).find(({ on }) => on === event);
          return notice?.to({ roomId: room.id, payload } as never, { em } as Context);
        }),
      ),
    );
    expect(to).toEqual([[rivera.id, chidi.id].sort(), [ana.id]]);
  });
});

describe('privacy', () => {
  test('gives a person their requests, and forgets them', async () => {
    const { ana, rivera, engine } = stage();
    await ask(ana, 'please');
    await deny(rivera, 'full', await idOf(ana));
    await engine.database.inSchool(engine.school('oakwood').id, async (em) => {
      const ctx = { em } as Context;
      const rows: unknown[] = [];
      for await (const row of privacy.export({ id: ana.id } as Person, ctx)) rows.push(row);
      expect(rows).toContainEqual(expect.objectContaining({ room_id: room.id, note: 'please', reason: 'full' }));
      expect(await privacy.retain(new Date('2020-01-01'), ctx)).toBe(0);
      await privacy.erase({ id: ana.id } as Person, ctx);
    });
    expect(await mine(ana)).toBeUndefined();
  });
});
