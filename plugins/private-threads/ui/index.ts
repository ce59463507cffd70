import { definePluginUi } from '../../../engine/client.ts';
import type { privateThreads } from '../contract.ts';
import { reduce } from '../reduce.ts';
import PrivateList from './PrivateList.svelte';
import SupervisedMark from './SupervisedMark.svelte';
import ThreadTop from './ThreadTop.svelte';

export default definePluginUi<typeof privateThreads>({
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
