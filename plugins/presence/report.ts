import { z } from 'zod';
import { type ActorContext, run, sql } from '../../engine/index.ts';
import type { presence } from './contract.ts';
import { refresh } from './refresh.ts';

export const Report = z.strictObject({ idle: z.boolean() });

/** Notes that a page is idle, or is used again. It is a page by its socket: over HTTP there is none, and nothing to note. */
export async function report(
  { idle }: z.output<typeof Report>,
  ctx: ActorContext<typeof presence>,
): Promise<Record<string, never>> {
  if (!ctx.connection) return {};
  if (idle)
    await run(
      ctx.em,
      sql`insert into presence_idle (connection_id, person_id, school_id, since)
       values (${ctx.connection}, ${ctx.actor.id}, ${ctx.school.id}, now())
       on conflict do nothing`,
    );
  else await run(ctx.em, sql`delete from presence_idle where connection_id = ${ctx.connection}`);
  await refresh([ctx.actor.id], ctx);
  return {};
}
