import { type ActorContext, bool, run, sql } from '../../engine/index.ts';
import type { notifications } from './contract.ts';

/** Whether mail reaches mailboxes here, and whether the asker has one. */
export async function readMailWay({ em, actor, deployment }: ActorContext<typeof notifications>) {
  const [row] = await run(
    em,
    sql({ mailbox: bool })`select email is not null mailbox from person where id = ${actor.id}`,
  );
  return { delivers: deployment.mailDelivers, mailbox: row?.mailbox ?? false };
}
