import { type ActorContext, type Outcome, run, sql } from '../../engine/index.ts';
import type { Attachments } from './state.ts';

/**
 * A deleted message's files are out of reach at once, since nobody is shown the files of a deleted message. What was
 * written beside them goes with its text; the files themselves stay as long as the school says.
 */
export async function forgetWords(
  { id }: Outcome<'message.delete'>,
  _accepted: unknown,
  { em }: ActorContext<Attachments>,
): Promise<void> {
  await run(em, sql`update attachments_file set caption = '', alt = '' where message_id = ${id}`);
}
