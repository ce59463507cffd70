import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();

const api = (who: TestPerson) => stage().engine.as(who);
const rolesIn = async (roomId: string, reader = stage().ben): Promise<Record<string, string>> => {
  const all = await api(reader).participants.list({ roomId });
  return Object.fromEntries(all.filter(({ leftAt }) => leftAt === null).map(({ person, role }) => [person.name, role]));
};

describe('leaving', () => {
  test('takes a person out of the room at once, and lets them join again as what they are in class', async () => {
    const { engine, rivera, ana, ben, texts, freshRoom } = stage();
    const { id: roomId } = await freshRoom();
    await api(rivera).participants.changeRole({ roomId, personId: ana.id, role: 'moderator' });
    await api(ana).participants.leave({ roomId });
    expect(await refusalOf(api(ana).messages.page({ roomId }))).toBe('missing');
    expect(await refusalOf(api(ana).participants.leave({ roomId }))).toBe('missing');
    expect(engine.news).toContainEqual({
      kind: 'exited',
      schoolId: ana.schoolId,
      room: roomId,
      person: ana.id,
      head: expect.any(Number),
    });
    const listed = (await api(ben).participants.list({ roomId })).find(({ person }) => person.id === ana.id);
    expect(listed).toMatchObject({ leftAt: expect.any(String), person: { name: 'Ana Lopez' } });
    expect(await api(ana).rooms.join({ roomId })).toMatchObject({ role: 'member' });
    expect(await texts({ id: roomId }, ben)).toEqual(['(left)', '(joined)']);
  });

  test('is heard of by those who stay, and not by whoever left: they are off the room before it is said', async () => {
    const { engine, ana, freshRoom } = stage();
    const { id: roomId } = await freshRoom();
    const before = engine.news.length;
    await api(ana).participants.leave({ roomId });
    expect(engine.ownNews(before).map(({ kind }) => kind)).toEqual(['exited', 'events']);
    const joining = engine.news.length;
    await api(ana).rooms.join({ roomId });
    expect(engine.ownNews(joining).map(({ kind }) => kind)).toEqual(['entered', 'events']);
  });
});

describe('the last host leaving', () => {
  test('hands over to whoever has been moderator longest', async () => {
    const { rivera, ana, ben, freshRoom } = stage();
    const { id: roomId } = await freshRoom({ everyone: false });
    for (const { id: personId } of [ben, ana]) {
      await api(rivera).participants.add({ roomId, personId });
      await api(rivera).participants.changeRole({ roomId, personId, role: 'moderator' });
    }
    await api(rivera).participants.leave({ roomId });
    expect(await rolesIn(roomId)).toEqual({ 'Ana Lopez': 'moderator', Ben: 'host' });
  });

  test('hands over to the class’s teacher when there is no moderator', async () => {
    const { rivera, stone, biology } = stage();
    const hall = await stage().person('oakwood', 'assistant', 'Mr Hall');
    await api(rivera).classrooms.enrol({ classroomId: biology.id, personId: hall.id, role: 'assistant' });
    await api(rivera).classrooms.enrol({ classroomId: biology.id, personId: stone.id, role: 'teacher' });
    const { id: roomId } = await api(hall).rooms.open({ classroomId: biology.id, title: 'Lab' });
    await api(stone).rooms.join({ roomId });
    await api(hall).participants.changeRole({ roomId, personId: stone.id, role: 'member' });
    await api(hall).participants.leave({ roomId });
    expect(await rolesIn(roomId, stone)).toEqual({ 'Mr Stone': 'host' });
    await api(rivera).classrooms.unenrol({ classroomId: biology.id, personId: stone.id });
    await api(rivera).classrooms.unenrol({ classroomId: biology.id, personId: hall.id });
  });

  test('changes nobody while another host stays', async () => {
    const { rivera, ana, ben, freshRoom } = stage();
    const { id: roomId } = await freshRoom();
    await api(rivera).participants.changeRole({ roomId, personId: ana.id, role: 'host' });
    await api(rivera).participants.changeRole({ roomId, personId: ben.id, role: 'moderator' });
    await api(rivera).participants.leave({ roomId });
    expect(await rolesIn(roomId)).toMatchObject({ 'Ana Lopez': 'host', Ben: 'moderator' });
  });

  test('never leaves a room of moderators without one, even when two hosts leave at once', async () => {
    const { rivera, ana, ben, freshRoom } = stage();
    for (let round = 0; round < 5; round += 1) {
      const { id: roomId } = await freshRoom();
      await api(rivera).participants.changeRole({ roomId, personId: ana.id, role: 'host' });
      await api(rivera).participants.changeRole({ roomId, personId: ben.id, role: 'moderator' });
      await Promise.all([rivera, ana].map((who) => api(who).participants.leave({ roomId })));
      expect(await rolesIn(roomId)).toMatchObject({ Ben: 'host' });
    }
  });
});

