import { type ActorContext, int8, run, sql } from '../../engine/index.ts';
import type { Attachments } from './state.ts';

type Context = Pick<ActorContext<Attachments>, 'em' | 'actor' | 'settings'>;

/** What one person's files take, and may take, in bytes. Those of deleted messages count until they are removed; infected ones are. */
export interface Space {
  readonly used: number;
  readonly quota: number;
}

export async function spaceOf({ em, actor, settings }: Context): Promise<Space> {
  const rows = await run(
    em,
    sql({
      used: int8,
    })`select coalesce(sum(size), 0) used from attachments_file where person_id = ${actor.id} and scan <> 'infected'`,
  );
  return { used: Number(rows[0]?.used), quota: settings.quotaMegabytes * 1_000_000 };
}
