import { beforeEach, describe, expect, test } from 'vitest';
import { FairQueue } from './fair-queue.ts';

let queue: FairQueue;
let begun: string[];
let ends: Map<string, () => void>;
beforeEach(() => {
  queue = new FairQueue({ atOnce: 2, perSource: 1, mostWaiting: 3, refusal: () => new Error('full') });
  begun = [];
  ends = new Map();
});

/** Work that ends when it is told to. */
const ask = (source: string, name: string): Promise<void> =>
  queue.run(source, () => {
    begun.push(name);
    return new Promise<void>((end) => ends.set(name, end));
  });
const finish = async (name: string): Promise<void> => {
  ends.get(name)?.();
  await new Promise(setImmediate);
};

describe('a fair queue', () => {
  test('gives places round, however much one source has waiting', async () => {
    queue = new FairQueue({ atOnce: 1, mostWaiting: 10, refusal: () => new Error('full') });
    for (const name of ['a1', 'a2', 'a3', 'a4']) void ask('a', name);
    void ask('b', 'b1');
    void ask('c', 'c1');
    await new Promise(setImmediate);
    for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'a4']) await finish(name);
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'a4']);
  });

  test('leaves places to others that one source may not take', async () => {
    void ask('a', 'a1');
    void ask('a', 'a2');
    void ask('b', 'b1');
    await new Promise(setImmediate);
    expect(begun).toEqual(['a1', 'b1']);
    await finish('a1');
    expect(begun).toEqual(['a1', 'b1', 'a2']);
  });

  test('refuses a source whose share is full, and no other', async () => {
    for (const name of ['a1', 'a2', 'a3', 'a4']) void ask('a', name);
    await new Promise(setImmediate);
    await expect(ask('a', 'a5')).rejects.toThrow('full');
    void ask('b', 'b1');
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1']) await finish(name);
    expect(begun.toSorted()).toEqual(['a1', 'a2', 'a3', 'a4', 'b1']);
    void ask('a', 'again');
    await new Promise(setImmediate);
    expect(begun.at(-1)).toBe('again');
  });

  test('gives the place of work that fails to the next', async () => {
    const failed = queue.run('a', () => Promise.reject(new Error('broken')));
    void ask('a', 'a2');
    await expect(failed).rejects.toThrow('broken');
    await new Promise(setImmediate);
    expect(begun).toEqual(['a2']);
  });

  test('lets a source rest that has very much waiting, and nobody else', async () => {
    queue = new FairQueue({ atOnce: 2, perSource: 1, restsAbove: 1 });
    for (const name of ['a1', 'a2', 'a3', 'a4']) void ask('a', name);
    for (const name of ['b1', 'b2']) void ask('b', name);
    await new Promise(setImmediate);
    ends.get('a1')?.();
    ends.get('b1')?.();
    for (let turn = 0; turn < 3; turn += 1) await Promise.resolve();
    expect(begun).toEqual(['a1', 'b1', 'b2']);
    await expect.poll(() => begun).toEqual(['a1', 'b1', 'b2', 'a2']);
    for (const name of ['a2', 'a3']) {
      await expect.poll(() => begun).toContain(name);
      await finish(name);
    }
    await expect.poll(() => begun.at(-1)).toBe('a4');
  });

  test('lets a source rest that has used up its budget, however few pieces it has waiting', async () => {
    queue = new FairQueue({ atOnce: 2, perSource: 1, budget: { count: 100, seconds: 0.1 }, leastMs: 75 });
    for (const name of ['a1', 'a2']) {
      void ask('a', name);
      await new Promise(setImmediate);
      await finish(name);
    }
    void ask('a', 'a3');
    void ask('b', 'b1');
    await new Promise(setImmediate);
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    await expect.poll(() => begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  test('counts work at the price of the moment', async () => {
    let price = 1;
    queue = new FairQueue({
      ...{ atOnce: 2, perSource: 1, leastMs: 30, price: () => price },
      budget: { count: 100, seconds: 0.1 },
    });
    const oneAfterTheOther = async (...names: string[]) => {
      for (const name of names) {
        void ask('a', name);
        await new Promise(setImmediate);
        await finish(name);
      }
    };
    await oneAfterTheOther('a1', 'a2');
    expect(begun).toEqual(['a1', 'a2']);
    price = 4;
    await oneAfterTheOther('a3', 'a4');
    expect(begun).toEqual(['a1', 'a2', 'a3']);
    await expect.poll(() => begun).toContain('a4');
  });
});
