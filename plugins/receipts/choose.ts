import { z } from 'zod';
import { type ActorContext, run, sql, uuid } from '../../engine/index.ts';
import type { receipts } from './contract.ts';

type Context = ActorContext<typeof receipts>;

export const Choice = z.strictObject({ hidden: z.boolean() });
type Choice = z.output<typeof Choice>;

/** What the asker chose; where the school offers no choice, nobody hides anything. */
export async function readChoice(ctx: Context): Promise<Choice> {
  if (!ctx.settings.personalChoice) return { hidden: false };
  const rows = await run(ctx.em, sql`select 1 from receipts_hidden where person_id = ${ctx.actor.id}`);
  return { hidden: rows.length > 0 };
}

/**
 * Hides or shows how far the asker reads, in all rooms. Hiding takes back what was said of them, and others' screens forget
 * it without learning who it was. @throws DomainError `receipts.not-offered`
 */
export async function choose({ hidden }: Choice, ctx: Context): Promise<Choice> {
  if (!ctx.settings.personalChoice) ctx.refuse('not-offered');
  if (!(await (hidden ? hide : show)(ctx))) return { hidden };
  ctx.tell('chosen', ctx.actor.id, { hidden });
  for (const roomId of await roomsOf(ctx)) ctx.publish('stale', roomId, {}, { anonymous: true });
  return { hidden };
}

async function hide({ em, actor, school }: Context): Promise<boolean> {
  await run(em, sql`delete from receipts_delivered where person_id = ${actor.id}`);
  const added = await run(
    em,
    sql`insert into receipts_hidden (person_id, school_id, hidden_at) values (${actor.id}, ${school.id}, now())
      on conflict do nothing returning 1`,
  );
  return added.length > 0;
}

async function show({ em, actor }: Context): Promise<boolean> {
  const gone = await run(em, sql`delete from receipts_hidden where person_id = ${actor.id} returning 1`);
  return gone.length > 0;
}

async function roomsOf({ em, actor, seesRoom }: Context): Promise<string[]> {
  const rows = await run(
    em,
    sql({
      id: uuid,
    })`select r.id from participant p join room r on r.id = p.room_id where p.person_id = ${actor.id} and ${seesRoom}`,
  );
  return rows.map(({ id }) => id);
}
