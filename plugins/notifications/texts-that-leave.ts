import { type Sql, sql } from '../../engine/index.ts';
import type { Context } from './reads.ts';

/**
 * SQL over `r`: whether texts of a room may leave the server, into mail and push
 * messages. Those of rooms that are not a class's are private.
 */
export const mayLeave = ({ settings }: Pick<Context, 'settings'>): Sql =>
  sql`(r.kind = 'class' or ${settings.privateTexts}::boolean)`;
