import { type PluginContext, type Sql, sql } from '../../engine/index.ts';
import { receipts } from './contract.ts';

/**
 * Who shows how far they are and sees it of others, as an SQL condition over `p`, their participant row: whoever may write
 * in the room, unless they hide it. A school that offers no choice overrules what people chose before.
 */
export function takesPart({ settings }: Pick<PluginContext<typeof receipts>, 'settings'>): Sql {
  const shows = sql`not exists (select 1 from receipts_hidden h where h.person_id = p.person_id)`;
  return sql`p.role = any(${receipts.permissions['take-part']}::text[]) ${settings.personalChoice ? sql`and ${shows}` : sql``}`;
}
