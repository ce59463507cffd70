import { definePluginUi } from '../../../engine/client.ts';
import type server from '../server.ts';
import Bell from './Bell.svelte';
import Looking from './Looking.svelte';
import Opened from './Opened.svelte';
import Watcher from './Watcher.svelte';

export default definePluginUi<typeof server>({
  slots: { screen: Watcher, 'screen.header': Bell, 'room.top': Opened, 'messages.below': Looking },
  later: {
    'person.settings': () => import('./Preferences.svelte'),
    page: () => import('./NoticePage.svelte'),
    'room.menu': () => import('./RoomMenu.svelte'),
    'room.settings': () => import('./RoomChoice.svelte'),
  },
});
