import { createHash, randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inUnitOfWork } from '../../engine/commands/unit-of-work.ts';
import { pluginContext } from '../../engine/plugin-host/contexts.ts';
import { runScheduledJob } from '../../engine/plugin-host/run-job.ts';
import type { Cast } from '../../engine/testing/cast.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import type { FileView } from './contract.ts';
import { picture } from './test-kit.ts';
import { type Doors, startDoors, TUS, type Uploader } from './tus-trial.ts';

let doors: Doors;
let cast: Cast;
let ana: Uploader;
let ben: Uploader;
beforeAll(async () => {
  doors = await startDoors();
  ({ cast, ana, ben } = doors);
});
afterAll(() => doors?.server.stop());

const note = (text = `Cells have walls. ${newId()}`) => Buffer.from(text);
const settled = () => doors.server.settled();
const filesOf = (message: { shows: Readonly<Record<string, unknown>> }) => message.shows.attachments as FileView[];
const shownTo = async (person: TestPerson, roomId: string, messageId: string) => {
  const { messages } = await doors.server.as(person).messages.page({ roomId });
  return filesOf(messages.find(({ id }) => id === messageId) as never);
};
const kept = async (fileId: string): Promise<string[]> => {
  const { dataDir } = doors.server.engine.deployment;
  const school = doors.server.school('oakwood').id;
  const names = await readdir(join(dataDir, 'files', 'kept', school, fileId)).catch(() => []);
  const incoming = await readdir(join(dataDir, 'files', 'incoming', school)).catch(() => []);
  return [...names, ...incoming.filter((name) => name.startsWith(fileId))].sort();
};
const sendFiles = (who: TestPerson, ids: readonly string[], room = cast.room, text = '') =>
  cast.send(room, who, text, { with: { attachments: ids.map((id) => ({ id })) } });
const codeOf = (sending: Promise<unknown>): Promise<string> =>
  sending.then(
    () => 'sent',
    (error: { cause?: { code?: string } }) => error.cause?.code ?? String(error),
  );

describe('an upload', () => {
  test('goes on where the connection was cut, and arrives byte for byte', async () => {
    const bytes = Buffer.from(randomBytes(120_000).toString('hex'));
    const { address, id } = await ana.begin('long.txt', bytes.length);
    for (const after of [30_001, 20_001]) {
      const at = await ana.offset(address);
      await ana.cut(address, at, bytes.subarray(at), after);
    }
    for (let at = await ana.offset(address); at < bytes.length; at = await ana.offset(address))
      await ana.append(address, at, bytes.subarray(at, at + 70_001));
    const answer = await ana.ask(`/files/${id}`);
    const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
    expect(hash(Buffer.from(await answer.arrayBuffer()))).toBe(hash(bytes));
  });

  test('of somebody signed out, or from a page elsewhere, is not begun', async () => {
    const headers = { ...TUS, 'upload-length': '5', 'upload-metadata': 'filename YS50eHQ=' };
    const url = `${doors.server.url}/files`;
    expect((await fetch(url, { method: 'POST', headers })).status).toBe(401);
    const elsewhere = { ...headers, origin: 'https://elsewhere.example', cookie: 'better-auth.session_token=x' };
    expect((await fetch(url, { method: 'POST', headers: elsewhere })).status).toBe(403);
  });

  test('is nobody else’s to go on with, to ask about, to fetch or to cancel', async () => {
    const { address, id } = await ana.begin('mine.txt', 10);
    expect((await ben.append(address, 0, Buffer.from('0123456789'))).status).toBe(404);
    expect((await ben.ask(address, { method: 'HEAD', headers: TUS })).status).toBe(404);
    expect((await ben.ask(address, { method: 'DELETE', headers: TUS })).status).toBe(404);
    expect((await ana.append(address, 0, Buffer.from('0123456789'))).status).toBe(204);
    expect((await ben.ask(`/files/${id}`)).status).toBe(404);
    expect(await (await ana.ask(`/files/${id}`)).text()).toBe('0123456789');
  });

  test('that is cancelled leaves nothing, and gives its space back', async () => {
    const before = await doors.server.as(cast.ana).attachments.space();
    const { address, id } = await ana.begin('unwanted.txt', 1_000);
    await ana.append(address, 0, Buffer.alloc(500, 'a'));
    expect((await doors.server.as(cast.ana).attachments.space()).used).toBe(before.used + 1_000);
    expect((await ana.ask(address, { method: 'DELETE', headers: TUS })).status).toBe(204);
    expect(await doors.server.as(cast.ana).attachments.space()).toEqual(before);
    expect(await kept(id)).toEqual([]);
    expect((await ana.ask(address, { method: 'HEAD', headers: TUS })).status).toBe(404);
  });

  test('that came whole just before the server died is looked into when it is asked about', async () => {
    const { address, id } = await ana.begin('late.txt', 4);
    const { dataDir } = doors.server.engine.deployment;
    await writeFile(join(dataDir, 'files', 'incoming', doors.server.school('oakwood').id, id), 'late');
    expect(await ana.offset(address)).toBe(4);
    expect(await codeOf(sendFiles(cast.ana, [id]))).toBe('sent');
  });

  test('has to say its length beforehand', async () => {
    const headers = { ...TUS, 'upload-defer-length': '1', 'upload-metadata': 'filename YS50eHQ=' };
    const answer = await ana.ask('/files', { method: 'POST', headers });
    expect(answer.status).toBe(501);
  });
});

