import { expect, test } from 'vitest';
import { createBusy } from './busy.ts';

const work = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end) Math.sqrt(end);
};

test('a process is busy while its loop works without a pause, and no more once it rests', async () => {
  const isBusy = createBusy();
  await expect
    .poll(
      () => {
        work(150);
        return isBusy();
      },
      { interval: 0, timeout: 20_000 },
    )
    .toBe(true);
  await expect.poll(isBusy, { interval: 120, timeout: 20_000 }).toBe(false);
});
