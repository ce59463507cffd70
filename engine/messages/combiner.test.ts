import { describe, expect, test } from 'vitest';
import { Combiner } from './combiner.ts';

/** A run that is held until it is let go, and remembers its batches. */
function heldRun() {
  const batches: (readonly number[])[] = [];
  const go: ((results?: readonly (number | Error)[]) => void)[] = [];
  const run = (batch: readonly number[]) => {
    batches.push(batch);
    return new Promise<readonly (number | Error)[]>((done) =>
      go.push((results) => done(results ?? batch.map((n) => n * 10))),
    );
  };
  return { run, batches, go };
}
const turn = () => new Promise((done) => setImmediate(done));

describe('a combiner', () => {
  test('sends the first item at once and gathers the rest meanwhile, in order', async () => {
    const { run, batches, go } = heldRun();
    const combiner = new Combiner(run);
    const first = combiner.add(1);
    await turn();
    const rest = [2, 3, 4].map((n) => combiner.add(n));
    await turn();
    expect(batches).toEqual([[1]]);
    go[0]?.();
    expect(await first).toBe(10);
    await turn();
    expect(batches).toEqual([[1], [2, 3, 4]]);
    go[1]?.();
    expect(await Promise.all(rest)).toEqual([20, 30, 40]);
  });

  test('takes items of one moment together, and never more than it may', async () => {
    const { run, batches, go } = heldRun();
    const combiner = new Combiner(run, { most: 2 });
    const all = [1, 2, 3].map((n) => combiner.add(n));
    await turn();
    go[0]?.();
    await turn();
    go[1]?.();
    expect(await Promise.all(all)).toEqual([10, 20, 30]);
    expect(batches).toEqual([[1, 2], [3]]);
  });

  test('leaves to others what is answered elsewhere by the time it is its turn', async () => {
    const { run, batches, go } = heldRun();
    let odd = false;
    const combiner = new Combiner(run, { elsewhere: (n) => (odd && n % 2 === 1 ? Promise.resolve(-n) : undefined) });
    const first = combiner.add(1);
    await turn();
    const all = [first, combiner.add(2), combiner.add(3)];
    odd = true;
    go[0]?.();
    await turn();
    go[1]?.();
    expect(await Promise.all(all)).toEqual([10, 20, -3]);
    expect(batches).toEqual([[1], [2]]);
  });

  test('fails one item alone, or a whole batch, and goes on', async () => {
    let calls = 0;
    const combiner = new Combiner(async (batch: readonly number[]) => {
      calls += 1;
      if (calls === 2) throw new Error('all of it');
      return batch.map((n) => (n === 2 ? new Error('two') : n));
    });
    const one = await Promise.allSettled([combiner.add(1), combiner.add(2)]);
    expect(one).toEqual([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: new Error('two') },
    ]);
    const two = await Promise.allSettled([combiner.add(1), combiner.add(3)]);
    expect(two).toEqual([
      { status: 'rejected', reason: new Error('all of it') },
      { status: 'rejected', reason: new Error('all of it') },
    ]);
    expect(await combiner.add(4)).toBe(4);
  });
});
