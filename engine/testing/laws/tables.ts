import { describe, expect, test } from 'vitest';
import { installed } from '../../../plugins/index.ts';
import { tablePrefix } from '../../plugin-host/compose-plugins.ts';
import type { Stage } from '../stage.ts';

/** A plugin's migrations make the tables that it names, and no others: what nobody names, nobody exports or erases. */
export function tablesLaw(stage: () => Stage): void {
  describe('tables: a plugin owns those it names', () => {
    test.each(installed.map(({ contract, parts }) => [contract.id as string, parts.tables ?? []] as const))(
      '%s',
      async (id, named) => {
        const rows = await stage().engine.rows<{ name: string }>(
          "select relname name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
        );
        const own = rows.map(({ name }) => name).filter((table) => ownerOf(table) === id);
        expect(own.sort(), `tables of plugins/${id}/server.ts`).toEqual([...named].sort());
      },
    );
  });
}

/** The plugin whose name a table bears: of several the one with the longest. */
function ownerOf(table: string): string | undefined {
  const owners = installed
    .map(({ contract }) => contract.id as string)
    .filter((id) => table === tablePrefix(id) || table.startsWith(`${tablePrefix(id)}_`));
  return owners.sort((a, b) => b.length - a.length)[0];
}
