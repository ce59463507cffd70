import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OutsideContext } from '../../engine/index.ts';
import { outsideContext } from '../../engine/plugin-host/outside.ts';
import { type Cast, startCast } from '../../engine/testing/cast.ts';
import { startTestServer, type TestServer } from '../../engine/testing/start-test-server.ts';
import type { RoomView } from '../../engine/views.ts';
import type { notifications } from './contract.ts';
import { digest } from './digest.ts';
import { claimDigest, markMailed } from './digest-rows.ts';
import { EVERY } from './every-message.ts';
import plugin from './server.ts';

const ON = { notifications: true, 'private-threads': { studentToStudent: 'on' } } as const;
let server: TestServer;
let cast: Cast;
let board: RoomView;

beforeAll(async () => {
  server = await startTestServer({ schools: { oakwood: ON } });
  cast = await startCast(server);
  await server.signIn(cast.ana); // has an account now, at an address that is proven
});
afterAll(() => server?.stop());
beforeEach(async () => {
  await server.usePlugins('oakwood', ON);
  for (const table of ['notifications', 'notifications_person', 'notifications_reason'])
    await server.rows(`delete from ${table}`);
  await rm(mailFolder(), { recursive: true, force: true });
  board = await cast.freshRoom({ posting: 'announcement' });
});

const mailFolder = () => join(server.engine.deployment.dataDir, 'mail');
const anasMail = () => server.mails(cast.ana.email);
const me = () => server.as(cast.ana).notifications;
async function announce(text: string, room = board): Promise<void> {
  await cast.send(room, cast.rivera, text);
  await server.settled();
}
/** Half an hour goes by. */
const pass = () =>
  server.rows(`update notifications set due_at = due_at - interval '31 minutes' where mailed_at is null`);
const outside = (): OutsideContext<typeof notifications> =>
  outsideContext(server.engine, { school: server.school('oakwood'), person: null, plugin: 'notifications' }, plugin);
const run = () => digest.runLong({}, outside());

