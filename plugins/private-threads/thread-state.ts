import { type EntityManager, run, type Sql, sql } from '../../engine/index.ts';
import type { Closed, Rules } from './contract.ts';
import { OFF, otherOf, SUPERVISED, strictness } from './rules.ts';

/** How a conversation stands for one of its two. */
export interface ThreadState {
  readonly parentId: string;
  readonly classroomId: string;
  readonly otherId: string;
  readonly closed: Closed | null;
  readonly supervised: boolean;
}

interface Row {
  readonly parent_id: string;
  readonly classroom_id: string;
  readonly other_id: string;
  readonly archived: boolean;
  readonly here: boolean;
  readonly there: number;
  readonly back: number;
}

interface Asker {
  readonly em: EntityManager;
  readonly settings: Readonly<Rules>;
  readonly actor: { readonly id: string };
}

/** SQL columns that say how a conversation stands, over `t`, `parent`, `me`, `other`. */
export const stateColumns = (rules: Rules): Sql => sql`
  parent.archived_at is not null archived,
  other.left_at is null and exists (select 1 from participant inside
    where inside.room_id = parent.id and inside.person_id = other.id and inside.left_at is null) here,
  ${strictness(rules, sql`me`, sql`other`, sql`parent`)} there,
    ${strictness(rules, sql`other`, sql`me`, sql`parent`)} back`;

/** The state of a conversation the asker is one of the two of; null for anybody else. */
export async function stateOf({ em, settings, actor }: Asker, roomId: string): Promise<ThreadState | null> {
  const rows = await run(
    em,
    sql<Row>`select t.parent_id, parent.classroom_id, other.id other_id, ${stateColumns(settings)}
     from private_threads t join room parent on parent.id = t.parent_id
     join person me on me.id = ${actor.id}::uuid join person other on other.id = ${otherOf(sql`me.id`)}
     where t.room_id = ${roomId}::uuid`,
  );
  const row = rows[0];
  return row
    ? {
        parentId: row.parent_id,
        classroomId: row.classroom_id,
        otherId: row.other_id,
        closed: closedBy(row),
        supervised: isSupervised(row),
      }
    : null;
}

export function closedBy({ archived, here, there }: Pick<Row, 'archived' | 'here' | 'there'>): Closed | null {
  if (archived) return 'archived';
  if (!here) return 'left';
  return there >= OFF ? 'off' : null;
}

/** One conversation is supervised as a whole: half of it would tell the other half. */
export const isSupervised = ({ there, back }: Pick<Row, 'there' | 'back'>): boolean =>
  there === SUPERVISED || back === SUPERVISED;
