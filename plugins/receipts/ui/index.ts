import { definePluginUi } from '../../../engine/client.ts';
import type { receipts } from '../contract.ts';
import Reporter from './Reporter.svelte';
import Tick from './Tick.svelte';

export default definePluginUi<typeof receipts>({
  slots: { 'message.below': Tick, screen: Reporter },
  later: {
    'message.menu': () => import('./SeenBy.svelte'),
    'person.settings': () => import('./ChoiceSwitch.svelte'),
  },
});
