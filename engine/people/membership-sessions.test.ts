import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { until } from '../testing/until.ts';

let server: TestServer;
let cast: Cast;
let head: ReturnType<TestServer['overHttp']>;
beforeAll(async () => {
  server = await startTestServer();
  cast = await startCast(server);
  head = server.overHttp(await server.signIn(cast.head));
});
afterAll(() => server?.stop());

async function student(name: string): Promise<TestPerson> {
  const person = await cast.person('oakwood', 'student', name);
  await server.as(cast.rivera).classrooms.enrol({ classroomId: cast.biology.id, personId: person.id, role: 'student' });
  return person;
}
const signInAgain = async ({ email }: TestPerson, password = 'correct horse battery') => {
  const response = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1' },
    body: JSON.stringify({ email, password }),
  });
  return { status: response.status, body: (await response.json()) as { token?: string; error?: object } };
};
const code = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: { data?: { error?: { code: string } } }) => error.data?.error?.code ?? String(error),
  );

test('who has a membership ended reads and writes nothing from the commit on, by socket or not, and learns why', async () => {
  const finn = await student('Finn');
  const token = await server.signIn(finn);
  const socket = server.overSocket(token);
  await until(() => socket.status === 'live');
  const roomId = cast.room.id;
  const heard: string[] = [];
  socket.follow(roomId, 0, { event: ({ payload }) => heard.push(JSON.stringify(payload)), startOver: () => undefined });
  await cast.send(cast.room, cast.rivera, 'while he is here');
  await until(() => heard.some((payload) => payload.includes('while he is here')));

  await head.people.end.mutate({ personId: finn.id });
  const asked = [
    code(socket.api.messages.send.mutate({ roomId, clientId: crypto.randomUUID(), text: 'still here' })),
    code(server.overHttp(token).messages.page.query({ roomId })),
    code(server.overHttp(token).session.me.query()),
  ];
  await cast.send(cast.room, cast.rivera, 'once he is gone');
  await until(() => socket.status === 'signed-out');
  for (const answer of await Promise.all(asked)) expect(answer).not.toBe('done');
  expect(heard.join()).not.toContain('once he is gone');
  expect(await cast.texts(cast.room, cast.rivera)).not.toContain('still here');

  const ended = { slug: 'oakwood', title: 'Oakwood School' };
  expect(await server.overHttp(token).session.ended.query()).toEqual(ended);
  expect(await signInAgain(finn)).toMatchObject({
    status: 403,
    body: { error: { code: 'session.no-school', data: { school: 'Oakwood School' } } },
  });
  expect((await signInAgain(finn, 'not his password')).status).toBe(401);
});

test('whose session ended otherwise is told of no school', async () => {
  const fern = await student('Fern');
  const token = await server.signIn(fern);
  expect(await server.overHttp(token).session.ended.query()).toBeNull();
  await server.overHttp(token).session.signOutEverywhere.mutate();
  expect(await server.overHttp(token).session.ended.query()).toBeNull();
  expect(await server.overHttp('nonsense').session.ended.query()).toBeNull();
});

test('a membership that is taken back opens by a new sign-in, and by no session from before', async () => {
  const kit = await student('Kit');
  const before = await server.signIn(kit);
  await head.people.end.mutate({ personId: kit.id });
  await head.people.restore.mutate({ personId: kit.id });
  expect(await code(server.overHttp(before).session.me.query())).toBe('signed-out');
  const { body } = await signInAgain(kit);
  const rooms = await server.overHttp(body.token ?? '').rooms.list.query();
  expect(rooms.map(({ id }) => id)).toContain(cast.room.id);
});

test('another school of the account is not touched', async () => {
  const both = await student('Both');
  const token = await server.signIn(both);
  const there = await cast.person('elmgrove', 'student', 'Both There');
  const [account] = await server.rows<{ account_id: string }>('select account_id from person where id = $1', [both.id]);
  await server.rows('update person set account_id = $2 where id = $1', [there.id, account?.account_id]);
  await server.overHttp(token).session.switchSchool.mutate({ school: 'elmgrove' });
  await head.people.end.mutate({ personId: both.id });
  expect((await server.overHttp(token).session.me.query()).person.id).toBe(there.id);
  expect(await code(server.overHttp(token).session.switchSchool.mutate({ school: 'oakwood' }))).toBe('missing');
  await head.people.restore.mutate({ personId: both.id });
  expect((await server.overHttp(token).session.me.query()).person.id).toBe(there.id);
});

test('an address that changes signs out whoever came by the old account, and the invited mailbox comes in', async () => {
  const mona = await student('Mona');
  const token = await server.signIn(mona);
  const socket = server.overSocket(token);
  await until(() => socket.status === 'live');
  await head.people.changeAddress.mutate({ personId: mona.id, email: 'mona.new@oakwood.example' });
  await until(() => socket.status === 'signed-out');
  expect((await signInAgain(mona)).status).toBe(403);
  await server.settled();
  const [letter] = await server.mails('mona.new@oakwood.example');
  const invitation = letter?.links[0]?.split('?token=')[1] ?? '';
  const draft = { token: invitation, password: 'a password of her own' };
  await server.overHttp('').session.acceptInvitation.mutate(draft);
  const { body } = await signInAgain({ ...mona, email: 'mona.new@oakwood.example' }, draft.password);
  expect((await server.overHttp(body.token ?? '').session.me.query()).person.id).toBe(mona.id);
});

test('a role that changes sends sockets back to be read anew', async () => {
  const tess = await cast.person('oakwood', 'assistant', 'Tess');
  const socket = server.overSocket(await server.signIn(tess));
  await until(() => socket.status === 'live');
  let lost = 0;
  socket.onStatus((status) => {
    if (status !== 'live') lost += 1;
  });
  await head.people.changeRole.mutate({ personId: tess.id, role: 'teacher' });
  await until(() => lost > 0 && socket.status === 'live');
  expect((await socket.api.session.me.query()).person.role).toBe('teacher');
});
