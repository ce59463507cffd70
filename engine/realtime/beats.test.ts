import { expect, test } from 'vitest';
import { BEAT_MS, createBeats } from './beats.ts';

let now = 0;
const begun = () => {
  const beats = createBeats(() => now);
  beats.begin();
  return beats;
};
/** Time passes in which our own beats come back. */
const passes = (ms: number, beats: ReturnType<typeof begun>) => {
  for (const end = now + ms; now < end; ) {
    now += BEAT_MS;
    beats.returned(now);
  }
};

test('a bus is whole as long as our own beats come back, and not before we hear', () => {
  expect(createBeats(() => now).intact()).toBe(false);
  const beats = begun();
  expect(beats.intact()).toBe(true);
  now += 4 * BEAT_MS;
  expect(beats.intact()).toBe(false);
  beats.returned(now);
  expect(beats.intact()).toBe(true);
});

test('beats that come back long after they were sent do not make it whole', () => {
  const beats = begun();
  now += 10_000;
  beats.returned(now - 9_000);
  expect(beats.intact()).toBe(false);
  expect(beats.isLate()).toBe(true);
});

test('a node that falls silent is missed; one that said goodbye, or was silent for minutes, is not', () => {
  const beats = begun();
  beats.heard('one');
  beats.heard('two');
  passes(1_000, beats);
  expect(beats.intact()).toBe(false);
  beats.heard('one');
  beats.left('two');
  expect(beats.intact()).toBe(true);
  passes(1_000, beats);
  expect(beats.intact()).toBe(false);
  passes(120_000, beats);
  expect(beats.intact()).toBe(true);
});

test('who else is there is known once three beats could have come, and not while one of them is missed', () => {
  const beats = begun();
  beats.heard('one');
  expect(beats.others()).toBeNull();
  passes(800, beats);
  beats.heard('one');
  expect(beats.others()).toEqual(['one']);
  passes(800, beats);
  expect(beats.others()).toBeNull();
  beats.left('one');
  expect(beats.others()).toEqual([]);
});
