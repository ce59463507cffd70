import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runScheduledJob } from '../../../engine/plugin-host/run-job.ts';
import type { Cast } from '../../../engine/testing/cast.ts';
import { refusalOf } from '../../../engine/testing/refusal-of.ts';
import { until } from '../../../engine/testing/until.ts';
import type { FileView } from '../contract.ts';
import { withFacts } from '../reduce.ts';
import { picture } from '../test-kit.ts';
import { type Doors, startDoors, type Uploader } from '../tus-trial.ts';
import { scanBytes } from './clamd.ts';
import { type Clamd, HARMLESS_MARK, MOST_SCANNED, prepareClamd } from './clamd-trial.ts';

let clamd: Clamd;
let doors: Doors;
let cast: Cast;
let ana: Uploader;
let ben: Uploader;
beforeAll(async () => {
  clamd = await prepareClamd();
  await clamd.start();
  doors = await startDoors({ environment: { CLAMAV_URL: clamd.url } });
  ({ cast, ana, ben } = doors);
});
afterAll(async () => {
  await doors?.server.stop();
  await clamd?.stop();
});

const FIRST = { attachments: { scanFirst: true } } as const;
const AFTERWARDS = { attachments: true } as const;
const using = (plugins: typeof FIRST | typeof AFTERWARDS) => doors.server.usePlugins('oakwood', plugins);
const settled = () => doors.server.settled();
const note = (text = '') => Buffer.from(`Cells have walls. ${newId()} ${text}`);
/** A picture with something behind what is shown of it. */
const marked = async () => Buffer.concat([await picture(400, 300), Buffer.from(HARMLESS_MARK)]);

const sendFile = (id: string) => cast.send(cast.room, cast.ana, '', { with: { attachments: [{ id }] } });
const sentAs = ({ shows }: { shows: Readonly<Record<string, unknown>> }) => (shows.attachments as FileView[])[0];
async function shown(messageId: string): Promise<FileView | undefined> {
  const { messages } = await doors.server.as(cast.ben).messages.page({ roomId: cast.room.id });
  return sentAs(messages.find(({ id }) => id === messageId) as never);
}
const changesOf = (fileId: string) =>
  doors.server
    .heard(cast.room.id)
    .filter(({ event }) => event === 'attachments.changed')
    .map(({ payload }) => payload as { fileId: string; facts: FileView })
    .filter((change) => change.fileId === fileId);
const statusOf = async (who: Uploader, path: string): Promise<number> => (await who.ask(path)).status;
const kept = async (id: string): Promise<string[]> => {
  const folder = join(doors.server.engine.deployment.dataDir, 'files', 'kept', doors.server.school('oakwood').id, id);
  return (await readdir(folder).catch(() => [])).sort();
};
/** As if everything had come a while ago. */
async function later(minutes: number, job: 'rescan' | 'tidy'): Promise<void> {
  await doors.server.rows('update attachments_file set created_at = created_at - make_interval(mins => $1)', [minutes]);
  await runScheduledJob(doors.server.engine, `attachments.${job}`);
  await settled();
}