describe('a digest', () => {
  test('is one mail about all that is unread, room by room, once some of it has been for long', async () => {
    const other = await cast.freshRoom({ posting: 'announcement' });
    await announce('No school on Friday');
    await run();
    expect(await anasMail()).toEqual([]);
    await pass();
    await announce('Nor on Monday', other);
    await run();
    const [mail, ...more] = await anasMail();
    expect(more).toEqual([]);
    expect(mail?.subject).toBe('2 unread notifications at Oakwood School');
    expect(mail?.text).toContain('Ms Rivera announced something in 7B. “No school on Friday”');
    expect(mail?.text).toContain('“Nor on Monday”');
    expect(mail?.links).toContain(`http://127.0.0.1/oakwood/${board.classroomId}/${board.id}`);
    expect(mail?.links).toContain(`http://127.0.0.1/oakwood/${other.classroomId}/${other.id}`);
  });

  test('names the plugin that said something in its own name', async () => {
    await outside().work((ctx) => ctx.say(board.id, { key: 'friday', text: 'No school on Friday' }));
    await server.settled();
    await pass();
    await run();
    expect((await anasMail())[0]?.text).toContain('Notifications announced something in 7B. “No school on Friday”');
  });

  test('is sent once, however often and however many at once its job is run', async () => {
    await announce('No school on Friday');
    await pass();
    await Promise.all([run(), run(), run()]);
    await run();
    expect(await anasMail()).toHaveLength(1);
  });

  test('tells nothing of what was read, deleted, or is out of reach by then', async () => {
    const { id: messageId } = await cast.send(board, cast.rivera, 'never mind');
    const left = await cast.freshRoom({ posting: 'announcement', everyone: false });
    await server.as(cast.rivera).participants.add({ roomId: left.id, personId: cast.ana.id });
    await announce('between us', left);
    const read = await cast.freshRoom({ posting: 'announcement' });
    await announce('seen already', read);
    await announce('still there');
    await server.as(cast.rivera).messages.delete({ roomId: board.id, messageId });
    await server.as(cast.rivera).participants.remove({ roomId: left.id, personId: cast.ana.id });
    await server.as(cast.ana).rooms.see({ roomId: read.id, seq: 1_000 });
    await server.settled();
    await pass();
    await run();
    const [mail] = await anasMail();
    expect(mail?.text).toContain('still there');
    for (const gone of ['never mind', 'between us', 'seen already']) expect(mail?.text).not.toContain(gone);
  });

  test('is not sent while it is quiet for its reader, nor about a room they have muted since', async () => {
    await announce('No school on Friday');
    await pass();
    const quietHours = '00:00-23:59';
    await me().chooseTimes({ quietHours, quietWeekends: false, mail: true });
    await run();
    expect(await anasMail()).toEqual([]);
    await me().chooseTimes({ quietHours: '', quietWeekends: false, mail: true });
    await me().choose({ roomId: board.id, level: 'none', mutedUntil: null });
    await run();
    expect(await anasMail()).toEqual([]);
    await me().choose({ roomId: board.id, level: 'all', mutedUntil: null });
    await run();
    expect(await anasMail()).toHaveLength(1);
  });

  test('goes to nobody whose address is not proven, and to nobody at a school that mails nothing', async () => {
    await announce('No school on Friday');
    await pass();
    await server.usePlugins('oakwood', { ...ON, notifications: { mailAfter: 0 } });
    await run();
    expect(await anasMail()).toEqual([]);
    await server.usePlugins('oakwood', ON);
    await run();
    expect(await anasMail()).toHaveLength(1);
    expect(await server.mails(cast.ben.email)).toEqual([]);
  });

  test('goes to nobody who is no longer at the school, neither about what waited for them nor about what came after', async () => {
    await announce('No school on Friday');
    await pass();
    const personId = cast.ana.id;
    await server.as(cast.head).people.end({ personId });
    await announce('Nor on Monday');
    await pass();
    await run();
    expect(await anasMail()).toEqual([]);
    expect(await server.rows('select 1 from notifications where person_id = $1', [personId])).toHaveLength(1);
    await server.as(cast.head).people.restore({ personId });
    await announce('But on Tuesday');
    await pass();
    await run();
    expect((await anasMail()).at(-1)?.text).toContain('But on Tuesday');
  });

  test('of a process that died before the mail server had it is sent by the next one, once, and by nobody meanwhile', async () => {
    await announce('No school on Friday');
    await pass();
    expect(await outside().work((work) => claimDigest(cast.ana.id, work))).not.toBeNull();
    await Promise.all([run(), run()]);
    expect(await anasMail()).toEqual([]);
    await server.rows('update notifications_person set mail_from = now()');
    await Promise.all([run(), run(), run()]);
    expect(await anasMail()).toHaveLength(1);
  });

  test('tells what came while it was under way in the next mail, and nothing twice', async () => {
    await announce('No school on Friday');
    await pass();
    const claimed = await outside().work((work) => claimDigest(cast.ana.id, work));
    await announce('Nor on Monday');
    await pass();
    if (claimed) await outside().work((work) => markMailed(claimed, work));
    await run();
    const mails = await anasMail();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('Nor on Monday');
    expect(mails[0]?.text).not.toContain('Friday');
  });

  test('that could not be handed over is sent later, and no notice is lost or sent twice', async () => {
    await announce('No school on Friday');
    await pass();
    await writeFile(mailFolder(), 'a file in the way');
    await expect(run()).rejects.toThrow('1 digest(s) were not mailed');
    const marked = 'select 1 from notifications where person_id = $1 and mailed_at is not null';
    expect(await server.rows(marked, [cast.ana.id])).toEqual([]);
    await rm(mailFolder());
    await run();
    expect(await anasMail()).toEqual([]);
    await server.rows('update notifications_person set mail_from = now()');
    await run();
    await run();
    expect(await anasMail()).toHaveLength(1);
  });
});

