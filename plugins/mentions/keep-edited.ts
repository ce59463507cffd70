import { foldName, type Outcome, run, sql } from '../../engine/index.ts';
import type { Mention } from './contract.ts';
import { demandMeasure } from './measure.ts';
import { audiencesOf, type Context, peopleHere } from './people-here.ts';
import { type NamedRow, readNamed, toMention } from './read-named.ts';
import { type Meant, mentionsIn } from './shared/names-in-text.ts';
import { addedTo, storeMentions } from './store-mentions.ts';

/**
 * Reads from an edited text whom it names now. Who was named before stays so for as long as their name stands there as it
 * was written, though they be called otherwise by now, or have left; every other name is looked for in the room.
 * @throws DomainError `mentions.too-many`, `mentions.too-often`
 */
export async function keepEdited(
  { id, text }: Outcome<'message.edit'>,
  _accepted: unknown,
  ctx: Context,
): Promise<void> {
  const rows = await readNamed([id], ctx);
  if (!ctx.room || (rows.length === 0 && !text.includes('@'))) return;
  const people = text.includes('@') ? await peopleHere(ctx) : [];
  const found = mentionsIn(text, { people, all: audiencesOf(ctx) }, meantBy(rows));
  const before = rows.map(toMention);
  if (same(before, found)) return;
  const added = addedTo(before, found);
  await demandMeasure(found, added, ctx);
  await run(ctx.em, sql`delete from mentions where message_id = ${id}`);
  await storeMentions({ id, text }, found, ctx);
  ctx.publish('named', ctx.room, { messageId: id, mentions: found, added });
}

function meantBy(rows: readonly NamedRow[]): Meant {
  const meant: Record<string, string[]> = {};
  for (const { label, person_id } of rows) {
    const name = foldName(label);
    if (person_id !== null) meant[name] = [...(Object.hasOwn(meant, name) ? (meant[name] ?? []) : []), person_id];
  }
  return meant;
}

const same = (before: readonly Mention[], found: readonly Mention[]): boolean =>
  JSON.stringify(before) === JSON.stringify(found);
