import type { Asked } from '../commands/asked.ts';
import { inUnitOfWork } from '../commands/unit-of-work.ts';
import type { Engine } from '../engine.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import type { LiveSchool } from '../schools/schools.ts';
import { pluginContext } from './contexts.ts';
import { forEachNotice } from './each-notice.ts';
import type { HookEntry } from './hook-entry.ts';
import { withDeadline } from './hooks.ts';
import type { OfferedNotice } from './offered-notices.ts';
import { messageOf } from './tell-notices.ts';

/**
 * Says to those who told of a notice that it holds no more: what caused it was undone. Answers what failed, by the notice.
 */
export function takeBackNotices(
  engine: Engine,
  school: LiveSchool,
  event: EventFrame,
): Promise<ReadonlyMap<string, unknown>> {
  const { takers } = school.plugins;
  return forEachNotice(engine, 'takeBack', school.plugins.noticesTakenBackBy(event.event), takers, (offered, taker) =>
    takeBack(engine, school, { offered, taker, event }),
  );
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
      const { takenBack } = offered.notice;
      const undoing = { type, roomId, seq, at, by, payload } as never;
      if ((await takenBack?.when?.(undoing, offering)) === false) return;
      const except = (await takenBack?.except?.(undoing, offering)) ?? [];
      await taker.run({ notice: offered.id, roomId, by, messageId, except }, pluginContext(work, taker.plugin));
    }, taker.deadline),
  );
}
