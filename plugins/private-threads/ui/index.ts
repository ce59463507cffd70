import { definePluginUi } from '../../../engine/client.ts';
import { reduce } from '../reduce.ts';
import type server from '../server.ts';
import PrivateList from './PrivateList.svelte';
import SupervisedMark from './SupervisedMark.svelte';
import ThreadTop from './ThreadTop.svelte';

export default definePluginUi<typeof server>({
  slots: {
    'room.list': PrivateList,
    'room.top': ThreadTop,
    'message.author': SupervisedMark,
  },
  later: {
    'room.person': () => import('./PersonButton.svelte'),
    'person.reach': () => import('./CardMessage.svelte'),
    'message.menu': () => import('./ReplyPrivately.svelte'),
    'classroom.settings': () => import('./ClassSettings.svelte'),
    'room.settings': () => import('./RoomSettings.svelte'),
  },
  reduce,
});
