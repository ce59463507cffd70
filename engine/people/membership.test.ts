import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../commands/command-table.ts';
import { run, sql } from '../database/sql.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();

const api = (who: TestPerson) => stage().engine.as(who);
const office = () => api(stage().head).people;
const found = async (query: string): Promise<string[]> =>
  (await api(stage().rivera).people.search({ query })).map(({ name }) => name);
const roomsOf = async (who: TestPerson): Promise<string[]> => (await api(who).rooms.list()).map(({ id }) => id).sort();
const actsAbout = async ({ id }: { id: string }): Promise<string[]> =>
  (
    await stage().engine.rows<{ act: string }>(
      `select coalesce(h.name, a.by_plugin, 'the operator') || ': ' || what || ' ' || facts::text act
       from person_act a left join person h on h.id = a.by_person where a.person_id = $1 order by a.id`,
      [id],
    )
  ).map(({ act }) => act);
/** A class of its own with its first room, so that whoever is taken out of it is missed nowhere else. */
async function freshClass(...students: readonly TestPerson[]): Promise<{ classroomId: string; roomId: string }> {
  const { id: classroomId } = await api(stage().rivera).classrooms.create({ title: 'Physics' });
  for (const { id: personId } of students)
    await api(stage().rivera).classrooms.enrol({ classroomId, personId, role: 'student' });
  const room = (await api(stage().rivera).rooms.list()).find((one) => one.classroomId === classroomId);
  return { classroomId, roomId: room?.id ?? '' };
}
const newPerson = (name: string, role: TestPerson['role'] = 'student') => stage().person('oakwood', role, name);

describe('a name', () => {
  test('is corrected by an admin, or by a teacher of the student, on every screen and for every search', async () => {
    const { rivera, head, engine } = stage();
    const zoe = await newPerson('Zo? Mart?nez');
    const { roomId } = await freshClass(zoe);
    const since = engine.news.length;
    await api(rivera).people.correctName({ personId: zoe.id, name: 'Zoe\u0308  Marti\u0301nez\u00a0' });
    expect(await found('zoe mart')).toEqual(['Zoë Martínez']);
    const told = engine.ownNews(since).flatMap((news) => (news.kind === 'passing' ? [news] : []));
    expect(told.map((news) => [news.room ?? news.person, (news.frame.payload as { name: string }).name])).toEqual(
      expect.arrayContaining([
        [roomId, 'Zoë Martínez'],
        [zoe.id, 'Zoë Martínez'],
      ]),
    );
    await api(head).people.correctName({ personId: zoe.id, name: 'Zoë Martín' });
    await api(head).people.correctName({ personId: zoe.id, name: 'Zoë Martín' });
    expect(await actsAbout(zoe)).toEqual([
      'Ms Rivera: renamed {"to": "Zoë Martínez", "from": "Zo? Mart?nez"}',
      'Mr Head: renamed {"to": "Zoë Martín", "from": "Zoë Martínez"}',
    ]);
  });

  test('is nobody else’s to correct, and never what a broken file made of it', async () => {
    const { rivera, stone, ana, ben, lopez, elm } = stage();
    const correct = (who: TestPerson, personId: string) =>
      refusalOf(api(who).people.correctName({ personId, name: 'Other' }));
    for (const who of [stone, ben, lopez]) expect(await correct(who, ana.id)).toBe('people.not-yours');
    for (const { id } of [stone, lopez]) expect(await correct(rivera, id)).toBe('people.not-yours');
    expect(await correct(elm, ana.id)).toBe('missing');
    expect(await refusalOf(office().correctName({ personId: ana.id, name: 'Jos\ufffd' }))).toBe('invalid');
  });
});

