import { type ActorContext, isStaff, run, sql } from '../../engine/index.ts';
import { AUDIENCES, type Audience, type mentions } from './contract.ts';

export type Context = ActorContext<typeof mentions>;
export interface Nameable {
  readonly id: string;
  readonly name: string;
}

/**
 * Who can be named in the room, of some or of all: whoever is in it now and sees it. In rooms of plugins' kinds, such as
 * private threads, those who only look on cannot: nobody there need know of them.
 */
export async function peopleHere(ctx: Context, ids?: readonly string[]): Promise<readonly Nameable[]> {
  if (!ctx.room || ids?.length === 0) return [];
  return run(
    ctx.em,
    sql<Nameable>`select h.id, h.name from participant p join room r on r.id = p.room_id
     join person h on h.id = p.person_id
     where r.id = ${ctx.room.id}::uuid and ${ctx.seesRoom} and (r.kind = 'class' or p.role <> 'observer')
       ${ids ? sql`and p.person_id = any(${ids}::uuid[])` : sql``}`,
  );
}

/** What the actor may call here; in a room of a plugin's kind, nothing. */
export function audiencesOf({ room, settings, actor }: Context): readonly Audience[] {
  if (room?.kind !== 'class') return [];
  return AUDIENCES.filter(
    (all) => settings[all] === 'everyone' || (settings[all] === 'staff' && isStaff(actor.schoolRole)),
  );
}