describe('space', () => {
  test('ends: what does not fit is not begun, also when two begin at once', async () => {
    const only = { attachments: { quotaMegabytes: 1 } };
    await doors.server.usePlugins('oakwood', only);
    const chidi = await doors.as(cast.chidi);
    const both = await Promise.all([chidi.begin('a.txt', 600_000), chidi.begin('b.txt', 600_000)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 403]);
    expect(both.find(({ status }) => status === 403)?.code).toBe('attachments.over-quota');
    await doors.server.usePlugins('oakwood', { ...ALL_ON });
  });

  test('is not what a school does not offer, nor larger than it says', async () => {
    await doors.server.usePlugins('oakwood', { attachments: { types: ['image'], maxMegabytes: 1 } });
    expect((await ana.begin('a.pdf', 100)).code).toBe('attachments.not-offered');
    expect((await ana.begin('a.jpg', 1_000_001)).code).toBe('attachments.too-large');
    expect((await ana.begin('a.jpg', 1_000_000)).status).toBe(201);
    await doors.server.usePlugins('oakwood', { ...ALL_ON });
  });
});

const ALL_ON = { attachments: true } as const;

describe('a message', () => {
  test('takes files with it, in their order, with what was written beside them', async () => {
    const [first, second] = [await ana.upload('one.txt', note()), await ana.upload('two.txt', note())];
    const { id, shows } = await cast.send(cast.room, cast.ana, '', {
      with: { attachments: [{ id: second.id, caption: 'The second' }, { id: first.id }] },
    });
    const shown = await shownTo(cast.ben, cast.room.id, id);
    expect(shown).toEqual(shows.attachments);
    expect(shown.map(({ name, caption, kind, state }) => [name, caption, kind, state])).toEqual([
      ['two.txt', 'The second', 'text', 'ready'],
      ['one.txt', '', 'text', 'ready'],
    ]);
  });

  test('takes no file of somebody else, none twice, none that is not here, and is not sent then', async () => {
    const mine = await ana.upload('mine.txt', note());
    const bens = await ben.upload('bens.txt', note());
    const begun = await ana.begin('begun.txt', 10);
    const there = await cast.texts(cast.room, cast.ben);
    for (const ids of [[bens.id], [mine.id, bens.id], [mine.id, mine.id], [begun.id], [newId()]])
      expect(await codeOf(sendFiles(cast.ana, ids, cast.room, 'never'))).toBe('attachments.not-there');
    expect(await cast.texts(cast.room, cast.ben)).toEqual(there);
    expect(await codeOf(sendFiles(cast.ana, [mine.id]))).toBe('sent');
    expect(await codeOf(sendFiles(cast.ana, [mine.id]))).toBe('attachments.not-there');
  });

  test('sent twice with one clientId is one, with its file', async () => {
    const { id } = await ana.upload('once.txt', note());
    const draft = { roomId: cast.room.id, clientId: newId(), text: '', with: { attachments: [{ id }] } };
    const first = await doors.server.as(cast.ana).messages.send(draft);
    const second = await doors.server.as(cast.ana).messages.send(draft);
    expect(second.message.id).toBe(first.message.id);
    expect(await shownTo(cast.ben, cast.room.id, first.message.id)).toHaveLength(1);
  });

  test('takes no more files than the school says, and none from who only looks on', async () => {
    await doors.server.usePlugins('oakwood', { attachments: { perMessage: 1 } });
    const ids = [(await ana.upload('a.txt', note())).id, (await ana.upload('b.txt', note())).id];
    expect(await codeOf(sendFiles(cast.ana, ids))).toBe('attachments.too-many');
    await doors.server.usePlugins('oakwood', ALL_ON);
    const lopez = await doors.as(cast.lopez);
    const { id } = await lopez.upload('c.txt', note());
    expect(await codeOf(sendFiles(cast.lopez, [id]))).toMatch(/not-allowed/);
  });
});