describe('where nothing is shown before it is clean', () => {
  test('a picture is made, shown and handed out once it is, and the room hears of it', async () => {
    await using(FIRST);
    const { id } = await ana.upload('cell.jpg', await picture(1_000, 800));
    const sent = await sendFile(id);
    expect(sentAs(sent)).toMatchObject({ blur: null });
    await settled();
    expect(await shown(sent.id)).toMatchObject({ state: 'ready', forms: ['thumb'], blur: null });
    expect(await statusOf(ben, `/files/${id}/thumb`)).toBe(200);
    expect(await kept(id)).toEqual(['thumb', 'whole']);
  });

  test('nothing of an infected file is ever seen, and its bytes are gone', async () => {
    const { id } = await ana.upload('leaf.jpg', await marked());
    const sent = await sendFile(id);
    await settled();
    expect(changesOf(id).map(({ facts }) => facts.state)).toEqual(['infected']);
    expect(await shown(sent.id)).toMatchObject({ state: 'infected', blur: null, forms: [] });
    for (const path of [`/files/${id}`, `/files/${id}/thumb`]) expect(await statusOf(ana, path)).toBe(409);
    expect(await kept(id)).toEqual([]);
  });

  test('one that is longer than the scanner looks at is never taken for clean', async () => {
    const { id } = await ana.upload('long.txt', Buffer.alloc(MOST_SCANNED + 1_000_000, 'a'));
    const sent = await sendFile(id);
    await until(async () => (await shown(sent.id))?.state === 'failed');
    expect(await statusOf(ben, `/files/${id}`)).toBe(409);
  });

  test('what came while the scanner was down is out of reach until it is back, and then is not', async () => {
    await clamd.kill();
    const files = [await ana.upload('notes.txt', note()), await ana.upload('bad.txt', note(HARMLESS_MARK))];
    const photo = await ana.upload('photo.jpg', await picture());
    const messages = [];
    for (const { id } of [...files, photo]) messages.push(await sendFile(id));
    await settled();
    await expect(later(1, 'rescan')).rejects.toThrow();
    const links = await doors.server.as(cast.ben).attachments.links({ roomId: cast.room.id, fileIds: [photo.id] });
    for (const path of [...files.map(({ id }) => `/files/${id}`), `/files/${photo.id}/thumb`])
      for (const who of [ana, ben]) expect([404, 409]).toContain(await statusOf(who, path));
    for (const link of Object.values(links[photo.id] ?? {})) expect(await statusOf(ben, link)).toBe(409);
    for (const { id } of messages) expect(await shown(id)).toMatchObject({ state: 'waiting', blur: null, forms: [] });
    expect(await kept(photo.id)).toEqual(['original']);
    await clamd.start();
    await later(1, 'rescan');
    const states = await Promise.all(messages.map(async ({ id }) => (await shown(id))?.state));
    expect(states).toEqual(['ready', 'infected', 'ready']);
    expect(await statusOf(ben, `/files/${files[0]?.id}`)).toBe(200);
    expect(await kept(photo.id)).toEqual(['thumb', 'whole']);
  });
});

describe('where files are shown at once', () => {
  test('an infected one is taken from everybody as soon as that is known', async () => {
    await using(AFTERWARDS);
    await clamd.kill();
    const { id } = await ana.upload('walk.jpg', await marked());
    const sent = await sendFile(id);
    await settled();
    const before = (await shown(sent.id)) as FileView;
    expect([before.state, before.blur === null]).toEqual(['ready', false]);
    expect(await statusOf(ben, `/files/${id}`)).toBe(200);
    expect(await kept(id)).toEqual(['original', 'thumb', 'whole']);
    const { used } = await doors.server.as(cast.ana).attachments.space();
    await clamd.start();
    await later(1, 'rescan');
    const now = await shown(sent.id);
    expect(now).toMatchObject({ state: 'infected', blur: null, forms: [] });
    expect(withFacts([before], changesOf(id).at(-1) as never)).toEqual([now]);
    for (const who of [ana, ben]) expect(await statusOf(who, `/files/${id}`)).toBe(409);
    expect(await kept(id)).toEqual([]);
    expect((await doors.server.as(cast.ana).attachments.space()).used).toBeLessThan(used);
  });

  test('a message that would bring an infected one is not sent, and says why', async () => {
    const { id } = await ana.upload('bad.txt', note(HARMLESS_MARK));
    await settled();
    expect(await refusalOf(sendFile(id))).toBe('attachments.infected');
  });

  test('what came before there was a scanner is looked at too', async () => {
    const { id } = await ana.upload('old.jpg', await picture());
    await settled();
    await doors.server.rows(`update attachments_file set scan = 'none' where id = $1`, [id]);
    await later(1, 'rescan');
    expect(await doors.server.rows('select scan from attachments_file where id = $1', [id])).toEqual([
      { scan: 'clean' },
    ]);
  });

  test('what was held back before is made when nothing holds it any more', async () => {
    await using(FIRST);
    await clamd.kill();
    const { id } = await ana.upload('held.jpg', await picture());
    await settled();
    await using(AFTERWARDS);
    await later(11, 'tidy');
    expect(await statusOf(ana, `/files/${id}`)).toBe(200);
  });
});

test('part of a file is not judged for the whole of it', async () => {
  await clamd.start();
  const half = Readable.from([Buffer.from('half')]);
  await expect(scanBytes(clamd.url, half, 8)).rejects.toThrow('a file of 8 bytes has 4');
});
