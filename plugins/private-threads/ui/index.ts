import { definePluginUi } from '../../../engine/client.ts';
import type { privateThreads } from '../contract.ts';
import { reduce } from '../reduce.ts';
import PersonButton from './PersonButton.svelte';
import PrivateList from './PrivateList.svelte';
import ReplyPrivately from './ReplyPrivately.svelte';
import SupervisedMark from './SupervisedMark.svelte';
import ThreadTop from './ThreadTop.svelte';

export default definePluginUi<typeof privateThreads>({
  slots: {
    'room.list': PrivateList,
    'room.top': ThreadTop,
    'room.person': PersonButton,
    'message.menu': ReplyPrivately,
    'message.author': SupervisedMark,
  },
  later: {
    'classroom.settings': () => import('./ClassSettings.svelte'),
    'room.settings': () => import('./RoomSettings.svelte'),
  },
  reduce,
});
