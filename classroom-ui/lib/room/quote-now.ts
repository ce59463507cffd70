import { type EngineEvents, type EventFrame, type MessageView, type Quote, quoteText } from '../../../engine/client.ts';

/** As much of a message as a quote of it follows. */
export type Quotable = Pick<MessageView, 'id' | 'text' | 'deletedAt'>;

/** A quote as its message stands now: empty once that is deleted. The same object where nothing of it has changed. */
export function quoteNow(quote: Quote, { id, text, deletedAt }: Quotable): Quote {
  const now = { text: deletedAt === null ? quoteText(text) : '', deleted: deletedAt !== null };
  const isSame = quote.id !== id || (now.text === quote.text && now.deleted === quote.deleted);
  return isSame ? quote : { ...quote, ...now };
}

/** The message that an event edited or deleted, as it stands after it. */
export function changedBy({ event, payload }: EventFrame): Quotable | null {
  if (event === 'message.edited') return { ...(payload as EngineEvents['message.edited']), deletedAt: null };
  return event === 'message.deleted' ? { text: '', ...(payload as EngineEvents['message.deleted']) } : null;
}