test('where only what a scanner found clean is shown, what none has seen is not, to anybody', async () => {
  await doors.server.usePlugins('oakwood', { attachments: { scanFirst: true } });
  const { id } = await ana.upload('unseen.jpg', await picture());
  const sent = await sendFiles(cast.ana, [id]);
  await settled();
  expect(filesOf(sent)[0]).toMatchObject({ state: 'waiting', blur: null, forms: [] });
  expect(await shownTo(cast.ben, cast.room.id, sent.id)).toMatchObject([{ state: 'waiting', blur: null, forms: [] }]);
  for (const who of [ana, ben]) expect((await who.ask(`/files/${id}`)).status).toBe(409);
  await doors.server.usePlugins('oakwood', ALL_ON);
  await doors.server.rows(`update attachments_file set created_at = now() - interval '1 hour' where id = $1`, [id]);
  await tidied();
  await settled();
  expect((await ben.ask(`/files/${id}`)).status).toBe(200);
});

describe('a picture', () => {
  const withPlace = async () =>
    sharp(await picture(1_200, 800))
      .withExif({ IFD0: { Make: 'Camera of Ana' }, IFD3: { GPSLatitude: '52/1 31/1 0/1', GPSLatitudeRef: 'N' } })
      .jpeg()
      .toBuffer();

  test('is seen blurred at once, fetched once it is made anew, and says nothing of where it was taken', async () => {
    const original = await withPlace();
    expect((await sharp(original).metadata()).exif?.toString('latin1')).toContain('Camera of Ana');
    const { id } = await ana.upload('walk.jpg', original);
    const sent = await sendFiles(cast.ana, [id]);
    expect(filesOf(sent)[0]).toMatchObject({ kind: 'image', width: 1_200, height: 800, type: 'image/jpeg' });
    const blur = Buffer.from(filesOf(sent)[0]?.blur ?? '', 'base64');
    expect(await sharp(blur).metadata()).toMatchObject({ format: 'webp', width: 24 });
    await settled();
    const [file] = await shownTo(cast.ben, cast.room.id, sent.id);
    expect(file).toMatchObject({ state: 'ready', forms: ['thumb'] });
    const whole = Buffer.from(await (await ben.ask(`/files/${id}`)).arrayBuffer());
    const facts = await sharp(whole).metadata();
    expect(facts).toMatchObject({ format: 'jpeg', width: 1_200, height: 800 });
    expect(facts.exif).toBeUndefined();
    expect(whole.includes('Camera of Ana')).toBe(false);
    const thumb = Buffer.from(await (await ben.ask(`/files/${id}/thumb`)).arrayBuffer());
    expect(await sharp(thumb).metadata()).toMatchObject({ format: 'webp', width: 640 });
    expect(await kept(id)).toEqual(['thumb', 'whole']);
  });

  test('that was held upright stands upright', async () => {
    const lying = await sharp(await picture(400, 200))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { id } = await ana.upload('tall.jpg', lying);
    const sent = await sendFiles(cast.ana, [id]);
    expect(filesOf(sent)[0]).toMatchObject({ width: 200, height: 400 });
    await settled();
    const whole = Buffer.from(await (await ben.ask(`/files/${id}`)).arrayBuffer());
    expect(await sharp(whole).metadata()).toMatchObject({ width: 200, height: 400 });
  });

  test('is not handed out before it is made anew, to anybody', async () => {
    const { id } = await ana.upload('soon.jpg', await picture());
    await settled();
    await doors.server.rows(`update attachments_file set forms = '{}', prepared = 'not yet' where id = $1`, [id]);
    const answer = await ana.ask(`/files/${id}`);
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'attachments.not-ready' }]);
  });

  test('that moves still does, and has the shape of one of its frames', async () => {
    const frames = await Promise.all(
      ['#000', '#fff', '#f00'].map((background) =>
        sharp({ create: { width: 30, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const { id } = await ana.upload('moves.gif', moving);
    const sent = await sendFiles(cast.ana, [id]);
    expect(filesOf(sent)[0]).toMatchObject({ width: 30, height: 20 });
    await settled();
    const whole = Buffer.from(await (await ben.ask(`/files/${id}`)).arrayBuffer());
    expect(await sharp(whole).metadata()).toMatchObject({ format: 'gif', pages: 3, width: 30, height: 20 });
  });

  test.each(['png', 'gif', 'webp'] as const)('may be a %s', async (format) => {
    const { id, status } = await ana.upload(`a.${format}`, await picture(30, 20, format));
    expect(status).toBe(204);
    await settled();
    const whole = Buffer.from(await (await ana.ask(`/files/${id}`)).arrayBuffer());
    expect(await sharp(whole).metadata()).toMatchObject({ format, width: 30, height: 20 });
  });
});

describe('a file', () => {
  const asked = async (who: Uploader, path: string) => (await who.ask(path)).status;

  test('is handed out to those in the room and to nobody else', async () => {
    const room = await cast.freshRoom({ entry: 'on-request', everyone: false });
    await doors.server.as(cast.rivera).participants.add({ roomId: room.id, personId: cast.ana.id });
    const { id } = await ana.upload('private.txt', note());
    await sendFiles(cast.ana, [id], room);
    const path = `/files/${id}`;
    expect(await asked(ana, path)).toBe(200);
    expect(await asked(await doors.as(cast.rivera), path)).toBe(200);
    expect(await asked(ben, path)).toBe(404);
    expect(await asked(await doors.as(cast.ed), path)).toBe(404);
    expect((await fetch(doors.server.url + path)).status).toBe(401);
    await doors.server.as(cast.ana).participants.leave({ roomId: room.id });
    expect(await asked(ana, path)).toBe(404);
  });

  test('is behind a link that reads as its holder for a while, until they leave the room', async () => {
    const room = await cast.freshRoom();
    const { id } = await ana.upload('linked.txt', note('linked'));
    await sendFiles(cast.ana, [id], room);
    const links = await doors.server
      .overHttp(ben.token)
      .attachments.links.query({ roomId: room.id, fileIds: [id, newId()] });
    expect(Object.keys(links)).toEqual([id]);
    const link = doors.server.url + links[id]?.whole;
    expect(await (await fetch(link)).text()).toBe('linked');
    expect((await fetch(`${link.slice(0, -4)}AAAA`)).status).toBe(401);
    await doors.server.as(cast.ben).participants.leave({ roomId: room.id });
    expect((await fetch(link)).status).toBe(404);
  });

  test('can do nothing in a browser but be shown or saved', async () => {
    const { id } = await ana.upload('Übung "1".txt', note());
    const { headers } = await ana.ask(`/files/${id}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
      'content-disposition': `attachment; filename="_bung _1_.txt"; filename*=UTF-8''%C3%9Cbung%20%221%22.txt`,
    });
  });

  test('is handed out in parts, and not again to who has it', async () => {
    const { id } = await ana.upload('parts.txt', Buffer.from('0123456789'));
    const part = async (range: string) => {
      const answer = await ana.ask(`/files/${id}`, { headers: { range } });
      return [answer.status, answer.headers.get('content-range'), await answer.text()];
    };
    expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await part('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await part('bytes=8-99')).toEqual([206, 'bytes 8-9/10', '89']);
    expect(await part('bytes=10-')).toEqual([416, 'bytes */10', '']);
    expect(await part('bytes=0-1,3-4')).toEqual([200, null, '0123456789']);
    const etag = (await ana.ask(`/files/${id}`)).headers.get('etag') ?? '';
    expect((await ana.ask(`/files/${id}`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    const head = await ana.ask(`/files/${id}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
  });

  test('is not there for who came later, where a room shows its past to nobody', async () => {
    const room = await cast.freshRoom({ history: 'from-join', everyone: false });
    await doors.server.as(cast.rivera).participants.add({ roomId: room.id, personId: cast.ana.id });
    const { id } = await ana.upload('before.txt', note());
    await sendFiles(cast.ana, [id], room);
    await doors.server.as(cast.rivera).participants.add({ roomId: room.id, personId: cast.ben.id });
    expect(await asked(ben, `/files/${id}`)).toBe(404);
    expect(await doors.server.as(cast.ben).attachments.links({ roomId: room.id, fileIds: [id] })).toEqual({});
  });
});

describe('what is deleted', () => {
  test('is out of reach at once, its words are gone, and its bytes go when the school says', async () => {
    const { id } = await ana.upload('gone.txt', note());
    const draft = { with: { attachments: [{ id, caption: 'embarrassing' }] } };
    const message = await cast.send(cast.room, cast.ana, '', draft);
    await doors.server.as(cast.ana).messages.delete({ roomId: cast.room.id, messageId: message.id });
    expect((await ana.ask(`/files/${id}`)).status).toBe(404);
    const words = await doors.server.rows(
      `select 1 from attachments_file where caption = 'embarrassing' union select 1 from room_event where payload::text like '%embarrassing%'`,
    );
    expect(words).toEqual([]);
    await tidied();
    expect(await kept(id)).toEqual(['whole']);
    await doors.server.rows(`update message set deleted_at = now() - interval '31 days' where id = $1`, [message.id]);
    await tidied();
    expect(await kept(id)).toEqual([]);
    expect(await doors.server.rows('select 1 from attachments_file where id = $1', [id])).toEqual([]);
  });

  test('an upload that no message took for a day goes, and one of today stays', async () => {
    const [old, young] = [await ana.upload('old.txt', note()), await ana.upload('young.txt', note())];
    const half = await ana.begin('half.txt', 100);
    await ana.append(half.address, 0, Buffer.alloc(50, 'a'));
    await doors.server.rows(`update attachments_file set created_at = now() - interval '25 hours' where id = any($1)`, [
      [old.id, half.id],
    ]);
    await tidied();
    expect([await kept(old.id), await kept(half.id), await kept(young.id)]).toEqual([[], [], ['whole']]);
    expect(await doors.server.rows('select 1 from attachments_doomed')).toEqual([]);
  });

  test('one person’s files are told to them, and go with them', async () => {
    const dora = await doors.as(cast.dora);
    const { id } = await dora.upload('diary.txt', note());
    await sendFiles(cast.dora, [id]);
    const plugin = doors.server.plugins.find(({ contract }) => contract.id === 'attachments');
    const [exported] = await privately(async (ctx) => {
      const rows: Record<string, unknown>[] = [];
      for await (const row of plugin?.parts.privacy?.export(cast.dora as never, ctx) ?? []) rows.push(row);
      return rows;
    });
    expect(exported).toMatchObject({ id, name: 'diary.txt', address: `/files/${id}` });
    await privately((ctx) => plugin?.parts.privacy?.erase(cast.dora as never, ctx) ?? Promise.reject());
    await settled();
    expect(await kept(id)).toEqual([]);
  });
});

async function tidied(): Promise<void> {
  await runScheduledJob(doors.server.engine, 'attachments.tidy');
}

async function privately<T>(act: (ctx: never) => Promise<T>): Promise<T> {
  const plugin = doors.server.plugins.find(({ contract }) => contract.id === 'attachments');
  const asked = { school: doors.server.school('oakwood'), person: null, plugin: 'attachments' };
  return inUnitOfWork(doors.server.engine, asked, (work) => act(pluginContext(work, plugin as never) as never));
}

test('where the plugin is off, nothing of it answers, and everything comes back', async () => {
  const { id } = await ana.upload('back.txt', note());
  await doors.server.usePlugins('oakwood', {});
  expect((await ana.ask(`/files/${id}`)).status).toBe(404);
  expect((await ana.begin('a.txt', 3)).status).toBe(404);
  await doors.server.usePlugins('oakwood', ALL_ON);
  expect((await ana.ask(`/files/${id}`)).status).toBe(200);
});

test('nothing was logged that went wrong', () => {
  expect(doors.server.logged).toEqual([]);
});
