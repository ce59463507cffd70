import { definePluginUi } from '../../../engine/client.ts';
import type server from '../server.ts';
import ActivityReporter from './ActivityReporter.svelte';
import AuthorMark from './AuthorMark.svelte';
import RoomPresence from './RoomPresence.svelte';

export default definePluginUi<typeof server>({
  slots: {
    screen: ActivityReporter,
    'room.header': RoomPresence,
    'message.author': AuthorMark,
  },
  later: {
    'person.about': () => import('./AboutPerson.svelte'),
    'person.menu': () => import('./BusyChoice.svelte'),
    'person.settings': () => import('./ChoiceSwitches.svelte'),
  },
});
