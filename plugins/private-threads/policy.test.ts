import { v7 as newId } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { newWork } from '../../engine/commands/unit-of-work.ts';
import { readHeads } from '../../engine/rooms/read-rooms.ts';
import { refusalOf } from '../../engine/testing/refusal-of.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { Answer, TestPerson } from '../../engine/testing/start-test-engine.ts';
import type { RoomView } from '../../engine/views.ts';
import { DIRECTIONS, type Direction, MODES, type Mode, privateThreads } from './contract.ts';
import { everywhere, privately } from './test-kit.ts';

const stage = useStage();
const { api, rule, start, send, details, rooms, told } = privately(stage);

const PLACES = ['school', 'class', 'room'] as const;
type Place = (typeof PLACES)[number];
type Side = 'student' | 'staff' | 'guardian';

/** Two of each side, all in the class. */
let people: Record<Side, readonly [TestPerson, TestPerson]>;
let outsiders: readonly TestPerson[];

beforeAll(async () => {
  const { ana, ben, rivera, lopez, biology, head, stone, moss, chidi, dora } = stage();
  const colleague = await stage().person('oakwood', 'teacher', 'Mr Colleague');
  const other = await stage().person('oakwood', 'guardian', 'Mr Whitlock');
  await api(rivera).classrooms.enrol({ classroomId: biology.id, personId: colleague.id, role: 'teacher' });
  await api(rivera).classrooms.enrol({ classroomId: biology.id, personId: other.id, role: 'guardian' });
  people = { student: [ana, ben], staff: [colleague, await assistant()], guardian: [lopez, other] };
  // The room's host, one of its members, its class's other student, the admin, a teacher elsewhere, another school.
  outsiders = [rivera, chidi, dora, head, stone, moss];
});

const assistant = async (): Promise<TestPerson> => {
  const person = await stage().person('oakwood', 'assistant', 'Ms Helper');
  await api(stage().rivera).classrooms.enrol({
    classroomId: stage().biology.id,
    personId: person.id,
    role: 'assistant',
  });
  return person;
};

const sidesOf = (direction: Direction): [Side, Side] => {
  const [from, to] = direction.split('To') as [Side, string];
  return [from, to.toLowerCase() as Side];
};
const pairFor = (direction: Direction): [TestPerson, TestPerson] => {
  const [from, to] = sidesOf(direction);
  return [people[from][0], people[to][from === to ? 1 : 0]];
};
/** The rule of one direction, said by one place; everything else is on. */
async function say(place: Place, parent: RoomView, direction: Direction, mode: Mode): Promise<void> {
  const { rivera, biology } = stage();
  const narrowed = { [direction]: mode };
  await rule(everywhere('on', place === 'school' ? narrowed : {}));
  await api(rivera).privateThreads.narrowClass({ classroomId: biology.id, rules: place === 'class' ? narrowed : {} });
  await api(rivera).privateThreads.narrowRoom({ roomId: parent.id, rules: place === 'room' ? narrowed : {} });
}
/** Whether somebody's socket is given a room's events, live and by replay. */
async function follows(who: TestPerson, room: { id: string }): Promise<boolean> {
  const { engine } = stage();
  const school = engine.engine.schools.byId(who.schoolId);
  if (!school) throw new Error('no school');
  const read = (em: Parameters<Parameters<typeof engine.database.readSchool>[1]>[0]) =>
    readHeads(newWork(engine.engine, { school, person: who }, em));
  return (await engine.database.readSchool(who.schoolId, read)).has(room.id);
}

/** Each direction and mode by one place, each place by all modes; with `--long` by every place. */
const placesFor = (direction: Direction, mode: Mode): readonly Place[] =>
  PLACES.filter(
    (_, place) =>
      process.env.LONG === '1' || place === (DIRECTIONS.indexOf(direction) + MODES.indexOf(mode)) % PLACES.length,
  );

describe.each(DIRECTIONS)('%s', (direction) => {
  describe.each(MODES)('%s', (mode) => {
    test.each(placesFor(direction, mode))(
      'said by the %s, holds for starting, writing, lists and live, and tells nobody else',
      async (place) => {
        const [from, to] = pairFor(direction);
        const known = await stage().freshRoom();
        const fresh = await stage().freshRoom();
        await say(place, known, direction, 'on');
        const thread = await start(from, to, { roomId: known.id });
        await send(thread, from, 'before');
        for (const parent of [known, fresh]) await say(place, parent, direction, mode);
        // A room's rule is that room's alone: the last one said is the fresh room's, the first one's still stands.
        await expectStarting(from, to, fresh, mode);
        await expectWriting(from, to, thread, mode);
        await expectSeen(from, to, thread);
        await expectHidden(thread, known);
      },
    );
  });
});

