import type { Database } from '../database/database.ts';

type System = Database['system'];

/** Somebody of a school. */
export interface Whose {
  readonly person: string;
  readonly school: string;
}

const WHOSE = 'person_id person, school_id school';

/** Writes sockets that were opened here; whoever is no person of the school by now is left out. */
export async function writeOpened(system: System, node: string, opened: readonly [string, Whose][]): Promise<Whose[]> {
  const schools = [...new Set(opened.map(([, { school }]) => school))];
  await system.query(
    `insert into node (id, school_id, beat_at) select $1, s, now() from unnest($2::uuid[]) s on conflict do nothing`,
    [node, schools],
  );
  const { rows } = await system.query<Whose>(
    `insert into connection (id, node_id, school_id, person_id)
     select c.id, $1, h.school_id, h.id
     from unnest($2::uuid[], $3::uuid[], $4::uuid[]) c (id, person, school)
     join person h on h.id = c.person and h.school_id = c.school
     on conflict do nothing returning ${WHOSE}`,
    [node, opened.map(([id]) => id), opened.map(([, { person }]) => person), opened.map(([, { school }]) => school)],
  );
  return rows;
}

export async function writeClosed(system: System, ids: readonly string[]): Promise<Whose[]> {
  const { rows } = await system.query<Whose>(`delete from connection where id = any($1::uuid[]) returning ${WHOSE}`, [
    ids,
  ]);
  return rows;
}

/** Says that a node lives. @returns the schools it is known to serve */
export async function beat(system: System, node: string): Promise<ReadonlySet<string>> {
  const { rows } = await system.query<{ school: string }>({
    name: 'connections-beat',
    text: 'update node set beat_at = now() where id = $1 returning school_id school',
    values: [node],
  });
  return new Set(rows.map(({ school }) => school));
}

/** Takes away nodes that have been silent for so long, with their sockets. @returns whose those were */
export async function sweepSilent(system: System, silentMs: number): Promise<Whose[]> {
  const { rows } = await system.query<Whose>({
    name: 'connections-sweep',
    text: `with silent as (
         delete from node where beat_at < now() - make_interval(secs => $1 / 1000.0) returning id, school_id)
       select distinct c.person_id person, c.school_id school
       from connection c join silent on silent.id = c.node_id and silent.school_id = c.school_id`,
    values: [silentMs],
  });
  return rows;
}

/** A school that no longer wants to know: what was kept of it here goes. */
export async function forgetSchool(system: System, node: string, school: string): Promise<void> {
  await system.query('delete from node where id = $1 and school_id = $2', [node, school]);
}
