import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { installed } from '../../../plugins/index.ts';
import { FAULTS } from '../../errors/domain-error.ts';
import type { PluginContract } from '../../plugin-host/contract.ts';
import { ROOM_ROLES } from '../../roles/roles.ts';
import { SchoolPlugins } from '../../schools/school-plugins.ts';

const CONTRACTS = installed.map(({ contract }): [string, PluginContract] => [contract.id, contract]);

/** What every plugin's contract keeps to, so that a school can switch it on without a word more. */
export function defaultsLaw(): void {
  describe.each(CONTRACTS)('defaults of the plugin %s', (id, contract) => {
    test('are what a school gets that sets nothing, and are settings themselves', () => {
      const settings = contract.settings.parse({});
      expect(contract.settings.parse(settings)).toEqual(settings);
    });

    test('are plain data, since browsers are told them', () => {
      const settings = contract.settings.parse({});
      expect(JSON.parse(JSON.stringify(settings))).toEqual(settings);
    });

    test('say each setting in words for the person who sets it', () => {
      for (const [name, type] of Object.entries(contract.settings.shape)) expect(type.description, name).toMatch(/\.$/);
    });

    test('take no setting that is not theirs', () => {
      expect(contract.settings.safeParse({ 'no-such-setting': 1 }).success).toBe(false);
    });

    test('give permissions to roles that there are', () => {
      for (const roles of Object.values(contract.permissions ?? {}))
        expect(ROOM_ROLES).toEqual(expect.arrayContaining([...roles]));
    });

    test('name errors and events in one word each, with a fault that there is and a sentence', () => {
      for (const [code, { fault, message }] of Object.entries(contract.errors ?? {})) {
        expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
        expect(FAULTS).toContain(fault);
        expect(message).toMatch(/^[A-Z].*\.$/);
      }
      for (const event of Object.keys(contract.events ?? {})) expect(event).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
    });

    test('are summed up in one sentence, with a page beside', () => {
      expect(contract.summary).toMatch(/^[A-Z].{5,100}\.$/);
      expect(existsSync(new URL(`../../../plugins/${id}/README.md`, import.meta.url)), `plugins/${id}/README.md`).toBe(
        true,
      );
    });

    test('let it be switched on with what it requires', () => {
      const needed = (one: PluginContract): string[] => [one.id, ...(one.requires ?? []).flatMap(needed)];
      const plugins = new SchoolPlugins(installed, Object.fromEntries(needed(contract).map((other) => [other, true])));
      expect(plugins.manifest.plugins[id]).toEqual(contract.settings.parse({}));
    });
  });
}
