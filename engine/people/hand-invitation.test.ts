import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const CHOSEN = 'a password of my own';
let server: TestServer;
let cast: Cast;
let head: ReturnType<TestServer['overHttp']>;
beforeAll(async () => {
  server = await startTestServer();
  cast = await startCast(server);
  head = server.overHttp(await server.signIn(cast.head));
});
afterAll(() => server?.stop());

const visitor = () => server.overHttp('');
const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: { data?: { error?: { code: string } } }) => error.data?.error?.code ?? String(error),
  );
const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';
async function handed(name: string, email: string) {
  const { personId } = await head.people.invite.mutate({ email, name, role: 'teacher' });
  const { link } = await head.people.handInvitation.mutate({ personId });
  return { personId, token: tokenOf(link) };
}

test('an invitation that an admin hands on opens an account once, and stands in the history', async () => {
  const { personId, token } = await handed('Ms Gray', 'gray@oakwood.example');
  expect(await visitor().session.invitation.query({ token })).toMatchObject({ name: 'Ms Gray', hasAccount: false });
  await visitor().session.acceptInvitation.mutate({ token, password: CHOSEN });
  const used = visitor().session.acceptInvitation.mutate({ token, password: CHOSEN });
  expect(await codeOf(used)).toBe('session.link-expired');
  const { acts, invited } = await head.people.details.query({ personId });
  expect(invited).toBe(false);
  expect(acts.map(({ what }) => what)).toEqual(['invitationHanded', 'invited']);
});

test('it proves no mailbox, while a link that was mailed does', async () => {
  const isProven = async (email: string) =>
    (
      await server.rows<{ proven: boolean }>(`select "emailVerified" proven from auth."user" where email = $1`, [email])
    )[0]?.proven;
  const { token } = await handed('Mr Hand', 'hand@oakwood.example');
  await visitor().session.acceptInvitation.mutate({ token, password: CHOSEN });
  expect(await isProven('hand@oakwood.example')).toBe(false);
  await handed('Mr Post', 'post@oakwood.example');
  await server.settled();
  const [letter] = await server.mails('post@oakwood.example');
  await visitor().session.acceptInvitation.mutate({ token: tokenOf(letter?.links[0] ?? ''), password: CHOSEN });
  expect(await isProven('post@oakwood.example')).toBe(true);
});

test('an account that is there is opened by its own password only', async () => {
  await server.accounts.passwords.create({
    ...{ email: 'there@oakwood.example', name: 'There', password: 'the password of then', proven: true },
  });
  const { token } = await handed('Was There', 'there@oakwood.example');
  const accept = (password: string) => codeOf(visitor().session.acceptInvitation.mutate({ token, password }));
  expect(await accept(CHOSEN)).toBe('session.wrong-password');
  expect(await accept('the password of then')).toBe('done');
});

test('nobody is handed one who has an account, no address, or ended; and no teacher gets any', async () => {
  const { ana, rivera, ed, biology } = cast;
  const hand = (personId: string, who = head) => codeOf(who.people.handInvitation.mutate({ personId }));
  expect(await hand(ana.id)).toBe('people.known');
  expect(await hand(ed.id)).toBe('missing');
  await server.as(rivera).classrooms.enrolMany({ classroomId: biology.id, csv: 'Name\nZoe Bare' });
  const [bare] = await server.rows<{ id: string }>(`select id from person where name = 'Zoe Bare'`, []);
  expect(await hand(bare?.id ?? '')).toBe('people.known');
  const invited = { email: 'left@oakwood.example', name: 'Left', role: 'student' } as const;
  const { personId } = await head.people.invite.mutate(invited);
  const teacher = server.overHttp(await server.signIn(rivera));
  expect(await hand(personId, teacher)).toBe('people.admins-only');
  await head.people.end.mutate({ personId });
  expect(await hand(personId)).toBe('people.ended');
});
