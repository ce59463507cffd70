import fc from 'fast-check';

/** Text of any UTF-16 units: halves of pairs, NUL, controls and all directions among them. */
const units = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) }, fc.integer({ min: 0, max: 0xffff })),
    {
      maxLength: 40,
    },
  )
  .map((codes) => String.fromCharCode(...codes));

const ODD_TEXTS = [
  ...['', ' ', '\0', 'a\0b', '\ud800', 'a\udfffb', '\u202e\u2066abc', '\ufeff', '\u200b', '%', '%00', '../..', '{}'],
  ...["'; drop table person; --", '<script>alert(1)</script>', '{{7*7}}', '1e999', 'NaN', 'true', 'null', '__proto__'],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'ﬀ'.repeat(90),
    '👩‍👩‍👧‍👦'.repeat(20),
    '\u0301'.repeat(500),
    '2026-13-45T99:99:99Z',
  ],
];
const longText = fc
  .constantFrom('a', '𝒳', '\u0000', '\ud83d', '*_`~[', 'é')
  .chain((unit) => fc.constantFrom(81, 201, 281, 10_001, 50_000).map((count) => unit.repeat(count)));
const numbers = fc.oneof(
  fc.constantFrom(0, -0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e308, 2 ** 63, -(2 ** 63)),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const own = (key: string, value: unknown): object =>
  Object.defineProperty({}, key, { value, enumerable: true, writable: true, configurable: true });
const POLLUTING = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'then', 'toJSON', 'length'];
const polluting = fc.constantFrom(...POLLUTING).map((key) => own(key, own('polluted', true)));

const deep = fc.tuple(fc.integer({ min: 10, max: 1_500 }), fc.boolean()).map(([depth, isList]) => {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = isList ? [value] : { a: value };
  return value;
});
const long = fc
  .tuple(fc.constantFrom<unknown>(0, null, '', [], {}, 'x'), fc.constantFrom(101, 1_001, 100_000))
  .map(([item, length]) => Array.from({ length }, () => item));

/** What no field expects, as far as JSON can carry it. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(units, fc.constantFrom(...ODD_TEXTS)) },
  { weight: 1, arbitrary: longText },
  { weight: 2, arbitrary: numbers },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], '') },
  { weight: 2, arbitrary: polluting },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: long },
);

export const oddText: fc.Arbitrary<string> = fc.oneof(units, fc.constantFrom(...ODD_TEXTS), longText);
export const anyBytes: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 300 });

/** An input with one of its fields changed, left out or added, or something else altogether. */
export function around(good: Readonly<Record<string, unknown>>, fields: readonly string[]): fc.Arbitrary<unknown> {
  const field = fields.length > 0 ? fc.constantFrom(...fields) : fc.constant('extra');
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(field, oddValue).map(([key, value]) => ({ ...good, ...own(key, value) })) },
    { weight: 2, arbitrary: fc.tuple(field, field, oddValue, oddValue).map(changeTwo(good)) },
    {
      weight: 1,
      arbitrary: field.map((key) => Object.fromEntries(Object.entries(good).filter(([name]) => name !== key))),
    },
    { weight: 1, arbitrary: fc.tuple(oddText, oddValue).map(([key, value]) => Object.assign(own(key, value), good)) },
    { weight: 1, arbitrary: fc.constant({ ...good }) },
    { weight: 1, arbitrary: oddValue },
  );
}

const changeTwo =
  (good: Readonly<Record<string, unknown>>) =>
  ([one, two, a, b]: [string, string, unknown, unknown]): object => ({ ...good, ...own(one, a), ...own(two, b) });
