import { createHash } from 'node:crypto';
import type pg from 'pg';
import { uuid } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import type { SchoolPlugins } from '../schools/school-plugins.ts';
import { inMyRooms } from './rooms-of.ts';

/** A short text that differs when somebody's rooms, or from where they may read one, are others. */
export function placesMark(rooms: ReadonlyMap<string, { readonly visibleFrom: number }>): string {
  const places = [...rooms].map(([room, { visibleFrom }]) => `${room}${visibleFrom}`);
  return createHash('md5').update(places.sort().join()).digest('hex');
}

/** The same over `r` and `p`, for the rooms of one person. */
const MARK = sql`md5(coalesce(string_agg(r.id::text || p.visible_from, ',' order by r.id), ''))`;

/** Of these people of one school, those whose rooms are no longer the ones of their mark. One statement. */
export async function readMoved(
  pool: pg.Pool,
  plugins: SchoolPlugins,
  marks: readonly { readonly person: string; readonly mark: string }[],
): Promise<readonly string[]> {
  const rows = await run(
    pool,
    sql({ person: uuid })`select distinct m.person
     from unnest(${marks.map(({ person }) => person)}::uuid[], ${marks.map(({ mark }) => mark)}::text[])
       m (person, mark)
     where m.mark <> (
       select ${MARK} from participant p join room r on r.id = p.room_id
       where p.person_id = m.person and ${inMyRooms(plugins)})`,
  );
  return rows.map(({ person }) => person);
}