describe('a school role', () => {
  test('takes along the classes and rooms in which somebody is what they can no longer be', async () => {
    const { engine } = stage();
    const kim = await newPerson('Kim Sato');
    const { classroomId, roomId } = await freshClass(kim);
    expect(await office().changeRole({ personId: kim.id, role: 'teacher' })).toMatchObject({ role: 'teacher' });
    expect(await roomsOf({ ...kim, role: 'teacher' })).toEqual([]);
    expect(engine.news).toContainEqual({ kind: 'person-changed', person: kim.id });
    await api(stage().rivera).classrooms.enrol({ classroomId, personId: kim.id, role: 'teacher' });
    await office().changeRole({ personId: kim.id, role: 'assistant' });
    expect(await roomsOf({ ...kim, role: 'assistant' })).toEqual([roomId]);
    expect(await actsAbout(kim)).toEqual([
      'Mr Head: roleChanged {"to": "teacher", "from": "student"}',
      'Mr Head: roleChanged {"to": "assistant", "from": "teacher"}',
    ]);
  });

  test('of an admin takes along the rooms that were entered as one, and none of their own classes', async () => {
    const vice = await newPerson('Vice Head', 'admin');
    const [entered, hostless] = [await freshClass(), await freshClass()];
    await api(vice).classrooms.create({ title: 'Latin' });
    const own = await roomsOf(vice);
    await api(stage().rivera).participants.leave({ roomId: hostless.roomId });
    for (const { roomId } of [entered, hostless]) await api(vice).rooms.enter({ roomId });
    expect(await roomsOf(vice)).toHaveLength(own.length + 2);
    await office().changeRole({ personId: vice.id, role: 'teacher' });
    expect(await roomsOf({ ...vice, role: 'teacher' })).toEqual(own);
    expect(await roomsOf(stage().rivera)).toContain(hostless.roomId);
  });

  test('takes grants along that only staff can hold, and does not bring them back', async () => {
    const kay = await newPerson('Kay Grant', 'teacher');
    await office().grant({ personId: kay.id, grant: 'safeguarding', held: true });
    await office().changeRole({ personId: kay.id, role: 'guardian' });
    await office().changeRole({ personId: kay.id, role: 'teacher' });
    expect((await office().grants()).map(({ person }) => person.id)).not.toContain(kay.id);
    expect((await actsAbout(kay)).map((act) => act.split(' ')[2])).toEqual([
      'grantGiven',
      'grantTaken',
      'roleChanged',
      'roleChanged',
    ]);
  });

  test('of a class’s only teacher stays, and so does everything else', async () => {
    const lone = await newPerson('Lone Teacher', 'teacher');
    const two = await Promise.all(['One', 'Two'].map((title) => api(lone).classrooms.create({ title })));
    const before = await roomsOf(lone);
    await office().grant({ personId: lone.id, grant: 'safeguarding', held: true });
    expect(await refusalOf(office().changeRole({ personId: lone.id, role: 'student' }))).toBe(
      'classrooms.last-teacher',
    );
    expect(await roomsOf(lone)).toEqual(before);
    expect(before).toHaveLength(two.length);
    expect((await office().grants()).map(({ person }) => person.id)).toContain(lone.id);
    expect(await actsAbout(lone)).toHaveLength(1);
  });
});

describe('an address', () => {
  test('of somebody with an account lets the account go, and invites whoever has the new mailbox', async () => {
    const { engine } = stage();
    const mia = await newPerson('Mia Old');
    const { roomId } = await freshClass(mia);
    await office().changeAddress({ personId: mia.id, email: ' Mia.New@Oakwood.example' });
    await engine.settled();
    const [letter] = await engine.mails('mia.new@oakwood.example');
    expect(letter?.links[0]).toContain('/invitation?token=');
    const [row] = await engine.rows('select email, account_id from person where id = $1', [mia.id]);
    expect(row).toEqual({ email: 'mia.new@oakwood.example', account_id: null });
    expect(engine.news).toContainEqual({ kind: 'person-changed', person: mia.id });
    expect(await roomsOf(mia)).toEqual([roomId]);
    expect(await actsAbout(mia)).toEqual([
      `Mr Head: readdressed {"to": "mia.new@oakwood.example", "from": "${mia.email}"}`,
    ]);
  });

  test('closes the invitations that went to the one before', async () => {
    const { engine } = stage();
    const { personId } = await office().invite({ email: 'typo@oakwod.example', name: 'Typo', role: 'student' });
    await engine.settled();
    await office().changeAddress({ personId, email: 'typo@oakwood.example' });
    await engine.settled();
    const rows = await engine.rows('select 1 from invitation where person_id = $1', [personId]);
    expect(rows).toHaveLength(1);
    const [letter] = await engine.mails('typo@oakwood.example');
    expect(letter?.text).toContain('Hello Typo,');
  });

  test('that is somebody else’s, one’s own, or another admin’s is refused', async () => {
    const { ana, ben, head } = stage();
    const change = (personId: string, email: string) => refusalOf(office().changeAddress({ personId, email }));
    expect(await change(ana.id, ben.email.toUpperCase())).toBe('people.address-taken');
    expect(await change(head.id, 'me@oakwood.example')).toBe('people.not-yourself');
    const other = await newPerson('Other Head', 'admin');
    expect(await change(other.id, 'mine@oakwood.example')).toBe('people.other-admin');
    expect(await change(stage().ed.id, 'ed@oakwood.example')).toBe('missing');
    expect(await office().changeAddress({ personId: ana.id, email: ana.email })).toEqual({ personId: ana.id });
    expect(await actsAbout(ana)).toEqual([]);
    await office().end({ personId: other.id });
  });
});

