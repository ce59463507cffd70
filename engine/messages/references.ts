import type { EntityManager } from '@mikro-orm/postgresql';
import type { Access } from '../commands/command.ts';
import { run, sql } from '../database/sql.ts';
import { conflict, type DomainError, missing } from '../errors/domain-error.ts';
import type { Quote } from '../views.ts';
import { quoteText } from './apply-message.ts';
import { authorOf, Message } from './message.ts';

export const messageDeleted = (): DomainError => conflict('messages.deleted', 'That message was deleted.');
export const beforeOthers = (): DomainError =>
  conflict('messages.before-others', 'Somebody joined since, who may not see that message.');

/** What a reply quotes. @throws DomainError `missing` unless the asker can see that message in this room */
export async function quoteOf(em: EntityManager, access: Access, messageId: string): Promise<Quote> {
  const message = await findMessage(em, access, messageId);
  if (message.deletedAt != null) throw messageDeleted();
  await refuseHidden(em, message);
  return {
    id: message.id,
    ...authorOf(message),
    text: quoteText(message.text),
    deleted: false,
  };
}

/** The root of the thread a message belongs to: threads are not nested, so an answer to an answer joins its thread. */
export async function threadOf(em: EntityManager, access: Access, messageId: string): Promise<string> {
  const message = await findMessage(em, access, messageId);
  if (message.threadRoot) return message.threadRoot;
  if (message.deletedAt != null) throw messageDeleted();
  return message.id;
}

/** Finds a message of a room, from where the asker's history begins. @throws DomainError `missing` */
export async function findMessage(
  em: EntityManager,
  { room, participant }: Access,
  messageId: string,
): Promise<Message> {
  const from = participant?.visibleFrom ?? 0;
  const message =
    room && (await em.findOne(Message, { id: messageId, roomId: room.id, kind: 'text', seq: { $gt: from } }));
  if (!message) throw missing();
  return message;
}

/**
 * What was said before the history of somebody in the room begins is not said again in their hearing: a quote or an edit
 * would carry its words to everyone in the room.
 */
export async function refuseHidden(em: EntityManager, message: Message): Promise<void> {
  const later = await run(
    em,
    sql`select 1 from participant where room_id = ${message.roomId} and left_at is null
      and visible_from >= ${message.seq ?? null} limit 1`,
  );
  if (later.length > 0) throw beforeOthers();
}

/** The same, locked until the commit: of two who change a message at once, the second sees what the first made of it. */
export async function findMessageToChange(em: EntityManager, access: Access, messageId: string): Promise<Message> {
  await run(
    em,
    sql`select 1 from message where id = ${messageId} and room_id = ${access.room?.id ?? null} for no key update`,
  );
  return findMessage(em, access, messageId);
}

/** Keeps what a reply quotes from being deleted before the reply is in the log, where the deletion finds it. */
export async function keepQuoted(em: EntityManager, messageId: string): Promise<void> {
  await run(em, sql`select 1 from message where id = ${messageId} for share`);
}
