import { z } from 'zod';
import { type ActorContext, run, type Sql, sql } from '../../engine/index.ts';
import type { PersonReach, privateThreads, Rules } from './contract.ts';
import { OFF, SUPERVISED, strictness } from './rules.ts';

/** `here`: the room on the screen, which is preferred. */
export const OfPerson = z.strictObject({ personId: z.uuid(), here: z.uuid().optional() });

/** A room that both are in. */
interface Shared {
  readonly parent_id: string;
  readonly archived: boolean;
  readonly there: number;
  readonly back: number;
  readonly known: boolean;
}

/**
 * Says whether the asker can write to somebody alone, and in which room's conversation: one they have already, else in the
 * room on the screen, else where the rules are the least strict. Of a person whom the asker cannot know it says the same as
 * of one with whom they share no room.
 */
export async function reachPerson(
  { personId, here }: z.output<typeof OfPerson>,
  { em, actor, settings }: ActorContext<typeof privateThreads>,
): Promise<PersonReach> {
  const shared = await run(em, sharedRooms(settings, actor.id, personId));
  const [open] = shared
    .filter(({ archived, there }) => !archived && there < OFF)
    .sort((a, b) => rank(a, here) - rank(b, here));
  if (open) return { parentId: open.parent_id, supervised: [open.there, open.back].includes(SUPERVISED), why: null };
  const why = shared.length === 0 ? 'apart' : shared.every(({ archived }) => archived) ? 'archived' : 'off';
  return { parentId: shared.find(({ known }) => known)?.parent_id ?? null, supervised: false, why };
}

const rank = ({ known, parent_id, there }: Shared, here: string | undefined): number =>
  (known ? 0 : 10) + (parent_id === here ? 0 : 5) + there;

/** By age, so that of rooms that are alike it is always the same one. */
const sharedRooms = (rules: Readonly<Rules>, me: string, other: string): Sql<Shared> => sql`
  select parent.id parent_id, parent.archived_at is not null archived,
    ${strictness(rules, sql`me`, sql`other`, sql`parent`)} there,
      ${strictness(rules, sql`other`, sql`me`, sql`parent`)} back,
    exists (select 1 from private_threads t where t.parent_id = parent.id
      and t.low_id = least(me.id, other.id) and t.high_id = greatest(me.id, other.id)) known
  from participant mine
  join person me on me.id = mine.person_id
  join participant theirs on theirs.room_id = mine.room_id and theirs.left_at is null and theirs.person_id <> me.id
  join person other on other.id = theirs.person_id and other.left_at is null
  join room parent on parent.id = mine.room_id and parent.kind = 'class' and parent.deleted_at is null
  where me.id = ${me}::uuid and mine.left_at is null and other.id = ${other}::uuid
  order by parent.created_at, parent.id`;