describe('a membership that ends', () => {
  test('takes somebody out of every list, and leaves what they wrote under their name', async () => {
    const { engine, rivera, ana, send } = stage();
    const finn = await newPerson('Finn Frost');
    const { classroomId, roomId } = await freshClass(finn, ana);
    await send({ id: roomId }, finn, 'remember me');
    const heard = engine.heard(roomId).length;
    await office().end({ personId: finn.id });
    expect(await found('finn')).toEqual([]);
    const roster = await api(rivera).classrooms.roster({ classroomId });
    expect(roster.map(({ person }) => person.id)).not.toContain(finn.id);
    const listed = (await api(ana).participants.list({ roomId })).find(({ person }) => person.id === finn.id);
    expect(listed).toMatchObject({ person: { name: 'Finn Frost', ended: true }, leftAt: expect.any(String) });
    const { messages } = await api(ana).messages.page({ roomId });
    expect(messages.at(-1)).toMatchObject({ text: 'remember me', author: finn.id });
    expect(engine.heard(roomId).slice(heard)).toMatchObject([
      { event: 'participant.left', payload: { person: finn.id, removed: false, ended: true } },
    ]);
    expect(engine.news).toContainEqual({ kind: 'person-changed', person: finn.id });
    const enrolling = { classroomId, personId: finn.id, role: 'student' } as const;
    expect(await refusalOf(api(rivera).classrooms.enrol(enrolling))).toBe('missing');
    expect(await refusalOf(api(finn).messages.page({ roomId }))).toBe('missing');
    expect(await roomsOf(finn)).toEqual([]);
    expect(await actsAbout(finn)).toEqual(['Mr Head: ended {}']);
  });

  test('hands over the rooms they were host of', async () => {
    const { engine, ana } = stage();
    const host = await newPerson('Host Teacher', 'teacher');
    const helper = await newPerson('Helping Hand', 'assistant');
    const { id: classroomId } = await api(host).classrooms.create({ title: 'Handed over' });
    for (const [personId, role] of [
      [helper.id, 'assistant'],
      [ana.id, 'student'],
    ] as const)
      await api(host).classrooms.enrol({ classroomId, personId, role });
    const [room] = (await api(helper).rooms.list()).filter((one) => one.classroomId === classroomId);
    await office().end({ personId: host.id });
    const people = await api(helper).participants.list({ roomId: room?.id ?? '' });
    expect(people.find(({ person }) => person.id === helper.id)).toMatchObject({ role: 'host', leftAt: null });
    await office().restore({ personId: host.id });
    const again = await api(helper).participants.list({ roomId: room?.id ?? '' });
    expect(again.find(({ person }) => person.id === host.id)).toMatchObject({ role: 'host', leftAt: null });
    expect(engine.heard(room?.id ?? '').at(-1)).toMatchObject({ event: 'participant.joined' });
  });

  test('is taken back whole: the classes and rooms of then, and those opened for everyone meanwhile', async () => {
    const { engine, rivera, ana, send } = stage();
    const lee = await newPerson('Lee Back');
    const { classroomId, roomId } = await freshClass(lee, ana);
    const left = await api(rivera).rooms.open({ classroomId, title: 'Left before', everyone: true });
    await api(lee).participants.leave({ roomId: left.id });
    await send({ id: roomId }, ana, 'before');
    const before = await roomsOf(lee);
    await office().end({ personId: lee.id });
    await office().end({ personId: lee.id });
    await send({ id: roomId }, ana, 'meanwhile');
    const later = await api(rivera).rooms.open({ classroomId, title: 'Later', everyone: true });
    await office().restore({ personId: lee.id });
    await office().restore({ personId: lee.id });
    expect(await roomsOf(lee)).toEqual([...before, later.id].sort());
    const { messages } = await api(lee).messages.page({ roomId });
    expect(messages.map(({ text }) => text).filter(Boolean)).toEqual(['before', 'meanwhile']);
    const people = await api(ana).participants.list({ roomId });
    const again = people.find(({ person }) => person.id === lee.id);
    expect(again).toMatchObject({ role: 'member', leftAt: null });
    expect(again?.person).not.toHaveProperty('ended');
    expect(await found('lee')).toEqual(['Lee Back']);
    expect(await actsAbout(lee)).toEqual(['Mr Head: ended {}', 'Mr Head: restored {}']);
    expect(engine.heard(roomId).filter(({ event }) => event === 'participant.joined')).toHaveLength(4);
  });

  test('keeps out whoever staff put out of a room before', async () => {
    const { rivera, ana } = stage();
    const out = await newPerson('Out Law');
    const { roomId } = await freshClass(out, ana);
    await api(rivera).participants.remove({ roomId, personId: out.id });
    await office().end({ personId: out.id });
    await office().restore({ personId: out.id });
    expect(await roomsOf(out)).toEqual([]);
  });

  test('closes the invitation of somebody who never came; restored, they are invited anew', async () => {
    const { engine } = stage();
    const { personId } = await office().invite({
      email: 'never@oakwood.example',
      name: 'Never Came',
      role: 'guardian',
    });
    await engine.settled();
    await office().end({ personId });
    expect(await engine.rows('select 1 from invitation where person_id = $1', [personId])).toEqual([]);
    expect(await refusalOf(office().inviteAgain({ personId }))).toBe('people.ended');
    const again = { email: 'never@oakwood.example', name: 'Never', role: 'guardian' } as const;
    expect(await refusalOf(office().invite(again))).toBe('people.left');
    await office().restore({ personId });
    await office().inviteAgain({ personId });
    await engine.settled();
    expect(await engine.mails('never@oakwood.example')).toHaveLength(2);
    expect(await refusalOf(office().invite(again))).toBe('people.known');
    expect((await actsAbout({ id: personId })).map((act) => act.split(' ')[2])).toEqual([
      'invited',
      'ended',
      'restored',
      'invitedAgain',
    ]);
  });

  test('that has ended changes no more', async () => {
    const gone = await newPerson('Gone Girl', 'teacher');
    await office().end({ personId: gone.id });
    const acts = [
      office().changeRole({ personId: gone.id, role: 'admin' }),
      office().changeAddress({ personId: gone.id, email: 'gone.girl@oakwood.example' }),
      office().grant({ personId: gone.id, grant: 'safeguarding', held: true }),
      office().makeSlip({ personId: gone.id }),
    ];
    expect(new Set(await Promise.all(acts.map(refusalOf)))).toEqual(new Set(['people.ended']));
  });
});

