import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../app.css', import.meta.url), 'utf8');

/** The colours of one block of app.css, as linear sRGB. */
function colours(selector: string): Record<string, readonly number[]> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('\n}')[0] ?? '';
  const found = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g);
  return Object.fromEntries(
    [...found].map(([, name, l, c, h]) => [name ?? '', linear(Number(l), Number(c), Number(h))]),
  );
}

/** OKLCH to linear sRGB, clipped to what a screen can show. */
function linear(lightness: number, chroma: number, hue: number): number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => Math.min(1, Math.max(0, part)));
}

const luminance = ([r = 0, g = 0, b = 0]: readonly number[]): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(one: readonly number[], other: readonly number[]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'sunken', 'raised', 'hover', 'pressed'];
/** Text, and what it may stand on. */
const TEXT: Record<string, readonly string[]> = {
  ink: [...GROUNDS, 'accent-soft', 'danger-soft', 'warning-soft'],
  'ink-muted': GROUNDS,
  'ink-faint': GROUNDS,
  'accent-ink': [...GROUNDS, 'accent-soft'],
  'danger-ink': ['canvas', 'surface', 'raised', 'hover', 'danger-soft'],
  'warning-ink': ['surface', 'raised', 'warning-soft'],
  'on-accent': ['accent', 'accent-hover'],
  'on-danger': ['danger', 'danger-hover'],
};
/** Boundaries and marks, and what they are told from. */
const MARKS: Record<string, readonly string[]> = {
  'line-strong': ['surface', 'raised', 'canvas'],
  accent: ['surface', 'sunken', 'raised'],
  focus: GROUNDS,
};

for (const [theme, selector] of [
  ['light', ':root'],
  ['dark', '.dark'],
] as const) {
  const known = { ...colours(':root'), ...colours(selector) };
  const pairs = (table: Record<string, readonly string[]>) =>
    Object.entries(table).flatMap(([over, grounds]) => grounds.map((ground) => [over, ground] as const));

  test(`in ${theme}, text has 4.5:1 on every ground it stands on`, () => {
    const poor = pairs(TEXT).filter(([over, ground]) => contrast(known[over] ?? [], known[ground] ?? []) < 4.5);
    expect(poor).toEqual([]);
  });

  test(`in ${theme}, boundaries of controls and the focus ring have 3:1`, () => {
    const poor = pairs(MARKS).filter(([over, ground]) => contrast(known[over] ?? [], known[ground] ?? []) < 3);
    expect(poor).toEqual([]);
  });
}