describe('removing', () => {
  test('keeps a person out until somebody brings them back', async () => {
    const { engine, rivera, ana, ben, freshRoom, texts } = stage();
    const { id: roomId } = await freshRoom();
    await api(rivera).participants.remove({ roomId, personId: ana.id });
    expect(await refusalOf(api(ana).messages.page({ roomId }))).toBe('missing');
    expect(await refusalOf(api(ana).rooms.join({ roomId }))).toBe('rooms.removed');
    expect(engine.heard(roomId).at(-2)).toMatchObject({
      event: 'participant.left',
      payload: { person: ana.id, removed: true },
    });
    await api(rivera).participants.add({ roomId, personId: ana.id });
    expect(await rolesIn(roomId)).toMatchObject({ 'Ana Lopez': 'member' });
    await api(ana).participants.leave({ roomId });
    expect(await api(ana).rooms.join({ roomId })).toMatchObject({ role: 'member' });
    expect(await texts({ id: roomId }, ben)).toEqual(['(removed)', '(added)', '(left)', '(joined)']);
  });

  test('is for those who stand above: a moderator removes no host, and nobody themselves', async () => {
    const { rivera, ana, ben, chidi, freshRoom } = stage();
    const { id: roomId } = await freshRoom();
    const remove = (who: TestPerson, { id: personId }: TestPerson) =>
      api(who).participants.remove({ roomId, personId });
    await api(rivera).participants.changeRole({ roomId, personId: ana.id, role: 'moderator' });
    expect(await refusalOf(remove(ana, rivera))).toBe('roles.not-allowed');
    expect(await refusalOf(remove(ana, ana))).toBe('participants.yourself');
    expect(await refusalOf(remove(ben, chidi))).toBe('roles.not-allowed');
    await remove(ana, chidi);
    expect(await refusalOf(remove(ana, chidi))).toBe('missing');
    expect(await refusalOf(remove(rivera, stage().ed))).toBe('missing');
  });
});

describe('adding', () => {
  test('brings in people of the class only, as what they are there, and twice is once', async () => {
    const { engine, rivera, lopez, stone, ed, head, freshRoom } = stage();
    const { id: roomId } = await freshRoom({ everyone: false });
    const add = ({ id: personId }: TestPerson) => api(rivera).participants.add({ roomId, personId });
    await add(lopez);
    await add(lopez);
    expect(await rolesIn(roomId, rivera)).toEqual({ 'Ms Rivera': 'host', 'Mrs Lopez': 'observer' });
    expect(engine.heard(roomId).filter(({ event }) => event === 'participant.joined')).toHaveLength(2);
    for (const who of [stone, ed, head]) expect(await refusalOf(add(who))).toBe('missing');
  });
});

describe('changing a role', () => {
  test('takes effect at once, and is told', async () => {
    const { engine, rivera, ben, ana, send, freshRoom } = stage();
    const room = await freshRoom({ posting: 'announcement' });
    const give = (role: 'moderator' | 'observer') =>
      api(rivera).participants.changeRole({ roomId: room.id, personId: ben.id, role });
    await give('moderator');
    await send(room, ben, 'I may');
    await give('observer');
    expect(await refusalOf(send(room, ben, 'I may not'))).toBe('roles.not-allowed');
    expect(engine.heard(room.id).at(-1)).toMatchObject({
      event: 'participant.changed',
      payload: { person: ben.id, role: 'observer' },
    });
    expect(
      (await api(ana).participants.list({ roomId: room.id })).find(({ person }) => person.id === ben.id)?.role,
    ).toBe('observer');
  });

  test('leaves a room its host', async () => {
    const { rivera, ana, freshRoom } = stage();
    const { id: roomId } = await freshRoom();
    const give = (who: TestPerson, { id: personId }: TestPerson, role: 'host' | 'member') =>
      api(who).participants.changeRole({ roomId, personId, role });
    expect(await refusalOf(give(rivera, rivera, 'member'))).toBe('participants.last-host');
    await give(rivera, ana, 'host');
    await give(ana, rivera, 'member');
    expect(await rolesIn(roomId)).toMatchObject({ 'Ana Lopez': 'host', 'Ms Rivera': 'member' });
    expect(await refusalOf(give(ana, stage().ed, 'member'))).toBe('missing');
  });
});

test('the list of people stands by name, with the addresses of their pictures', async () => {
  const { engine, rivera, ben, freshRoom } = stage();
  const { id: roomId } = await freshRoom();
  await engine.rows(`update person set avatar_version = 'v1' where id = $1`, [ben.id]);
  const people = (await api(rivera).participants.list({ roomId })).map(({ person }) => person);
  expect(people.map(({ name }) => name)).toEqual(['Ana Lopez', 'Ben', 'Chidi', 'Dora', 'Mrs Lopez', 'Ms Rivera']);
  expect(people[1]).toEqual({ id: ben.id, name: 'Ben', avatar: `/avatars/${ben.id}?v=v1`, role: 'student' });
});