describe('a school keeps an admin', () => {
  test('nobody ends their own membership, and the last admin keeps the role', async () => {
    const { head } = stage();
    expect(await refusalOf(office().end({ personId: head.id }))).toBe('people.not-yourself');
    expect(await refusalOf(office().changeRole({ personId: head.id, role: 'teacher' }))).toBe('people.last-admin');
    const { personId } = await office().invite({ email: 'soon@oakwood.example', name: 'Soon', role: 'admin' });
    expect(await refusalOf(office().changeRole({ personId: head.id, role: 'teacher' }))).toBe('people.last-admin');
    expect(await actsAbout(head)).toEqual([]);
    await office().end({ personId });
  });

  test.each([
    ['end each other’s membership', (by: TestPerson, of: TestPerson) => api(by).people.end({ personId: of.id })],
    [
      'take the role from each other',
      (by: TestPerson, of: TestPerson) => api(by).people.changeRole({ personId: of.id, role: 'student' }),
    ],
    [
      'give up the role themselves',
      (by: TestPerson) => api(by).people.changeRole({ personId: by.id, role: 'student' }),
    ],
  ])('of two who %s at the same moment one stays, and whole', async (_what, act) => {
    const { engine } = stage();
    const { id: schoolId } = engine.school('elmgrove');
    for (let round = 0; round < 10; round += 1) {
      const [one, other] = await Promise.all(
        ['One', 'Other'].map((name) => stage().person('elmgrove', 'admin', `${name} ${_what.slice(0, 4)} ${round}`)),
      );
      if (!one || !other) return expect.unreachable();
      await engine.rows(`update person set role = 'teacher' where school_id = $1 and id not in ($2, $3)`, [
        ...[schoolId, one.id, other.id],
      ]);
      const results = await Promise.allSettled([act(one, other), act(other, one)]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const admins = await engine.rows(
        `select 1 from person where school_id = $1 and role = 'admin' and left_at is null`,
        [schoolId],
      );
      expect(admins).toHaveLength(1);
      const acts = await engine.rows('select 1 from person_act where person_id in ($1, $2)', [one.id, other.id]);
      expect(acts).toHaveLength(1);
    }
  });

  test('an admin of a moment ago acts no more', async () => {
    const { engine } = stage();
    const former = await newPerson('Former Head', 'admin');
    await office().changeRole({ personId: former.id, role: 'teacher' });
    // As a socket that has not heard of it yet would ask.
    expect(await refusalOf(engine.as(former).people.end({ personId: stage().ben.id }))).toBe('people.admins-only');
  });
});

describe('what was done about somebody', () => {
  test('is written with the act or not at all, and nobody who serves requests can change or remove it', async () => {
    const { engine, ana } = stage();
    await office().correctName({ personId: ana.id, name: 'Ana L' });
    await office().correctName({ personId: ana.id, name: 'Ana Lopez' });
    for (const statement of [sql`update person_act set what = 'x'`, sql`delete from person_act`])
      await expect(engine.database.inSchool(ana.schoolId, (em) => run(em, statement))).rejects.toThrow(
        'permission denied',
      );
    const seen = await engine.database.inSchool(stage().ed.schoolId, (em) =>
      run(em, sql`select 1 from person_act where person_id = ${ana.id}`),
    );
    expect(seen).toEqual([]);
  });

  test('a plugin on its own account may do what an admin does, but give nobody a one-time password', async () => {
    const { engine, stone } = stage();
    const asked = { school: engine.school('oakwood'), person: null, plugin: 'roster-sync' };
    const draft = { personId: stone.id, digest: 'a'.repeat(43) };
    const { access } = COMMANDS['person.resetPassword'];
    await expect(async () => access(draft, { asked } as never)).rejects.toMatchObject({ code: 'people.admins-only' });
  });
});

describe('inviting a list', () => {
  const list = [
    'Email,Name,Role',
    'new.one@oakwood.example,New One,teacher',
    'new.two@oakwood.example,New Two,',
    'ana.lopez@oakwood.example,Ana Lopez,student',
    'new.one@oakwood.example,New One again,student',
    'broken@,Broken,student',
    'wizard@oakwood.example,Wizard,wizard',
    'head2@oakwood.example,Second Head,admin',
  ].join('\n');

  test('is previewed line by line, then done line by line; twice is once', async () => {
    const { engine } = stage();
    const { lines } = await office().previewInvites({ csv: list });
    expect(lines.map(({ act }) => act)).toEqual(['invite', 'invite', 'already', 'already', 'skip', 'skip', 'skip']);
    expect(await engine.rows(`select 1 from person where email like 'new.%'`)).toEqual([]);
    const report = await office().inviteMany({ csv: list });
    expect(report).toMatchObject({ invited: 2, already: 2, problems: [{ line: 6 }, { line: 7 }, { line: 8 }] });
    await engine.settled();
    for (const email of ['new.one@oakwood.example', 'new.two@oakwood.example'])
      expect(await engine.mails(email)).toHaveLength(1);
    expect(await office().inviteMany({ csv: list })).toMatchObject({ invited: 0, already: 4 });
    const [one] = await engine.rows<{ id: string; role: string }>(
      `select id, role from person where email = 'new.one@oakwood.example'`,
    );
    expect(one?.role).toBe('teacher');
    expect(await actsAbout(one ?? { id: '' })).toEqual(['Mr Head: invited {"role": "teacher"}']);
  });

  test('is an admin’s, and the preview too', async () => {
    for (const who of [stage().rivera, stage().ana]) {
      expect(await refusalOf(api(who).people.previewInvites({ csv: list }))).toBe('people.admins-only');
      expect(await refusalOf(api(who).people.inviteMany({ csv: list }))).toBe('people.admins-only');
    }
  });
});
