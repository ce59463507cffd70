import { definePluginUi } from '../../../engine/client.ts';
import type server from '../server.ts';
import Reporter from './Reporter.svelte';
import Tick from './Tick.svelte';

export default definePluginUi<typeof server>({
  slots: { 'message.below': Tick, screen: Reporter },
  later: {
    'message.menu': () => import('./SeenBy.svelte'),
    'person.settings': () => import('./ChoiceSwitch.svelte'),
  },
});
