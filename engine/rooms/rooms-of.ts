import { type Sql, sql } from '../database/sql.ts';
import type { SchoolPlugins } from '../schools/school-plugins.ts';

/**
 * THE rule of seeing, as SQL over `r` (room) and `p` (the reader's participant row): you see what is in the rooms you are
 * in, of a kind whose plugin is on and whose own condition holds. History, live delivery, replay, search and unread counts
 * all stand on it. There is no other way to read a room.
 */
export const inMyRooms = (plugins: SchoolPlugins): Sql =>
  sql`r.deleted_at is null and p.left_at is null and (${plugins.roomVisibility})`;
