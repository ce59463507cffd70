import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../errors/domain-error.ts';
import { createLimits, LIMITS, type LimitedKind, type LimitSettings } from './limits.ts';

/** Limits with a clock that stands still until it is moved. */
function startLimits(settings?: Partial<LimitSettings>) {
  let now = 0;
  const limits = createLimits(settings, () => now);
  const take = (kind: LimitedKind, person: string, room?: string): boolean => {
    try {
      limits.take(kind, person, room);
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.fault === 'limited') return false;
      throw error;
    }
  };
  const takeMany = (tries: number, kind: LimitedKind, person: string, room?: string): number =>
    Array.from({ length: tries }, () => take(kind, person, room)).filter(Boolean).length;
  return { limits, take, takeMany, pass: (seconds: number) => (now += seconds * 1_000) };
}

describe('limits', () => {
  it.each(['send', 'write', 'read', 'search'] as const)(
    'let a person %s exactly as often as the setting says',
    (kind) => {
      const { takeMany } = startLimits();
      expect(takeMany(1_000, kind, 'ana')).toBe(LIMITS[kind].count);
    },
  );

  it('say after how many seconds the next request will pass', () => {
    const { limits, take, takeMany, pass } = startLimits({ search: { count: 2, seconds: 10 } });
    takeMany(2, 'search', 'ana');
    expect(() => limits.take('search', 'ana')).toThrow(
      expect.objectContaining({ code: 'limited', fault: 'limited', data: { retryAfter: 5 } }),
    );
    pass(4.9);
    expect(take('search', 'ana')).toBe(false);
    pass(0.1);
    expect(take('search', 'ana')).toBe(true);
    expect(take('search', 'ana')).toBe(false);
  });

  it('give back all after one period of rest, and no more after many', () => {
    const { takeMany, pass } = startLimits();
    for (const rest of [10, 10, 25, 10_000]) {
      expect(takeMany(100, 'send', 'ana')).toBe(30);
      pass(rest);
    }
  });

  it('remember through every turn of the memory what was used', () => {
    const { takeMany, pass } = startLimits({ send: { count: 10, seconds: 10 } });
    takeMany(10, 'send', 'ana');
    for (let second = 0; second < 100; second++) {
      pass(1);
      expect(takeMany(10, 'send', 'ana')).toBe(1);
    }
  });

  it('count people apart, and kinds apart', () => {
    const { take, takeMany } = startLimits();
    takeMany(1_000, 'send', 'ana', 'biology');
    expect(take('send', 'ben', 'biology')).toBe(true);
    expect(take('write', 'ana')).toBe(true);
  });

  it('limit the sends of a whole room, and leave other rooms alone', () => {
    const { take, takeMany } = startLimits();
    const sent = Array.from({ length: 30 }, (_, pupil) => takeMany(30, 'send', `pupil ${pupil}`, 'biology'));
    expect(sent.reduce((sum, count) => sum + count)).toBe(600);
    expect(take('send', 'ana', 'biology')).toBe(false);
    expect(take('send', 'ana', 'history')).toBe(true);
  });

  it('do not limit a room by anything but sends', () => {
    const { takeMany } = startLimits({ room: { count: 1, seconds: 10 } });
    expect(takeMany(50, 'read', 'ana', 'biology')).toBe(50);
  });

  it('count nothing for the room when the person is refused, nor for the person when the room is', () => {
    const { take, takeMany } = startLimits({ send: { count: 2, seconds: 10 }, room: { count: 3, seconds: 10 } });
    takeMany(5, 'send', 'ana', 'biology');
    expect(take('send', 'ben', 'biology')).toBe(true);
    expect(takeMany(5, 'send', 'ben', 'biology')).toBe(0);
    expect(take('send', 'ben', 'history')).toBe(true);
  });

  it('forget whom nobody heard of for two periods', () => {
    const { takeMany, take, pass } = startLimits();
    const before = heapUsed();
    for (let pupil = 0; pupil < 200_000; pupil++) take('read', `a pupil with the number ${pupil}`);
    const full = heapUsed() - before;
    pass(10);
    takeMany(1, 'read', 'ana');
    pass(10);
    takeMany(1, 'read', 'ana');
    expect(heapUsed() - before).toBeLessThan(full / 4);
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
