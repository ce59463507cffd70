import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../commands/run-command.ts';
import { holdRow } from '../testing/hold.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();
const api = (who: TestPerson) => stage().engine.as(who);

interface Scene {
  readonly classroomId: string;
  readonly roomId: string;
  readonly rivera: TestPerson;
  readonly stone: TestPerson;
  readonly hall: TestPerson;
  readonly ana: TestPerson;
  readonly ben: TestPerson;
}

let halls = 0;

/** A class of Ms Rivera's alone, with a room of hers in which two students are; Mr Stone and Mr Hall may come. */
async function scene(entry: 'open' | 'on-request' = 'open'): Promise<Scene> {
  const { rivera, stone, ana, ben } = stage();
  const hall = await stage().person('oakwood', 'assistant', `Mr Hall ${++halls}`);
  const { id: classroomId } = await api(rivera).classrooms.create({ title: 'Art 5A' });
  for (const { id: personId } of [ana, ben])
    await api(rivera).classrooms.enrol({ classroomId, personId, role: 'student' });
  const { id: roomId } = await api(rivera).rooms.open({ classroomId, title: 'Club', entry });
  for (const { id: personId } of [ana, ben]) await api(rivera).participants.add({ roomId, personId });
  return { classroomId, roomId, rivera, stone, hall, ana, ben };
}

let colleagues = 0;

/** Another teacher of the class, with a room of theirs in which Ms Rivera is. */
async function withColleague(made: Scene): Promise<{ colleague: TestPerson; roomId: string }> {
  const colleague = await stage().person('oakwood', 'teacher', `Mr Colleague ${++colleagues}`);
  await enrol(made, colleague, 'teacher');
  const { id: roomId } = await api(colleague).rooms.open({ classroomId: made.classroomId, title: 'Lab' });
  await join({ ...made, roomId }, made.rivera);
  return { colleague, roomId };
}

const enrol = ({ classroomId }: Scene, { id: personId }: TestPerson, role: 'teacher' | 'assistant') =>
  api(stage().rivera).classrooms.enrol({ classroomId, personId, role });
const give = ({ roomId }: Scene, { id: personId }: TestPerson, role: 'host' | 'moderator' | 'member') =>
  api(stage().rivera).participants.changeRole({ roomId, personId, role });
const join = ({ roomId }: Scene, who: TestPerson) => api(who).rooms.join({ roomId });
const leave = ({ roomId }: Scene, who: TestPerson, newHost?: TestPerson) =>
  api(who).participants.leave({ roomId, ...(newHost && { newHost: newHost.id }) });

/** By name, the roles of those who are in a room. */
async function rolesIn(roomId: string): Promise<Record<string, string>> {
  const rows = await stage().engine.rows<{ name: string; role: string }>(
    `select h.name, p.role from participant p join person h on h.id = p.person_id
     where p.room_id = $1 and p.left_at is null and h.left_at is null`,
    [roomId],
  );
  return Object.fromEntries(rows.map(({ name, role }) => [name, role]));
}

