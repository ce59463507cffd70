import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cast } from '../../../engine/testing/cast.ts';
import { picture } from '../test-kit.ts';
import { type Doors, startDoors, type Uploader } from '../tus-trial.ts';
import { badArchives } from './archives-trial.ts';
import type { Hostile } from './hostile-file-trial.ts';
import { box, makeMp4 } from './make-mp4-trial.ts';
import { makeOffice, makeOpenDocument } from './make-zip-trial.ts';
import { badNames } from './names-trial.ts';
import { badOthers } from './others-trial.ts';
import { badPictures } from './pictures-trial.ts';

// Files as somebody with bad intent would make them, each through the real doors: refused by name, and nothing kept.
const corpus: readonly Hostile[] = [...badNames, ...badArchives(), ...badOthers(), ...(await badPictures())];

let doors: Doors;
let cast: Cast;
let ana: Uploader;
beforeAll(async () => {
  doors = await startDoors();
  ({ cast, ana } = doors);
});
afterAll(() => doors?.server.stop());

/** Everything on the disk that is of this school. */
async function onDisk(): Promise<string[]> {
  const files = join(doors.server.engine.deployment.dataDir, 'files');
  return readdir(files, { recursive: true, withFileTypes: true })
    .then((entries) => entries.filter((entry) => entry.isFile()).map(({ name }) => name))
    .catch(() => []);
}

test('the corpus has sixty files at least, each under a name of its own', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(60);
  expect(new Set(corpus.map(({ what }) => what)).size).toBe(corpus.length);
});

describe('refused, with nothing kept:', () => {
  test.each(corpus.map((file) => [file.what, file] as const))('%s', async (_what, { name, bytes, code }) => {
    const answer = await ana.upload(name, bytes);
    expect(answer.code).toBe(`attachments.${code}`);
    expect(answer.status).toBe(400);
    await doors.server.settled();
    expect(await doors.server.rows('select name from attachments_file')).toEqual([]);
    expect(await onDisk()).toEqual([]);
  });

  test('whatever was sent, the server does not grow when it is sent again', { timeout: 120_000 }, async () => {
    const before = process.memoryUsage().rss;
    for (const { name, bytes } of corpus) await ana.upload(name, bytes);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
    expect(await onDisk()).toEqual([]);
    expect(doors.server.logged).toEqual([]);
  });
});

describe('let in, since nothing is wrong with it:', () => {
  const PDF = '%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj\n%%EOF\n';
  const harmless: readonly (readonly [name: string, bytes: () => Promise<Uint8Array> | Uint8Array])[] = [
    ['essay.docx', () => makeOffice('docx')],
    ['marks.xlsx', () => makeOffice('xlsx')],
    ['talk.pptx', () => makeOffice('pptx')],
    ['essay.odt', () => makeOpenDocument()],
    ['sheet.v2.final.pdf', () => Buffer.from(PDF)],
    ['Übung – größer (1).txt', () => Buffer.from('Zellen haben Wände.')],
    ['from a spreadsheet.csv', () => Buffer.from('Name;Note\r\nJ\xf6rg;2\r\n', 'latin1')],
    ['BMW.txt', () => Buffer.from('BMW is a maker of cars.')],
    ['film.mp4', () => makeMp4()],
    ['film.mov', () => Buffer.concat([box('ftyp', 'qt  ', Buffer.alloc(4), 'qt  '), makeMp4().subarray(24)])],
    ['sound.m4a', () => makeMp4([], 'soun')],
    ['wall.jpeg', () => picture()],
    ['wall.PNG', () => picture(40, 30, 'png')],
  ];

  test.each(harmless)('%s', async (name, bytes) => {
    const { status, code } = await ana.upload(name, Buffer.from(await bytes()));
    expect([status, code]).toEqual([204, undefined]);
  });

  test('a PDF is only ever saved, so that what scripts in it has nowhere to run', async () => {
    const { id } = await ana.upload('form.pdf', Buffer.from(PDF));
    const { headers } = await ana.ask(`/files/${id}`);
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  test('a film, without what it tells of where it was taken', async () => {
    const told = [box('udta', box('\xa9xyz', '+52.5200+013.4050/')), box('meta', 'Phone of Ana')];
    const { id } = await ana.upload('walk.mp4', makeMp4(told));
    const kept = Buffer.from(await (await ana.ask(`/files/${id}`)).arrayBuffer());
    expect(kept.length).toBe(makeMp4(told).length);
    expect(kept.includes('+52.5200')).toBe(false);
    expect(kept.includes('Phone of Ana')).toBe(false);
  });
});

test('a claim of somebody else’s upload takes nothing', async () => {
  const { id } = await ana.upload('mine.txt', Buffer.from('mine'));
  const sending = cast.send(cast.room, cast.ben, 'stolen', { with: { attachments: [{ id }] } });
  await expect(sending).rejects.toMatchObject({ cause: { code: 'attachments.not-there' } });
});
