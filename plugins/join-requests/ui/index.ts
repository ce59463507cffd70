import { definePluginUi } from '../../../engine/client.ts';
import type server from '../server.ts';
import ClassQueues from './ClassQueues.svelte';
import HeaderBadge from './HeaderBadge.svelte';

export default definePluginUi<typeof server>({
  slots: {
    'room.header': HeaderBadge,
    'room.list': ClassQueues,
  },
  later: {
    'room.side': () => import('./SideQueue.svelte'),
    'room.gate': () => import('./RoomGate.svelte'),
  },
});
