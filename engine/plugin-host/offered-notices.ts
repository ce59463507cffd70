import { messageNotices } from '../messages/notices.ts';
import { participantNotices } from '../participants/notices.ts';
import type { AnyNotice, AnyPlugin } from './any-plugin.ts';

/** One notice with its name in the school, and the plugin that offers it; the engine's own have none. */
export interface OfferedNotice {
  /** `<plugin>.<notice>`, or `engine.<notice>`. */
  readonly id: string;
  readonly plugin?: AnyPlugin;
  readonly notice: AnyNotice;
}

const ENGINES = offered('engine', { ...messageNotices, ...participantNotices });

/** What the engine and these plugins offer as deserving notice. */
export const offeredNotices = (plugins: readonly AnyPlugin[]): readonly OfferedNotice[] => [
  ...ENGINES,
  ...plugins.flatMap((plugin) => offered(plugin.contract.id, plugin.parts.notices ?? {}, plugin)),
];

function offered(owner: string, notices: Readonly<Record<string, unknown>>, plugin?: AnyPlugin): OfferedNotice[] {
  return Object.entries(notices).map(([name, notice]) => ({
    id: `${owner}.${name}`,
    notice: notice as AnyNotice,
    ...(plugin && { plugin }),
  }));
}
