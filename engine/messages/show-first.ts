import type { Shows } from '../commands/command.ts';
import type { StoredMessage } from '../commands/commands.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import type { SentMessage } from '../views.ts';

/** Puts what plugins show on a message into its own event, so that it comes with the message and is scrubbed with it. */
export function showFromTheFirst({ recorded }: UnitOfWork, stored: StoredMessage, shows: Shows): void {
  if (Object.keys(shows).length === 0) return;
  const place = recorded.findIndex(
    ({ type, payload }) => type === 'message.sent' && (payload.message as SentMessage).id === stored.id,
  );
  const sent = recorded[place];
  if (!sent) throw new Error('a message that was sent is not recorded');
  recorded[place] = { ...sent, payload: { message: { ...(sent.payload.message as SentMessage), shows } } };
  Object.assign(stored, { shows });
}
