import { v7 as newId } from 'uuid';
import type { Stage } from '../../engine/testing/stage.ts';

/** Quiet hours from an hour ago until an hour from now, by the school's clock. */
export function aroundNow({ engine }: Stage): string {
  const { timezone: timeZone } = engine.school('oakwood');
  const show = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return [-1, 1].map((hours) => show.format(Date.now() + hours * 3_600_000)).join('-');
}

/** Everybody of Oakwood has a socket open, by the table that says so: whoever has none is told nothing. */
export async function comeHere({ engine, rivera: { schoolId } }: Stage): Promise<void> {
  const node = newId();
  await engine.rows('insert into node (id, school_id, beat_at) values ($1, $2, now())', [node, schoolId]);
  await engine.rows(
    `insert into connection (id, node_id, school_id, person_id)
     select gen_random_uuid(), $1, school_id, id from person
     where school_id = $2 and id not in (select person_id from connection)`,
    [node, schoolId],
  );
}
