import type { Asked } from '../commands/asked.ts';
import { inUnitOfWork } from '../commands/unit-of-work.ts';
import type { Engine } from '../engine.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import type { LiveSchool } from '../schools/schools.ts';
import { pluginContext } from './contexts.ts';
import type { HookEntry } from './hook-entry.ts';
import { withDeadline } from './hooks.ts';
import type { OfferedNotice } from './offered-notices.ts';
import { messageOf } from './tell-notices.ts';

/**
 * Says to those who told of a notice that it holds no more: what caused it was undone. Answers what failed, by the notice.
 */
export async function takeBackNotices(
  engine: Engine,
  school: LiveSchool,
  event: EventFrame,
): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  for (const offered of school.plugins.noticesTakenBackBy(event.event))
    for (const taker of school.plugins.takers)
      await takeBack(engine, school, { offered, taker, event }).catch((cause: unknown) => {
        const plugin: string = taker.plugin.contract.id;
        engine.log.warn({ plugin, phase: 'takeBack', notice: offered.id, err: cause }, 'a notice was not taken back');
        engine.metrics.hookFailed(plugin, 'takeBack');
        failures.set(offered.id, cause);
      });
  return failures;
}

interface TakingBack {
  readonly offered: OfferedNotice;
  readonly taker: HookEntry;
  readonly event: EventFrame;
}

function takeBack(engine: Engine, school: LiveSchool, { offered, taker, event }: TakingBack): Promise<void> {
  const { event: type, room: roomId, seq, at, by, payload } = event;
  const messageId = messageOf(payload);
  if (!messageId) return Promise.resolve();
  const asked: Asked = { school, person: null, plugin: taker.plugin.contract.id };
  return inUnitOfWork(engine, asked, (work) =>
    withDeadline(async () => {
      const offering = pluginContext(work, offered.plugin ?? taker.plugin);
      const holds = await offered.notice.takenBack?.when?.({ type, roomId, seq, at, by, payload } as never, offering);
      if (holds === false) return;
      await taker.run({ notice: offered.id, roomId, by, messageId }, pluginContext(work, taker.plugin));
    }, taker.deadline),
  );
}
