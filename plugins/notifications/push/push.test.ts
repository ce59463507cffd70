import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { outsideContext } from '../../../engine/plugin-host/outside.ts';
import { type Cast, startCast } from '../../../engine/testing/cast.ts';
import { startTestServer, type TestServer } from '../../../engine/testing/start-test-server.ts';
import { until } from '../../../engine/testing/until.ts';
import type { RoomView } from '../../../engine/views.ts';
import plugin from '../server.ts';
import { pushJob } from './push.ts';
import { dueAgain } from './push-rows.ts';
import { makeBrowser, startPushService } from './test-kit.ts';
import { openVapidKeys } from './vapid-keys.ts';

const ON = { notifications: true, 'private-threads': { studentToStudent: 'on' } } as const;
const QUICK = { gatherMs: 10, lingerMs: 10, beatMs: 50, silentMs: 5_000 };
let server: TestServer;
let service: Awaited<ReturnType<typeof startPushService>>;
let cast: Cast;
let board: RoomView;
let token: string;

beforeAll(async () => {
  [server, service] = await Promise.all([
    startTestServer({ schools: { oakwood: ON }, connections: QUICK }),
    startPushService(),
  ]);
  cast = await startCast(server);
});
afterAll(async () => {
  await server?.stop();
  await service?.stop();
});
beforeEach(async () => {
  await server.usePlugins('oakwood', ON);
  for (const table of ['notifications', 'notifications_device', 'notifications_reason'])
    await server.rows(`delete from ${table}`);
  await server.rows('delete from auth."user"');
  service.posted.length = 0;
  service.answers.clear();
  board = await cast.freshRoom({ posting: 'announcement' });
  token = await server.signIn(cast.ana);
});

const anas = () => server.overHttp(token).notifications;

/** Ana has a browser pushed to. It is added as one of the internet's, and then put where this test can hear it. */
async function addBrowser(path = '/browser') {
  const browser = makeBrowser();
  const { p256dh, auth } = browser;
  const endpoint = `https://push.example${path}`;
  const { id } = await anas().addDevice.mutate({ endpoint, p256dh, auth });
  await server.rows('update notifications_device set endpoint = $2 where id = $1', [id, service.url + path]);
  return { ...browser, id, path };
}
/** Somebody announces something. The job that is promised with it may not speak to this machine; the test's own may. */
async function announce(text: string, room = board, who = cast.rivera): Promise<string[]> {
  await cast.send(room, who, text);
  await server.settled();
  expect(service.posted).toEqual([]);
  await server.rows('delete from notifications_pushed');
  const rows = await server.rows<{ id: string }>('select id from notifications where person_id = $1', [cast.ana.id]);
  return rows.map(({ id }) => id);
}
const outside = () =>
  outsideContext(server.engine, { school: server.school('oakwood'), person: null, plugin: 'notifications' }, plugin);
const run = (notices: readonly string[], devices?: readonly string[]) =>
  pushJob(service.reach, 300).runLong(
    { notices: [...notices], ...(devices && { devices: [...devices] }) },
    outside() as never,
  );
/** As when the time of those who were set aside is over, and the job comes round that looks for them. Answers whom it found. */
async function runAgain(): Promise<readonly string[]> {
  await server.rows(
    "update notifications_device set away_until = now() - interval '1 second' where away_until is not null",
  );
  const due = await outside().work((work) => dueAgain(40, work as never));
  await run(due.notices, due.devices);
  return due.devices;
}

