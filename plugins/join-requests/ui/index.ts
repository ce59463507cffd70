import { definePluginUi } from '../../../engine/client.ts';
import type { joinRequests } from '../contract.ts';
import ClassQueues from './ClassQueues.svelte';
import HeaderBadge from './HeaderBadge.svelte';
import SideQueue from './SideQueue.svelte';

export default definePluginUi<typeof joinRequests>({
  slots: {
    'room.header': HeaderBadge,
    'room.side': SideQueue,
    'room.list': ClassQueues,
  },
  later: {
    'room.gate': () => import('./RoomGate.svelte'),
  },
});
