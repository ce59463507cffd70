import { foldName, type Outcome } from '../../engine/index.ts';
import type { Mention } from './contract.ts';
import { demandMeasure } from './measure.ts';
import { audiencesOf, type Context, peopleHere } from './people-here.ts';
import { nameable } from './shared/names-in-text.ts';
import { addedTo, storeMentions } from './store-mentions.ts';

/**
 * Keeps whom a message names, beside the message. A name stays plain text when it is not that of somebody in the room:
 * whoever left while it was written, is of another school or never was, all the same, and nothing is said about it.
 * @throws DomainError `mentions.not-allowed`, `mentions.misplaced`, `mentions.too-many`, `mentions.too-often`
 */
export async function keepSent(
  { id, text }: Outcome<'message.send'>,
  asked: readonly Mention[],
  ctx: Context,
): Promise<void> {
  const inOrder = [...asked].sort((a, b) => a.from - b.from);
  demandPlaces(inOrder, text, ctx);
  const may = audiencesOf(ctx);
  if (inOrder.some((mention) => 'all' in mention && !may.includes(mention.all))) ctx.refuse('not-allowed');
  const found = await namesOfPeopleHere(inOrder, text, ctx);
  const added = addedTo([], found);
  await demandMeasure(inOrder, added, ctx);
  if (!ctx.room || found.length === 0) return;
  await storeMentions({ id, text }, found, ctx);
  ctx.publish('named', ctx.room, { messageId: id, mentions: found, added });
}

/** Each begins with an @ of the text, and none reaches into the next. */
function demandPlaces(inOrder: readonly Mention[], text: string, ctx: Context): void {
  let free = 0;
  for (const { from, to } of inOrder) {
    if (from < free || to <= from + 1 || to > text.length || text[from] !== '@') ctx.refuse('misplaced', { from, to });
    free = to;
  }
}

/**
 * Those that say what they mean: a place that reads as one thing and is drawn as another would hide what was written.
 * Nothing in code or in an address is a name.
 */
async function namesOfPeopleHere(asked: readonly Mention[], text: string, ctx: Context): Promise<Mention[]> {
  const words = nameable(text);
  const ids = asked.flatMap((mention) => ('person' in mention ? [mention.person] : []));
  const names = new Map((await peopleHere(ctx, ids)).map(({ id, name }) => [id, name]));
  const nameOf = (mention: Mention) => ('all' in mention ? mention.all : names.get(mention.person));
  return asked.filter((mention) => foldName(words.slice(mention.from, mention.to)) === foldName(`@${nameOf(mention)}`));
}
