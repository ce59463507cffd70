import type { Asked } from '../commands/asked.ts';
import { inUnitOfWork, type UnitOfWork } from '../commands/unit-of-work.ts';
import type { Engine } from '../engine.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import type { LiveSchool } from '../schools/schools.ts';
import { pluginContext } from './contexts.ts';
import type { DueNotice } from './define-plugin.ts';
import { forEachNotice } from './each-notice.ts';
import type { HookEntry } from './hook-entry.ts';
import { withDeadline } from './hooks.ts';
import type { OfferedNotice } from './offered-notices.ts';

/**
 * Tells those who notify what an event deserves: whoever offers a notice says whom it concerns, whoever notifies does the
 * rest, both in one unit of work on its account. Answers what failed, by the notice; the others are told all the same.
 */
export function tellNotices(
  engine: Engine,
  school: LiveSchool,
  event: EventFrame,
): Promise<ReadonlyMap<string, unknown>> {
  const due = school.plugins.noticesOn(event.event).filter(({ notice }) => notice.concerns?.(event.payload) !== false);
  return forEachNotice(engine, 'notify', due, school.plugins.notifiers, (offered, notifier) =>
    tell(engine, school, { offered, notifier, event }),
  );
}

interface Telling {
  readonly offered: OfferedNotice;
  readonly notifier: HookEntry;
  readonly event: EventFrame;
}

function tell(engine: Engine, school: LiveSchool, { offered, notifier, event }: Telling): Promise<void> {
  const asked: Asked = { school, person: null, plugin: notifier.plugin.contract.id };
  return inUnitOfWork(engine, asked, (work) =>
    withDeadline(async () => {
      const people = await concerned(work, { offered, notifier, event });
      if (people.length === 0) return;
      await notifier.run(dueOf(offered, event, people), pluginContext(work, notifier.plugin));
    }, notifier.deadline),
  );
}

async function concerned(work: UnitOfWork, { offered, notifier, event }: Telling): Promise<readonly string[]> {
  const { event: type, room: roomId, seq, at, by, payload } = event;
  const ctx = pluginContext(work, offered.plugin ?? notifier.plugin);
  const people = await offered.notice.to({ type, roomId, seq, at, by, payload } as never, ctx);
  return [...new Set(people)].filter((id) => !('person' in by) || by.person !== id);
}

const dueOf = ({ id, notice }: OfferedNotice, event: EventFrame, people: readonly string[]): DueNotice => ({
  notice: id,
  personal: notice.personal === true,
  roomId: event.room,
  seq: event.seq,
  at: event.at,
  by: event.by,
  messageId: messageOf(event.payload),
  people,
});

/** Plugins' events name the message they are about; that of a send carries it. */
export function messageOf(payload: unknown): string | null {
  const { messageId, message } = (payload ?? {}) as { messageId?: string; message?: { id: string } };
  return messageId ?? message?.id ?? null;
}
