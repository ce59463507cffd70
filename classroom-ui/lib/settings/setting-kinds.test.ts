import { expect, test } from 'vitest';
import { z } from 'zod';
import { faultOf, settingsOf, valueWords } from './setting-kinds.ts';

const schema = z.toJSONSchema(
  z.strictObject({
    ring: z.boolean().default(true).meta({ title: 'Ring', description: 'Ring aloud.' }),
    most: z.int().min(1).max(2_000).default(3).describe('How often it rings.'),
    who: z
      .enum(['staff', 'all'])
      .default('all')
      .meta({ enumDescriptions: ['Staff', 'Everybody'] }),
    kinds: z
      .array(z.enum(['a', 'b']).meta({ enumDescriptions: ['Apes', 'Bees'] }))
      .min(1)
      .default(['a']),
    words: z.array(z.string()).max(2).default([]),
    again: z.union([z.literal('never').meta({ title: 'Never' }), z.int().min(0)]).default(1),
    name: z.string().default('').describe('What it says to whoever picks it up before anybody rings.'),
    deep: z.strictObject({ in: z.int().default(1) }).prefault({}),
  }),
  { io: 'input' },
);
const setting = (key: string) => {
  const found = settingsOf(schema).find((one) => one.key === key);
  if (!found) throw new Error(`no setting ${key}`);
  return found;
};

test('each kind of setting has its control, its words and its options', () => {
  expect(settingsOf(schema).map(({ key, kind }) => [key, kind.kind])).toEqual([
    ['ring', 'switch'],
    ['most', 'number'],
    ['who', 'choice'],
    ['kinds', 'choices'],
    ['words', 'list'],
    ['again', 'number'],
    ['name', 'text'],
    ['deep', 'other'],
  ]);
  expect(setting('ring')).toMatchObject({ label: 'Ring', hint: 'Ring aloud.' });
  expect(setting('who')).toMatchObject({
    label: 'Who',
    kind: { options: [{ value: 'staff', label: 'Staff' }, { label: 'Everybody' }] },
  });
  expect(setting('again').kind).toMatchObject({ instead: { value: 'never', label: 'Never' } });
});

test('without a title a short description is the label, and a long one stands below', () => {
  expect(setting('most')).toMatchObject({ label: 'How often it rings', hint: undefined });
  expect(setting('name')).toMatchObject({ label: 'Name', hint: expect.stringContaining('whoever picks it up') });
});

test('what cannot be right is told before it is sent', () => {
  for (const bad of [0, 2_001, 1.5, '', 'x']) expect(faultOf(setting('most'), bad)).toContain('from 1 to 2,000');
  expect(faultOf(setting('most'), 7)).toBeNull();
  expect(faultOf(setting('again'), 'never')).toBeNull();
  expect(faultOf(setting('again'), 'ever')).not.toBeNull();
  expect(faultOf(setting('kinds'), [])).toContain('at least 1');
  expect(faultOf(setting('words'), ['a', 'b', 'c'])).toContain('2 at most');
});

test('a value reads in the words of its form', () => {
  expect(valueWords(setting('ring'), false)).toBe('off');
  expect(valueWords(setting('kinds'), ['a', 'b'])).toBe('Apes, Bees');
  expect(valueWords(setting('again'), 'never')).toBe('Never');
  expect(valueWords(setting('words'), [])).toBe('nothing');
  expect(valueWords(setting('most'), 12)).toBe('12');
});