async function expectStarting(from: TestPerson, to: TestPerson, parent: RoomView, mode: Mode): Promise<void> {
  const asked = { roomId: parent.id, personId: to.id };
  const reach = await api(from).privateThreads.reach({ roomId: parent.id });
  const offered = reach.find(({ personId }) => personId === to.id);
  if (mode !== 'off') {
    expect(offered).toEqual({ personId: to.id, mode });
    const started = await api(from).privateThreads.start(asked);
    expect(await details({ id: started.roomId }, to)).toMatchObject({ supervised: mode === 'supervised' });
    return;
  }
  expect(offered).toBeUndefined();
  expect(await refusalOf(api(from).privateThreads.start(asked))).toBe('private-threads.off');
  const there = await api(from).privateThreads.list();
  expect(there.filter(({ parentId }) => parentId === parent.id)).toEqual([]);
}

async function expectWriting(from: TestPerson, to: TestPerson, thread: { id: string }, mode: Mode): Promise<void> {
  const seen = await details(thread, from);
  expect(seen).toMatchObject({ closed: mode === 'off' ? 'off' : null });
  if (mode !== 'off') {
    expect(seen.supervised).toBe(mode === 'supervised');
    await send(thread, from, 'after');
    await send(thread, to, 'answer');
    return;
  }
  const { messages } = await api(from).messages.page({ roomId: thread.id });
  const own = messages.find(({ author }) => author === from.id)?.id ?? '';
  for (const act of [
    () => send(thread, from, 'after'),
    () => api(from).messages.edit({ roomId: thread.id, messageId: own, text: 'changed' }),
    () => api(from).messages.delete({ roomId: thread.id, messageId: own }),
  ])
    expect(await refusalOf(act())).toBe('private-threads.off');
  const reacting = api(from).reactions.add({ roomId: thread.id, messageId: own, emoji: '👍' });
  expect(await refusalOf(reacting)).toBe('reactions.not-allowed');
}

async function expectSeen(from: TestPerson, to: TestPerson, thread: { id: string }): Promise<void> {
  for (const who of [from, to]) {
    expect(await rooms(who)).toContain(thread.id);
    expect((await api(who).privateThreads.list()).map(({ roomId }) => roomId)).toContain(thread.id);
    expect(await follows(who, thread)).toBe(true);
    expect(await stage().texts(thread, who)).toContain('before');
  }
}

/** For everybody else the answers about the conversation are those about one that never was, to the letter. */
async function expectHidden(thread: { id: string }, parent: RoomView): Promise<void> {
  const { engine } = stage();
  const [message] = await engine.rows<{ id: string }>('select id from message where room_id = $1 limit 1', [thread.id]);
  for (const who of outsiders) {
    expect(await rooms(who)).not.toContain(thread.id);
    expect((await api(who).rooms.browse()).map(({ id }) => id)).not.toContain(thread.id);
    expect(
      (
        await api(who)
          .privateThreads?.list?.()
          .catch(() => [])
      )?.map(({ roomId }) => roomId) ?? [],
    ).not.toContain(thread.id);
    expect(await follows(who, thread)).toBe(false);
    await Promise.all(
      asking(who, parent, message?.id ?? '').map(async (ask, place) =>
        expect(await ask(thread.id)).toEqual(await ofNothing(who, place, ask)),
      ),
    );
  }
}

const answered = new Map<string, Promise<Answer>>();
/** What somebody is answered to the same question about a room that never was; it is asked once. */
function ofNothing(who: TestPerson, place: number, ask: (roomId: string) => Promise<Answer>): Promise<Answer> {
  const key = `${who.id} ${place}`;
  const answer = answered.get(key) ?? ask(newId());
  answered.set(key, answer);
  return answer;
}

function asking(who: TestPerson, parent: RoomView, messageId: string): ((roomId: string) => Promise<Answer>)[] {
  const { ben, ana } = stage();
  const { engine } = stage();
  const clientId = newId();
  const of =
    (path: string, more: object = {}) =>
    (roomId: string) =>
      engine.ask(who, path, { roomId, ...more });
  return [
    of('rooms.details'),
    of('rooms.see', { seq: 1 }),
    of('rooms.join'),
    of('messages.page'),
    of('messages.thread', { rootId: messageId }),
    of('messages.history', { messageId }),
    of('messages.send', { clientId, text: 'hello?' }),
    of('participants.list'),
    of('participants.add', { personId: who.id }),
    of('privateThreads.details'),
    of('privateThreads.reach'),
    of('privateThreads.start', { personId: ben.id }),
    of('privateThreads.open', { reason: 'curious' }),
    // A message of it, asked for where one may be.
    () => engine.ask(who, 'privateThreads.start', { roomId: parent.id, personId: ana.id, replyTo: messageId }),
  ];
}

test('searching for people answers the same, whoever has conversations with whom', async () => {
  const { ana, ben, rivera } = stage();
  await rule(everywhere('on'));
  const search = (who: TestPerson) => api(who).people.search({ query: 'b' });
  const before = [await search(ana), await search(rivera)];
  await send(await start(ana, ben, { roomId: (await stage().freshRoom()).id }), ana, 'hi');
  expect([await search(ana), await search(rivera)]).toEqual(before);
});