describe('what is pushed', () => {
  test('is encrypted for that browser alone, signed by this deployment, and says what happened and where', async () => {
    const browser = await addBrowser();
    const [id = ''] = await announce('No school on Friday');
    await run([id]);
    const [posted] = service.posted;
    expect(posted?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400' });
    expect(posted?.body.toString('latin1')).not.toMatch(/school|Rivera|oakwood/i);
    expect(browser.read(posted?.body as Buffer)).toEqual({
      title: 'Ms Rivera announced something in 7B.',
      body: 'No school on Friday',
      url: `/oakwood/${board.classroomId}/${board.id}?at=${(await anas().list.query({})).notices[0]?.message?.seq}`,
      quotes: true,
      tag: id,
    });
    expect(() => makeBrowser().read(posted?.body as Buffer)).toThrow();
    const [, jwt = '', key] = /^vapid t=(\S+), k=(\S+)$/.exec(posted?.headers.authorization ?? '') ?? [];
    expect(key).toBe((await anas().pushKey.query()).key);
    expect(signedBy(key ?? '', jwt)).toMatchObject({ aud: service.url, sub: 'mailto:homeroom@127.0.0.1' });
  });

  test('is pushed once to each browser, however often and however many at once the job is run', async () => {
    await addBrowser('/desk');
    await addBrowser('/phone');
    const notices = await announce('No school on Friday');
    await Promise.all([run(notices), run(notices)]);
    await run(notices);
    expect(service.posted.map(({ path }) => path).sort()).toEqual(['/desk', '/phone']);
  });

  test('is nothing that was read by then, or of a kind that one does not want pushed', async () => {
    await addBrowser();
    const read = await announce('No school on Friday');
    await anas().readAll.mutate();
    await run(read);
    const choice = { notice: 'engine.announcement', bell: true, push: false, mail: true };
    await anas().chooseReason.mutate(choice);
    await run(await announce('Nor on Monday'));
    expect(service.posted).toEqual([]);
    await anas().chooseReason.mutate({ ...choice, push: true });
    await run(await announce('But on Tuesday'));
    expect(service.posted).toHaveLength(2); // the one before is unread still
  });

  test('is nothing to somebody who is no longer at the school, also when it was promised before', async () => {
    await addBrowser();
    const promised = await announce('No school on Friday');
    await server.as(cast.head).people.end({ personId: cast.ana.id });
    await run(promised);
    await run(await announce('Nor on Monday'));
    expect(service.posted).toEqual([]);
    await server.as(cast.head).people.restore({ personId: cast.ana.id });
  });

  test('has the text of a private message only where the school says so', async () => {
    const browser = await addBrowser();
    const { roomId } = await server.as(cast.ben).privateThreads.start({ roomId: cast.room.id, personId: cast.ana.id });
    const room = { ...cast.room, id: roomId };
    await run(await announce('a secret', room, cast.ben));
    const shown = () => browser.read(service.posted.at(-1)?.body as Buffer);
    expect(shown()).toMatchObject({ title: `${cast.ben.name} wrote to you privately.`, body: 'Oakwood School' });
    service.posted.length = 0;
    await server.usePlugins('oakwood', { ...ON, notifications: { privateTexts: true } });
    await server.rows('delete from notifications');
    await run(await announce('another secret', room, cast.ben));
    expect(shown()).toMatchObject({ body: 'another secret' });
  });
});

describe('a browser', () => {
  test('is not pushed to while a page of it is on the screen', async () => {
    const { id: deviceId } = await addBrowser('/desk');
    await addBrowser('/phone');
    const page = server.overSocket(token);
    await until(async () => (await server.rows('select 1 from connection')).length === 1);
    await page.api.notifications.lookAtPage.mutate({ deviceId, looking: true });
    await run(await announce('No school on Friday'));
    expect(service.posted.map(({ path }) => path)).toEqual(['/phone']);
    await page.api.notifications.lookAtPage.mutate({ deviceId, looking: false });
    service.posted.length = 0;
    await run((await announce('Nor on Monday')).slice(-1));
    expect(service.posted.map(({ path }) => path).sort()).toEqual(['/desk', '/phone']);
    page.close();
  });

  test('is not pushed to once its session has ended, and is again by a new one of the same person', async () => {
    const { id, path } = await addBrowser();
    await server.rows('delete from auth.session');
    const notices = await announce('No school on Friday');
    await run(notices);
    expect(service.posted).toEqual([]);
    await server.rows('delete from auth."user"');
    token = await server.signIn(cast.ana);
    const endpoint = service.url + path;
    expect(await server.overHttp(await server.signIn(cast.ben)).notifications.meetDevice.mutate({ endpoint })).toEqual({
      id: null,
    });
    expect(await anas().meetDevice.mutate({ endpoint })).toEqual({ id });
    await run(notices);
    expect(service.posted).toHaveLength(1);
  });

  test('belongs to whoever asked for it last, and to nobody once they ask for it to end', async () => {
    const { p256dh, auth, path } = await addBrowser();
    const bens = server.overHttp(await server.signIn(cast.ben)).notifications;
    await server.rows('update notifications_device set endpoint = $1', [`https://push.example${path}`]);
    await bens.addDevice.mutate({ endpoint: `https://push.example${path}`, p256dh, auth });
    const owners = () => server.rows<{ person_id: string }>('select person_id from notifications_device');
    expect(await owners()).toEqual([{ person_id: cast.ben.id }]);
    await anas().removeDevice.mutate({ endpoint: `https://push.example${path}` });
    expect(await owners()).toHaveLength(1);
    await bens.removeDevice.mutate({ endpoint: `https://push.example${path}` });
    expect(await owners()).toEqual([]);
  });

  test('that is gone is forgotten; one whose service is away is tried again, alone', async () => {
    await addBrowser('/gone');
    await addBrowser('/away');
    await addBrowser('/there');
    service.answers.set('/gone', 410);
    service.answers.set('/away', 503);
    const notices = await announce('No school on Friday');
    await run(notices);
    expect(await server.rows('select 1 from notifications_device')).toHaveLength(2);
    service.answers.clear();
    service.posted.length = 0;
    await run(notices);
    expect(service.posted).toEqual([]);
    expect(await runAgain()).toHaveLength(1);
    expect(await runAgain()).toHaveLength(0);
    expect(service.posted.map(({ path }) => path)).toEqual(['/away']);
  });

  test('whose service never answers is waited for once, longer from time to time, and told everything once it does', async () => {
    const never = await addBrowser('/never');
    const there = await addBrowser('/there');
    service.answers.set('/never', 'never');
    await announce('No school on Friday');
    await announce('Nor on Monday');
    const notices = await announce('But on Tuesday');
    expect(notices).toHaveLength(3);
    await run(notices);
    const asked = (path: string) => service.posted.filter((posted) => posted.path === path).length;
    expect([asked('/never'), asked('/there')]).toEqual([1, 3]);
    const state = async () =>
      (
        await server.rows<{ failures: number; minutes: number }>(
          `select failures, ceil(extract(epoch from away_until - now()) / 60)::int minutes
           from notifications_device where id = $1`,
          [never.id],
        )
      )[0];
    expect(await state()).toEqual({ failures: 1, minutes: 1 });
    service.posted.length = 0;
    await run(await announce('Bring boots'));
    expect([asked('/never'), asked('/there')]).toEqual([0, 4]); // the rows of what it was told before are gone
    await runAgain();
    expect(await state()).toEqual({ failures: 2, minutes: 2 });
    await server.rows('update notifications_device set failures = 12 where id = $1', [never.id]);
    await runAgain();
    expect(await state()).toEqual({ failures: 13, minutes: 60 });
    service.answers.clear();
    service.posted.length = 0;
    expect(await runAgain()).toEqual([never.id]);
    expect(service.posted.map(({ body }) => never.read(body).body).sort()).toEqual(
      ['Bring boots', 'But on Tuesday', 'No school on Friday', 'Nor on Monday'].sort(),
    );
    expect(await state()).toEqual({ failures: 0, minutes: null });
    expect(await runAgain()).toEqual([]);
    expect(there.id).toBeDefined();
  });

  test('is added at a push service of the internet only, with keys that are keys', async () => {
    const { p256dh, auth } = makeBrowser();
    const add = (more: object) =>
      anas().addDevice.mutate({ endpoint: 'https://push.example/x', p256dh, auth, ...more });
    for (const endpoint of ['https://127.0.0.1/x', 'https://localhost/x', 'http://push.example/x', service.url])
      await expect(add({ endpoint }), endpoint).rejects.toThrow('That is no address of a push service.');
    for (const bad of [{ endpoint: 'x' }, { p256dh: auth }, { auth: p256dh }, { auth: '' }, { p256dh: 'é'.repeat(87) }])
      await expect(add(bad), JSON.stringify(bad)).rejects.toThrow();
    expect(await server.rows('select 1 from notifications_device')).toEqual([]);
    for (let n = 0; n < 12; n += 1) await add({ endpoint: `https://push.example/${n}` });
    expect(await server.rows('select 1 from notifications_device')).toHaveLength(10);
  });
});

test('a push service that is away is tried again, and what a dead process left under way is pushed by the next', async () => {
  const browser = await addBrowser('/late');
  const notices = await announce('No school on Friday');
  service.answers.set('/late', 503);
  await run(notices);
  service.answers.clear();
  await runAgain();
  expect(service.posted.filter(({ path }) => path === browser.path)).toHaveLength(2);
  await server.rows("update notifications_pushed set under_way_until = now() + interval '1 minute'");
  await run(notices);
  expect(service.posted).toHaveLength(2);
  expect((await server.jobs.counts()).delayed).toBeGreaterThan(0);
  await server.rows("update notifications_pushed set under_way_until = now() - interval '1 second'");
  await run(notices);
  expect(service.posted).toHaveLength(3);
  await run(notices);
  expect(service.posted).toHaveLength(3);
});

test('the keys of a deployment are made once, are its owner’s alone, and are those it was given, if any', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'homeroom-vapid-'));
  const [one, other] = [openVapidKeys(undefined, { dataDir }), openVapidKeys(undefined, { dataDir })];
  const [made, theirs] = await Promise.all([one(), other()]);
  expect(theirs).toEqual(made);
  expect(await openVapidKeys(undefined, { dataDir })()).toEqual(made);
  expect((await stat(join(dataDir, 'vapid.json'))).mode & 0o077).toBe(0);
  const given = { publicKey: 'public', privateKey: 'private' };
  expect(await openVapidKeys(given, { dataDir })()).toEqual(given);
  await rm(dataDir, { recursive: true });
});

/** What a token says, if that key (an uncompressed point) signed it. */
function signedBy(key: string, jwt: string): unknown {
  const point = Buffer.from(key, 'base64url');
  const [x = '', y = ''] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const [head = '', claims = '', signature = ''] = jwt.split('.');
  const said = Buffer.from(`${head}.${claims}`);
  const right = verify(
    'sha256',
    said,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  return right ? JSON.parse(Buffer.from(claims, 'base64url').toString()) : null;
}