describe('the last host who leaves', () => {
  test('names who is host, in the same act', async () => {
    const made = await scene();
    await give(made, made.ben, 'moderator');
    await leave(made, made.rivera, made.ana);
    expect(await rolesIn(made.roomId)).toEqual({ 'Ana Lopez': 'host', Ben: 'moderator' });
    expect(
      stage()
        .engine.heard(made.roomId)
        .slice(-3)
        .map(({ event }) => event),
    ).toEqual(['participant.changed', 'participant.left', 'message.sent']);
  });

  test('stays host when whoever they name is not there: nothing is half done', async () => {
    const made = await scene();
    const { rivera, ana, ben, stone, roomId } = made;
    await leave(made, ben);
    const before = stage().engine.heard(roomId).length;
    for (const nobody of [ben, stone, rivera, stage().ed])
      expect(await refusalOf(leave(made, rivera, nobody))).toBe('participants.not-here');
    expect(await rolesIn(roomId)).toEqual({ 'Ms Rivera': 'host', 'Ana Lopez': 'member' });
    expect(await refusalOf(leave(made, ana, rivera))).toBe('roles.not-allowed');
    expect(await rolesIn(roomId)).toEqual({ 'Ms Rivera': 'host', 'Ana Lopez': 'member' });
    expect(stage().engine.heard(roomId)).toHaveLength(before);
  });

  test('and names the other, who does the same at once, is the host of those who stay', async () => {
    const made = await scene();
    const { rivera, ana, ben, roomId } = made;
    await give(made, ana, 'host');
    const hold = await holdRow(stage().engine, 'room', roomId);
    const leaving = Promise.allSettled([leave(made, rivera, ana), leave(made, ana, rivera)]);
    await hold.waitedForBy(2);
    await hold.letGo();
    expect((await leaving).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(Object.values(await rolesIn(roomId)).sort()).toEqual(['host', 'member']);
    expect(Object.keys(await rolesIn(roomId))).toContain(ben.name);
  });
});

describe('however a host goes, somebody is in charge', () => {
  /** What happens to a room of Ms Rivera's, and what everybody is afterwards. */
  const WAYS: Readonly<Record<string, [how: (made: Scene) => Promise<unknown>, after: Record<string, string>]>> = {
    'the last host leaves, and the class has no other staff': [(made) => leave(made, made.rivera), {}],
    'the last host leaves, and a moderator is there': [
      async (made) => {
        await give(made, made.ben, 'moderator');
        await leave(made, made.rivera);
      },
      { Ben: 'host' },
    ],
    'the last host leaves, and another teacher of the class is elsewhere': [
      async (made) => {
        await enrol(made, made.stone, 'teacher');
        await leave(made, made.rivera);
      },
      { 'Mr Stone': 'host' },
    ],
    'the only teacher leaves and comes back': [
      async (made) => {
        await leave(made, made.rivera);
        await join(made, made.rivera);
      },
      { 'Ms Rivera': 'host' },
    ],
    'an assistant comes after the only teacher has left': [
      async (made) => {
        await enrol(made, made.hall, 'assistant');
        await leave(made, made.rivera);
        await join(made, made.hall);
        await join(made, made.rivera);
      },
      { 'Mr Hall': 'host', 'Ms Rivera': 'moderator' },
    ],
    'the last host is taken off the roster': [
      async (made) => {
        await enrol(made, made.hall, 'assistant');
        const { id: roomId } = await api(made.hall).rooms.open({ classroomId: made.classroomId, title: 'Lab' });
        await api(made.hall).participants.add({ roomId, personId: made.ana.id });
        await api(made.rivera).classrooms.unenrol({ classroomId: made.classroomId, personId: made.hall.id });
        Object.assign(made, { roomId });
      },
      { 'Ms Rivera': 'host' },
    ],
    'one host removes the other': [
      async (made) => {
        await give(made, made.ana, 'host');
        await api(made.rivera).participants.remove({ roomId: made.roomId, personId: made.ana.id });
      },
      { 'Ms Rivera': 'host' },
    ],
    'the last host asks to be none': [
      async (made) => {
        expect(await refusalOf(give(made, made.rivera, 'member'))).toBe('participants.last-host');
      },
      { 'Ms Rivera': 'host' },
    ],
    'the other host has left the school, and the one who stays asks to be none': [
      async (made) => {
        await give(made, made.ben, 'host');
        await withoutPerson(made.ben, async () => {
          expect(await refusalOf(give(made, made.rivera, 'member'))).toBe('participants.last-host');
        });
      },
      { 'Ms Rivera': 'host', Ben: 'host' },
    ],
    'somebody of the staff comes after the last host has left the school': [
      async (made) => {
        await enrol(made, made.hall, 'assistant');
        await withoutPerson(made.rivera, () => join(made, made.hall));
      },
      { 'Ms Rivera': 'host', 'Mr Hall': 'host' },
    ],
    'an admin ends the membership of the last host': [
      async (made) => {
        const { colleague, roomId } = await withColleague(made);
        await api(stage().head).people.end({ personId: colleague.id });
        Object.assign(made, { roomId });
      },
      { 'Ms Rivera': 'host' },
    ],
    'an admin makes the last host a guardian': [
      async (made) => {
        const { colleague, roomId } = await withColleague(made);
        await api(stage().head).people.changeRole({ personId: colleague.id, role: 'guardian' });
        Object.assign(made, { roomId });
      },
      { 'Ms Rivera': 'host' },
    ],
    'a moderator comes back to the school after the last host has left': [
      async (made) => {
        const { colleague } = await withColleague(made);
        await join(made, colleague);
        await api(stage().head).people.end({ personId: colleague.id });
        await leave(made, made.rivera);
        await api(stage().head).people.restore({ personId: colleague.id });
      },
      { 'Mr Colleague': 'host' },
    ],
    'a student comes after the last host has left': [
      async (made) => {
        await leave(made, made.ben);
        await leave(made, made.rivera);
        await join(made, made.ben);
      },
      {},
    ],
    'a teacher is enrolled into a class whose room for everyone has no host': [
      async (made) => {
        const { id: roomId } = await api(made.rivera).rooms.open({
          classroomId: made.classroomId,
          title: 'All',
          everyone: true,
        });
        await leave({ ...made, roomId }, made.rivera);
        await enrol(made, made.stone, 'teacher');
        Object.assign(made, { roomId });
      },
      { 'Mr Stone': 'host' },
    ],
    'the only teacher leaves a room on request and comes back without asking': [
      async (made) => {
        const { roomId } = made;
        await api(made.rivera).rooms.changeEntry({ roomId, entry: 'on-request' });
        await leave(made, made.rivera);
        const seen = (who: TestPerson) => api(who).rooms.browse();
        expect((await seen(made.rivera)).find(({ id }) => id === roomId)).toMatchObject({ entry: 'open', people: 2 });
        await leave(made, made.ben);
        expect((await seen(made.ben)).find(({ id }) => id === roomId)).toMatchObject({
          entry: 'on-request',
          people: null,
        });
        expect(await refusalOf(join(made, made.ben))).toBe('rooms.on-request');
        await join(made, made.rivera);
        await enrol(made, made.hall, 'assistant');
        expect(await refusalOf(join(made, made.hall))).toBe('rooms.on-request');
      },
      { 'Ms Rivera': 'host' },
    ],
    'a plugin opens it': [
      async (made) => {
        const asked = { school: stage().engine.school('oakwood'), person: null, plugin: 'typing' };
        const setup = { classroomId: made.classroomId, title: 'Club', everyone: true };
        const { id: roomId } = await runCommand(stage().engine.engine, asked, 'room.open', setup);
        Object.assign(made, { roomId });
      },
      { 'Ms Rivera': 'host' },
    ],
  };

  test.each(Object.entries(WAYS))('%s', async (_way, [how, after]) => {
    const made = await scene();
    await how(made);
    const roles = Object.entries(await rolesIn(made.roomId)).filter(([, role]) => role !== 'member');
    expect(Object.fromEntries(roles.map(([name, role]) => [name.replace(/ \d+$/, ''), role]))).toEqual(after);
  });

  test('whatever twelve acts by anybody are done, alone or at once', async () => {
    const act = fc.record({
      who: fc.nat(4),
      whom: fc.nat(4),
      what: fc.constantFrom('leave', 'leave', 'name', 'join', 'join', 'add', 'remove', 'role', 'unenrol', 'enrol'),
      role: fc.constantFrom('host', 'moderator', 'member'),
    });
    const rounds = fc.array(fc.tuple(act, act), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rounds, async (acts) => {
        const made = await scene();
        await enrol(made, made.stone, 'teacher');
        await enrol(made, made.hall, 'assistant');
        for (const both of acts) {
          await Promise.allSettled(both.map((one) => done(made, one)));
          expect(await uncared(made.roomId)).toEqual([]);
        }
      }),
      { seed: 20_261_201, numRuns: 12 },
    );
  });
});

