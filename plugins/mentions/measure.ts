import { run, sql } from '../../engine/index.ts';
import { type Added, type Mention, MOST_CARRIED } from './contract.ts';
import type { Context } from './people-here.ts';

/**
 * Whether somebody may name so many: in one message, and in the minute that began with the first. Only those who were not
 * named in the message before count for the minute.
 * @throws DomainError `mentions.too-many`, `mentions.too-often`
 */
export async function demandMeasure(asked: readonly Mention[], added: Added, ctx: Context): Promise<void> {
  const { perMessage, peoplePerMinute, callsPerMinute } = ctx.settings;
  const people = new Set(asked.flatMap((mention) => ('person' in mention ? [mention.person] : [])));
  if (people.size > perMessage || asked.length > MOST_CARRIED) ctx.refuse('too-many', { most: perMessage });
  if (added.people.length + added.all.length === 0) return;
  const [now] = await count(added, ctx);
  if (now && (now.people > peoplePerMinute || now.audiences > callsPerMinute)) ctx.refuse('too-often');
}

/** One row a person, locked until the commit: of two messages at once the second is counted after the first. */
function count(
  { people, all }: Added,
  { em, actor, school }: Context,
): Promise<{ people: number; audiences: number }[]> {
  return run(
    em,
    sql`insert into mentions_calls as c (person_id, school_id, began, people, audiences)
     values (${actor.id}, ${school.id}, now(), ${people.length}, ${all.length})
     on conflict (person_id) do update set
       began = case when c.began > now() - interval '1 minute' then c.began else now() end,
       people = excluded.people + case when c.began > now() - interval '1 minute' then c.people else 0 end,
       audiences = excluded.audiences + case when c.began > now() - interval '1 minute' then c.audiences else 0 end
     returning people, audiences`,
  );
}
