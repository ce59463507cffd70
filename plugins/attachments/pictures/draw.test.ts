import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../engine/testing/until.ts';
import { PictureProcess } from './draw.ts';

const pictures = new PictureProcess();
const draw: typeof pictures.draw = (what, given) => pictures.draw(what, given);
const folder = mkdtempSync(join(tmpdir(), 'homeroom-draw-'));
const photo = join(folder, 'photo.jpg');
const broken = join(folder, 'broken.jpg');
beforeAll(async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  const bytes = await sharp({ create: { width: 3_000, height: 2_000, channels: 3, background: '#777', noise } })
    .jpeg()
    .toBuffer();
  writeFileSync(photo, bytes);
  writeFileSync(broken, bytes.subarray(0, 50_000));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The process that draws for this one. */
const drawer = (): string[] =>
  execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('drawing-process.ts'))
    .map((line) => line.trim().split(' ')[0] ?? '');

test('pictures are drawn in another process, at lower priority', async () => {
  expect(await draw('header', { path: photo })).toMatchObject({ format: 'jpeg', upright: { width: 3_000 }, pages: 1 });
  const [pid = ''] = drawer();
  expect(execFileSync('ps', ['-o', 'ni=', '-p', pid], { encoding: 'utf8' }).trim()).toBe('5');
});

test('what libvips cannot read says so, and says nothing of the machine', async () => {
  await expect(draw('blur', { path: broken })).rejects.toThrow(/premature|VipsJpeg/i);
  await expect(draw('blur', { path: broken })).rejects.not.toHaveProperty('code');
});

test('when the process ends in the middle, what waited is drawn by another', async () => {
  const drawn = ['one', 'two', 'three'].map((name) => draw('thumb', { path: photo, to: join(folder, name) }));
  const [first = ''] = drawer();
  process.kill(Number(first), 'SIGKILL');
  expect(await Promise.all(drawn)).toEqual(Array(3).fill('image/webp'));
  await until(() => !drawer().includes(first));
});

test('a signal that stops the server leaves the picture under way to be finished', async () => {
  const drawn = draw('thumb', { path: photo, to: join(folder, 'stopped') });
  await draw('header', { path: photo });
  const [pid = ''] = drawer();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(Number(pid), signal);
  expect(await drawn).toBe('image/webp');
  expect(drawer()).toEqual([pid]);
});

test('what is drawn when the server stops fails, and not as a picture that cannot be drawn', async () => {
  const refused = expect(draw('thumb', { path: photo, to: join(folder, 'late') })).rejects.toHaveProperty('code');
  const [pid = ''] = drawer();
  pictures.close();
  await refused;
  await until(() => !drawer().includes(pid));
});
