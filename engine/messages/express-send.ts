import { v7 as newId } from 'uuid';
import type { Asked, AskingPerson } from '../commands/asked.ts';
import type { Draft, StoredMessage } from '../commands/commands.ts';
import { newWork } from '../commands/unit-of-work.ts';
import type { Engine } from '../engine.ts';
import { missing } from '../errors/domain-error.ts';
import { guard, transform } from '../plugin-host/hooks.ts';
import { archived, findMyRoom, notAllowed } from '../rooms/find-room.ts';
import { inMyRooms } from '../rooms/rooms-of.ts';
import type { Quote } from '../views.ts';
import { earlierSend } from './earlier-send.ts';
import { tellFollowersOf } from './follow-thread.ts';
import { messageDraft } from './message-draft.ts';
import { beforeOthers, messageDeleted, quoteOf, threadOf } from './references.ts';
import type { Verdict } from './send-statement.ts';

type Send = Draft<'message.send'>;
interface Prepared {
  readonly draft: Send;
  readonly quote?: Quote;
  readonly threadRoot?: string;
}

/**
 * Sends a message beside which no plugin writes rows. What plugins decide, and what the message refers to, is read first,
 * when there is any such thing; the rest is one statement, shared with whatever else is sent at the moment.
 * Null: plugins write rows beside it, or the room is of a plugin's kind. Nothing was stored; the send needs a transaction.
 */
export async function expressSend(engine: Engine, asked: Asked, draft: Send): Promise<StoredMessage | null> {
  if (!standsByItself(asked, draft)) return null;
  const prepared = asksNothing(asked, draft) ? { draft } : await prepare(engine, asked, draft);
  if (!prepared) return null;
  return 'stored' in prepared ? prepared.stored : store(engine, asked, prepared);
}

/** A transform may put something into a draft that a plugin writes rows for: where there is both, no send is express. */
function standsByItself({ person, school: { plugins } }: Asked, draft: Send): boolean {
  if (person === null) return false;
  if (plugins.hooksIn('class', 'transform', 'message.send').length > 0)
    return plugins.hooksIn('class', 'within', 'message.send').length === 0;
  return plugins.within('message.send', draft.with ?? {}, 'class').length === 0;
}

const asksNothing = ({ school: { plugins } }: Asked, draft: Send): boolean =>
  !draft.replyTo &&
  !draft.threadRoot &&
  plugins.hooksIn('class', 'transform', 'message.send').length === 0 &&
  plugins.hooksIn('class', 'guard', 'message.send').length === 0;

/** access → idempotency → transform → guard, in a transaction that writes nothing. */
function prepare(engine: Engine, asked: Asked, input: Send): Promise<Prepared | { stored: StoredMessage } | null> {
  return engine.database.inSchool(asked.school.id, async (em) => {
    const stored = await earlierSend(em, asked, input);
    if (stored) return { stored };
    const access = await findMyRoom(em, asked, input.roomId);
    if (access.room.kind !== 'class') return null;
    const reading = newWork(engine, asked, em);
    const parse = (changed: unknown): Send => messageDraft(asked.school.plugins).parse(changed);
    const draft = await transform(reading, 'message.send', input, access, parse);
    await guard(reading, 'message.send', draft, access);
    const quote = draft.replyTo ? await quoteOf(em, access, draft.replyTo) : undefined;
    const threadRoot = draft.threadRoot ? await threadOf(em, access, draft.threadRoot) : undefined;
    return { draft, ...(quote && { quote }), ...(threadRoot && { threadRoot }) };
  });
}

async function store(
  engine: Engine,
  asked: Asked,
  { draft, quote, threadRoot }: Prepared,
): Promise<StoredMessage | null> {
  const { id: author } = asked.person as AskingPerson;
  const { plugins, id: schoolId } = asked.school;
  const { roomId, clientId, text } = draft;
  const message = { id: newId(), clientId, author, text, ...(quote && { quote }), ...(threadRoot && { threadRoot }) };
  const ready = { roomId, message, heard: plugins.hears('message.sent', { message }) };
  const rules = { visible: inMyRooms(plugins), hearsSendsIn: plugins.hearsSendsIn };
  const { id, seq, at, verdict } = await engine.sends.store(schoolId, rules, ready);
  if (verdict === 'stored') {
    if (threadRoot) await tellFollowersOf(engine, asked, threadRoot);
    return { ...message, roomId, seq, at };
  }
  if (verdict === 'other-kind') return null;
  if (verdict !== 'known' || !id) throw refusalOf(verdict);
  const known = await engine.database.inSchool(schoolId, (em) => earlierSend(em, asked, draft));
  return known ?? { ...message, id, roomId, seq, at };
}

function refusalOf(verdict: Verdict): Error {
  if (verdict === 'missing') return missing();
  if (verdict === 'quote-gone') return messageDeleted();
  if (verdict === 'before-others') return beforeOthers();
  return verdict === 'archived' ? archived() : notAllowed();
}