interface Act {
  readonly who: number;
  readonly whom: number;
  readonly what: string;
  readonly role: string;
}

function done(made: Scene, { who, whom, what, role }: Act): Promise<unknown> {
  const people = [made.rivera, made.stone, made.hall, made.ana, made.ben];
  const [actor, other] = [people[who] as TestPerson, people[whom] as TestPerson];
  const { roomId, classroomId } = made;
  const personId = other.id;
  const { participants, rooms, classrooms } = api(actor);
  const inClass = [made.rivera, made.stone].includes(other) ? 'teacher' : other === made.hall ? 'assistant' : 'student';
  const ways: Record<string, () => Promise<unknown>> = {
    leave: () => participants.leave({ roomId }),
    name: () => participants.leave({ roomId, newHost: personId }),
    join: () => rooms.join({ roomId }),
    add: () => participants.add({ roomId, personId }),
    remove: () => participants.remove({ roomId, personId }),
    role: () => participants.changeRole({ roomId, personId, role: role as 'host' }),
    unenrol: () => classrooms.unenrol({ classroomId, personId }),
    enrol: () => classrooms.enrol({ classroomId, personId, role: inClass }),
  };
  return ways[what]?.() ?? Promise.resolve();
}

/** Those of a room who could be in charge of it, when nobody is. */
const uncared = (roomId: string): Promise<object[]> =>
  stage().engine.rows(
    `select h.name, p.role, e.role in_class from participant p
     join person h on h.id = p.person_id join room r on r.id = p.room_id
     left join enrolment e on e.person_id = h.id and e.classroom_id = r.classroom_id and e.ended_at is null
     where p.room_id = $1 and p.left_at is null and (p.role = 'moderator' or e.role = 'teacher')
       and not exists (select 1 from participant o where o.room_id = r.id and o.left_at is null and o.role = 'host')`,
    [roomId],
  );

/** As long as the school does not have somebody. */
async function withoutPerson({ id }: TestPerson, act: () => Promise<unknown>): Promise<void> {
  await stage().engine.rows('update person set left_at = now() where id = $1', [id]);
  await act().finally(() => stage().engine.rows('update person set left_at = null where id = $1', [id]));
}
