import type { PluginContext } from '../../engine/index.ts';
import { receipts } from './contract.ts';

const ROLES = receipts.permissions['take-part'].map((role) => `'${role}'`).join(', ');

/**
 * Who shows how far they are and sees it of others, as an SQL condition over `p`, their participant row: whoever may write
 * in the room, unless they hide it. A school that offers no choice overrules what people chose before.
 */
export function takesPart({ settings }: Pick<PluginContext<typeof receipts>, 'settings'>): string {
  const shows = 'not exists (select 1 from receipts_hidden h where h.person_id = p.person_id)';
  return `p.role in (${ROLES})${settings.personalChoice ? ` and ${shows}` : ''}`;
}
