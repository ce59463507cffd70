import { expect, test } from 'vitest';
import { until } from '../testing/until.ts';
import { diskSpace, diskState, watchDisk } from './disk-space.ts';
import { createLog } from './log.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

test.each([
  ['well', 500 * GIB, 1_000 * GIB],
  ['well', 2 * GIB, 1_000 * GIB],
  ['low', 0.9 * GIB, 1_000 * GIB],
  ['well', 50 * MIB, 200 * MIB],
  ['low', 19 * MIB, 200 * MIB],
  ['full', 0.5 * MIB, 200 * MIB],
  ['full', 0, 1_000 * GIB],
] as const)('a disk is %s with %d bytes left of %d', (state, free, size) => {
  expect(diskState({ free, size })).toBe(state);
});

test('of a folder that is not there yet, the disk is that of the folder above', async () => {
  expect((await diskSpace('/tmp/not/there/yet')).size).toBe((await diskSpace('/tmp')).size);
});

test('the log says once that the disk is low, once that it is full, and once that there is room again', async () => {
  const lines: { level: string; msg: string }[] = [];
  const log = createLog({ level: 'info', readable: false, to: { write: (line) => void lines.push(JSON.parse(line)) } });
  const left = [500, 10, 10, 0, 0, 10, 500, 500].map((free) => free * MIB);
  const look = async () => ({
    free: left.length > 1 ? (left.shift() as number) : (left[0] as number),
    size: 500 * MIB,
  });
  const stop = watchDisk('/data', log, look, 1);
  await until(() => left.length === 1 && lines.length >= 4);
  stop();
  expect(lines.map(({ msg }) => msg)).toEqual([
    'the disk of DATA_DIR has 10 MiB of 500 MiB left: make room on it',
    'the disk of DATA_DIR is full: make room on it',
    'the disk of DATA_DIR has 10 MiB of 500 MiB left: make room on it',
    'the disk of DATA_DIR has room again',
  ]);
});
