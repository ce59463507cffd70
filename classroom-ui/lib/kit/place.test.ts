import { expect, test } from 'vitest';
import { place } from './place.ts';

const view = { width: 400, height: 600 };
const menu = { width: 200, height: 150 };

test('it stands below its button, their left edges in line', () => {
  expect(place({ left: 50, top: 100, width: 40, height: 30 }, menu, view)).toEqual({ left: 50, top: 134 });
});

test('it goes above where it fits only there', () => {
  expect(place({ left: 50, top: 500, width: 40, height: 30 }, menu, view).top).toBe(500 - 150 - 4);
});

test('wanted above, it goes below where there is no room above', () => {
  expect(place({ left: 50, top: 20, width: 40, height: 30 }, menu, view, { side: 'above' }).top).toBe(54);
});

test('it never leaves the window, whatever its alignment', () => {
  for (const align of ['start', 'center', 'end'] as const) {
    for (const left of [-30, 0, 380, 420]) {
      const at = place({ left, top: 300, width: 20, height: 20 }, menu, view, { align });
      expect(at.left).toBeGreaterThanOrEqual(8);
      expect(at.left + menu.width).toBeLessThanOrEqual(view.width - 8);
    }
  }
});

test('what is larger than the window begins at its edge', () => {
  const at = place({ left: 10, top: 10, width: 20, height: 20 }, { width: 900, height: 900 }, view);
  expect(at).toEqual({ left: 8, top: 8 });
});
