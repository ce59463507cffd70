import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { silentLog } from './log.ts';
import { createStopList, stopOnSignals } from './stop.ts';

test('what was started last is stopped first, one after the other', async () => {
  const said: string[] = [];
  const list = createStopList(silentLog());
  for (const name of ['database', 'jobs', 'http']) {
    list.add(name, async () => {
      said.push(`${name} stopping`);
      await turn();
      said.push(`${name} stopped`);
    });
  }
  await list.stop();
  expect(said).toEqual([
    'http stopping',
    'http stopped',
    'jobs stopping',
    'jobs stopped',
    'database stopping',
    'database stopped',
  ]);
});

test('a step that throws or never ends does not keep the next one from stopping', async () => {
  const said: string[] = [];
  const list = createStopList(silentLog());
  list.add('database', () => said.push('database'));
  list.add('worker', () => new Promise(() => {}), 10);
  list.add('http', () => {
    throw new Error('already closed');
  });
  await list.stop();
  expect(said).toEqual(['database']);
});

test('asked twice it stops once, and both wait for the end', async () => {
  let stops = 0;
  const list = createStopList(silentLog());
  list.add('http', () => stops++);
  await Promise.all([list.stop(), list.stop()]);
  expect(stops).toBe(1);
});

function fakeProcess() {
  const codes: number[] = [];
  const process = Object.assign(new EventEmitter(), { exit: (code: number) => codes.push(code) });
  return { process, codes };
}

test('the first signal stops in order and then exits with 0', async () => {
  const { process, codes } = fakeProcess();
  const end = Promise.withResolvers<void>();
  stopOnSignals(() => end.promise, process);
  process.emit('SIGTERM');
  await turn();
  expect(codes).toEqual([]);
  end.resolve();
  await turn();
  expect(codes).toEqual([0]);
});

test('a second signal does not wait', () => {
  const { process, codes } = fakeProcess();
  stopOnSignals(() => new Promise(() => {}), process);
  process.emit('SIGINT');
  process.emit('SIGINT');
  expect(codes).toEqual([130]);
});