describe('narrowing', () => {
  test('never allows what is forbidden around it: the strictest of school, class and room holds', async () => {
    const { ana, ben, rivera, biology } = stage();
    const rank = (mode: Mode) => MODES.indexOf(mode);
    const parent = await stage().freshRoom();
    await rule(everywhere('on'));
    await narrowClass({});
    const thread = await start(ana, ben, { roomId: parent.id });
    for (const school of MODES)
      for (const ofClass of MODES)
        for (const ofRoom of MODES) {
          await rule(everywhere('on', { studentToStudent: school }));
          await narrowClass({ studentToStudent: ofClass });
          await api(rivera).privateThreads.narrowRoom({ roomId: parent.id, rules: { studentToStudent: ofRoom } });
          const holds = MODES[Math.max(rank(school), rank(ofClass), rank(ofRoom))];
          const { closed, supervised } = await details(thread, ana);
          expect([school, ofClass, ofRoom, closed === 'off' ? 'off' : supervised ? 'supervised' : 'on']).toEqual([
            school,
            ofClass,
            ofRoom,
            holds,
          ]);
        }
    const around = (await api(rivera).privateThreads.roomRules({ roomId: parent.id })).around.studentToStudent;
    expect(around).toBe('off');
    await narrowClass({});

    async function narrowClass(rules: object) {
      await api(rivera).privateThreads.narrowClass({ classroomId: biology.id, rules });
    }
  });

  test('is for those who run the class, and the staff of the room', async () => {
    const { ana, rivera, stone, head, biology } = stage();
    const [colleague, helper] = people.staff;
    const parent = await stage().freshRoom();
    const ofClass = (who: TestPerson) => api(who).privateThreads.narrowClass({ classroomId: biology.id, rules: {} });
    const ofRoom = (who: TestPerson) => api(who).privateThreads.narrowRoom({ roomId: parent.id, rules: {} });
    for (const who of [rivera, colleague, head]) expect(await ofClass(who)).toEqual({});
    for (const who of [ana, helper]) expect(await refusalOf(ofClass(who))).toBe('private-threads.not-allowed');
    expect(await refusalOf(ofClass(stone))).toBe('missing');
    for (const who of [rivera, colleague, helper]) expect(await ofRoom(who)).toEqual({});
    expect(await refusalOf(ofRoom(ana))).toBe('private-threads.not-allowed');
    for (const who of [stone, head]) expect(await refusalOf(ofRoom(who))).toBe('missing');
    await api(rivera).participants.changeRole({ roomId: parent.id, personId: ana.id, role: 'moderator' });
    expect(await refusalOf(ofRoom(ana))).toBe('private-threads.not-allowed');
  });

  test('is told to everybody of the class at once', async () => {
    const { ana, ben, rivera, stone, biology } = stage();
    const before = [ana, ben, rivera, stone].map(told);
    await api(rivera).privateThreads.narrowClass({ classroomId: biology.id, rules: { studentToStudent: 'off' } });
    expect([ana, ben, rivera, stone].map(told)).toEqual([1, 1, 1, 0].map((more, place) => (before[place] ?? 0) + more));
    await api(rivera).privateThreads.narrowClass({ classroomId: biology.id, rules: {} });
  });

  test('waits for what is being written, and lets nothing through after it', async () => {
    const { engine, ana, ben, rivera, biology } = stage();
    await rule(everywhere('on'));
    const thread = await start(ana, ben, { roomId: (await stage().freshRoom()).id });
    for (let round = 0; round < 5; round += 1) {
      const narrow = (mode: Mode) =>
        api(rivera).privateThreads.narrowClass({ classroomId: biology.id, rules: { studentToStudent: mode } });
      const sends = Array.from({ length: 4 }, (_, n) => send(thread, ana, `${round} ${n}`).catch(() => null));
      await Promise.all([...sends.slice(0, 2), narrow('off'), ...sends.slice(2)]);
      const count = async () =>
        (await engine.rows("select 1 from message where room_id = $1 and kind = 'text'", [thread.id])).length;
      const stored = await count();
      expect(await refusalOf(send(thread, ana, 'too late'))).toBe('private-threads.off');
      expect(await count()).toBe(stored);
      await narrow('on');
    }
  });
});

test('a school that says nothing keeps children from each other and lets them reach their teacher under supervision', () => {
  expect(privateThreads.settings.parse({})).toEqual({
    studentToStudent: 'off',
    studentToStaff: 'supervised',
    studentToGuardian: 'off',
    staffToStudent: 'supervised',
    staffToStaff: 'on',
    staffToGuardian: 'on',
    guardianToStudent: 'off',
    guardianToStaff: 'on',
    guardianToGuardian: 'off',
  });
});
