import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { picture } from '../test-kit.ts';
import { type Doors, startDoors } from '../tus-trial.ts';
import { framesShown, makeMovingPng, pngChunk } from './make-moving-png-trial.ts';

// Pictures as phones and programs make them: let in, and shown as they were.
let doors: Doors;
beforeAll(async () => {
  doors = await startDoors();
});
afterAll(() => doors?.server.stop());

const input = (name: string): Promise<Buffer> => readFile(join(import.meta.dirname, 'inputs', name));
/** What is handed out of a picture once it is made anew. */
async function remade(name: string, bytes: Uint8Array): Promise<Buffer> {
  const { code, id } = await doors.ana.upload(name, bytes);
  expect(code).toBeUndefined();
  await doors.server.settled();
  const answer = await doors.ana.ask(`/files/${id}`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

test('a photo of what phones call 50 megapixels is let in, and one beyond that is told how many there may be', async () => {
  const whole = await remade('phone.jpg', await picture(8_160, 6_144));
  expect(await sharp(whole).metadata()).toMatchObject({ format: 'jpeg', width: 8_160, height: 6_144 });
  const { code, message } = await doors.ana.upload('larger.jpg', await picture(9_216, 6_912));
  expect([code, message]).toEqual([
    'attachments.too-many-pixels',
    'This picture has more than 52 million pixels. Please make it smaller.',
  ]);
});

test('a recording of a screen moves on, with all its frames', async () => {
  const bytes = await input('screen-recording.gif');
  const whole = await remade('screen-recording.gif', bytes);
  const [before, after] = await Promise.all([bytes, whole].map((one) => sharp(one, { animated: true }).metadata()));
  expect(after).toMatchObject({ format: 'gif', pages: 170, width: 640, pageHeight: 480 });
  expect(after?.delay).toEqual(before?.delay);
});

test('a WebP that moves moves on', async () => {
  const frames = await Promise.all(['#000', '#f00', '#0f0'].map((background) => flat(background)));
  const moving = await sharp(frames, { join: { animated: true } })
    .webp({ delay: [100, 200, 300] })
    .toBuffer();
  const whole = await remade('moves.webp', moving);
  expect(await sharp(whole).metadata()).toMatchObject({ format: 'webp', pages: 3, delay: [100, 200, 300] });
});

const flat = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 30, height: 20, channels: 3, background } })
    .png()
    .toBuffer();

test('the PNG of a program that moves moves on', async () => {
  const bytes = await input('anim.png');
  const whole = await remade('anim.png', bytes);
  expect(whole.includes('acTL')).toBe(true);
  expect(await framesShown(whole)).toEqual(await framesShown(bytes));
});

test.each(['rgba', 'rgb24', 'pal8', 'gray', 'ya8', 'monob'])(
  'a PNG that moves in %s looks the same, and tells nothing of who made it',
  async (format) => {
    const told = [pngChunk('tEXt', 'Author\0Ana'), pngChunk('eXIf', 'MM Phone of Ana')];
    const bytes = await makeMovingPng(format, told);
    expect(bytes.includes('Ana')).toBe(true);
    const whole = await remade('moves.png', bytes);
    expect(whole.includes('Ana')).toBe(false);
    expect(await framesShown(whole)).toEqual(await framesShown(bytes));
  },
);

test('a PNG that moves and is damaged in a later frame is never shown, and said to be', async () => {
  const bytes = await makeMovingPng('rgb24');
  bytes.fill(0, bytes.lastIndexOf('fdAT') + 12, bytes.lastIndexOf('fdAT') + 40);
  const { id } = await doors.ana.upload('damaged.png', bytes);
  await doors.server.settled();
  const answer = await doors.ana.ask(`/files/${id}`);
  expect([answer.status, await answer.json()]).toMatchObject([409, { data: { state: 'failed' } }]);
  expect(doors.server.logged.map(({ msg }) => msg)).toEqual(['a picture could not be drawn']);
});

test('frames have a limit of their own, which a school chooses', async () => {
  await doors.server.usePlugins('oakwood', { attachments: { frames: 100, megapixels: 1 } });
  const { code, message } = await doors.ana.upload('screen-recording.gif', await input('screen-recording.gif'));
  expect([code, message]).toEqual([
    'attachments.too-many-frames',
    'This picture moves for too long: of its size at most 100 frames. Please send it as a film.',
  ]);
  await doors.server.usePlugins('oakwood', { attachments: { frames: 170, megapixels: 1 } });
  expect((await doors.ana.upload('screen-recording.gif', await input('screen-recording.gif'))).code).toBeUndefined();
});
