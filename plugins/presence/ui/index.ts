import { definePluginUi } from '../../../engine/client.ts';
import type { presence } from '../contract.ts';
import AboutPerson from './AboutPerson.svelte';
import ActivityReporter from './ActivityReporter.svelte';
import AuthorMark from './AuthorMark.svelte';
import BusyChoice from './BusyChoice.svelte';
import ChoiceSwitches from './ChoiceSwitches.svelte';
import RoomPresence from './RoomPresence.svelte';

export default definePluginUi<typeof presence>({
  slots: {
    screen: ActivityReporter,
    'room.header': RoomPresence,
    'message.author': AuthorMark,
    'person.about': AboutPerson,
    'person.menu': BusyChoice,
    'person.settings': ChoiceSwitches,
  },
});
