import { v7 as newId } from 'uuid';
import type { Stage } from '../../engine/testing/stage.ts';

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