describe('the text of a private message', () => {
  const write = async () => {
    const { roomId } = await server.as(cast.ben).privateThreads.start({ roomId: cast.room.id, personId: cast.ana.id });
    await cast.send({ ...cast.room, id: roomId }, cast.ben, 'a secret');
    await server.settled();
    await pass();
    await run();
    return (await anasMail()).at(-1)?.text ?? '';
  };

  test('does not leave the server, though it is said who wrote', async () => {
    const text = await write();
    expect(text).toContain('wrote to you privately');
    expect(text).not.toContain('secret');
  });

  test('does where the school says so', async () => {
    await server.usePlugins('oakwood', { ...ON, notifications: { privateTexts: true } });
    expect(await write()).toContain('a secret');
  });
});

describe('an address that ends mail', () => {
  const linksOf = async () => ((await anasMail()).at(-1)?.links ?? []).filter((link) => link.includes('/stop-mail/'));
  const here = (link = '') => link.replace('http://127.0.0.1', server.url);
  async function another(): Promise<number> {
    const before = (await anasMail()).length;
    await announce('again');
    await pass();
    await run();
    return (await anasMail()).length - before;
  }

  test('about one kind does so without signing in, by a press and not by a look', async () => {
    await another();
    const link = here((await linksOf()).find((of) => of.includes('engine.announcement')));
    const look = await fetch(link);
    expect(look.status).toBe(200);
    expect(await look.text()).toContain('Do you want to get no more mail about “Announcements” from Oakwood School?');
    expect(await another()).toBe(1);
    const press = await fetch(link, { method: 'POST' });
    expect(await press.text()).toContain('You will get no more mail about “Announcements”');
    expect(await another()).toBe(0);
    const { reasons, mail } = await me().preferences();
    expect(mail).toBe(true);
    expect(await me().mailWay()).toEqual({ delivers: false, mailbox: true });
    expect(reasons.filter((reason) => !reason.mail).map(({ notice }) => notice)).toEqual([
      'engine.announcement',
      EVERY,
    ]);
    expect(await me().counts()).toEqual({ unread: 3 });
  });

  test('who has no address is offered none', async () => {
    const [classroomId, of] = [cast.biology.id, server.as(cast.rivera).classrooms];
    await of.enrolMany({ classroomId, csv: 'Name\nPip Bare' });
    const pip = (await of.roster({ classroomId })).find(({ person }) => person.name === 'Pip Bare')?.person.id ?? '';
    const { cards } = await of.makeCards({
      classroomId,
      personIds: [pip],
      until: new Date(Date.now() + 864e5).toISOString().slice(0, 10),
    });
    const { token } = await server.overHttp('').session.useCard.mutate({ code: cards[0]?.link.split('#')[1] ?? '' });
    expect(await server.overHttp(token).notifications.mailWay.query()).toEqual({ delivers: false, mailbox: false });
  });

  test('about everything stands in the head of the mail too, for programs that end it by themselves', async () => {
    await another();
    const [file = ''] = (await readdir(mailFolder())).filter((name) => name.endsWith('.eml'));
    const source = (await readFile(join(mailFolder(), file), 'utf8')).replace(/\n[ \t]+/g, ' ');
    const link = /^List-Unsubscribe: <(\S+)>$/im.exec(source)?.[1];
    expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/im);
    expect(await linksOf()).toContain(link);
    await fetch(here(link), { method: 'POST', body: 'List-Unsubscribe=One-Click' });
    expect((await me().preferences()).mail).toBe(false);
    expect(await another()).toBe(0);
  });

  test('that was changed, or asks for a kind that is not there, ends nothing', async () => {
    await another();
    const link = here((await linksOf()).find((of) => of.includes('engine.announcement')));
    for (const wrong of [
      link.replace('engine.announcement', 'all'),
      link.replace(cast.ana.id, cast.ben.id),
      `${link}x`,
    ])
      expect((await fetch(wrong, { method: 'POST' })).status).toBe(401);
    expect(await another()).toBe(1);
  });
});
