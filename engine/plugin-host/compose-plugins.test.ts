import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AnyPlugin } from './any-plugin.ts';
import { composePlugins } from './compose-plugins.ts';
import { type PluginContract, passing, pluginContract } from './contract.ts';

const plugin = (id: string, more: Partial<PluginContract> = {}, parts: AnyPlugin['parts'] = {}): AnyPlugin => ({
  contract: pluginContract({ id, summary: 'For a test.', settings: z.strictObject({}), ...more }),
  parts,
});

const needs = (id: string, ...others: AnyPlugin[]) => plugin(id, { requires: others.map(({ contract }) => contract) });

const privacy = {
  async *export() {},
  erase: async () => undefined,
  retain: async () => 0,
};

const idsOf = (plugins: readonly AnyPlugin[]): string[] => plugins.map(({ contract }) => contract.id);

describe('the order of plugins', () => {
  test('is the one they are listed in', () => {
    expect(idsOf(composePlugins([plugin('b'), plugin('a'), plugin('c')]))).toEqual(['b', 'a', 'c']);
  });

  test('puts each after those it requires, and moves nothing else', () => {
    const [a, b] = [plugin('a'), plugin('b')];
    expect(idsOf(composePlugins([needs('c', b), a, b]))).toEqual(['b', 'c', 'a']);
    expect(idsOf(composePlugins([needs('d', a, b), needs('c', b), a, b]))).toEqual(['a', 'b', 'd', 'c']);
  });
});

describe('what would only go wrong later stops the boot, naming the plugin and the cure', () => {
  const round = { requires: [plugin('b').contract] };
  const bare = { tables: ['a_row'] };
  test.each<[string, AnyPlugin[], string]>([
    ['installed twice', [plugin('a'), plugin('a')], 'Plugin "a" is installed twice: remove one from plugins/index.ts.'],
    [
      'one API name for two',
      [plugin('a-b'), plugin('aB')],
      'Plugins "a-b" and "aB" would share the API name "aB": rename one.',
    ],
    ['an id that is no id', [plugin('My_Plugin')], 'Plugin id "My_Plugin" must be kebab-case, like "join-requests".'],
    ['the engine’s own name', [plugin('rooms')], 'Plugin "rooms" takes the engine\'s API name: choose another id.'],
    [
      'the engine’s own events',
      [plugin('message')],
      'Plugin "message" would publish under the engine\'s own event names: choose another id.',
    ],
    [
      'a setting without a default',
      [plugin('a', { settings: z.strictObject({ size: z.int() }) })],
      'Plugin "a": every setting needs a default, so that {} is valid.',
    ],
    [
      'an event of two words',
      [plugin('a', { events: { 'was-added': passing(z.object({})) } })],
      'Plugin "a": event "was-added" must be one camelCase word.',
    ],
    [
      'tables without privacy',
      [plugin('a', {}, bare)],
      'Plugin "a" owns tables: give it privacy { export, erase, retain } in server.ts.',
    ],
    [
      'a table of another name',
      [plugin('a', {}, { tables: ['row_of_a'], privacy })],
      'Plugin "a": table "row_of_a" must begin with "a".',
    ],
    [
      'a table that begins like the id and is another’s',
      [plugin('ab', {}, { tables: ['abc_row'], privacy })],
      'Plugin "ab": table "abc_row" must begin with "ab".',
    ],
    [
      'one table for two',
      [plugin('a', {}, { ...bare, privacy }), plugin('a-row', {}, { tables: ['a_row'], privacy })],
      'Plugins "a" and "a-row" both own the table "a_row": rename one.',
    ],
    [
      'a job with the queue’s own name',
      [plugin('a', {}, { jobs: [{ name: 'after', payload: z.object({}), run: async () => undefined }] })],
      'Plugin "a": a job may not be called "after".',
    ],
    [
      'a job that comes round and wants to be told something',
      [
        plugin(
          'a',
          {},
          {
            jobs: [
              { name: 'sweep', payload: z.object({ n: z.int() }), every: '* * * * *', run: async () => undefined },
            ],
          },
        ),
      ],
      'Plugin "a": job "sweep" comes round by itself, so its payload must take {}.',
    ],
    [
      'a kind of room that nobody can see',
      [plugin('a', { roomKinds: ['cave'] })],
      'Plugin "a": say in server.ts when a room of kind "cave" is visible.',
    ],
    [
      'a requirement that is not installed',
      [needs('a', plugin('b'))],
      'Plugin "a" needs "b", which is not installed: add it to plugins/index.ts.',
    ],
    [
      'a circle',
      [plugin('a', round), plugin('b', { requires: [{ ...plugin('a').contract, ...round }] })],
      'Plugins require each other in a circle: a → b → a. Cut one of these.',
    ],
  ])('%s', (_what, plugins, sentence) => {
    expect(() => composePlugins(plugins)).toThrow(new Error(sentence));
  });

  test('a requirement that came later than the other is the same plugin, wherever it stands', () => {
    const b = plugin('b');
    expect(() => composePlugins([needs('a', b), b])).not.toThrow();
  });
});
