import { definePluginUi } from '../../../engine/client.ts';
import type { receipts } from '../contract.ts';
import Reporter from './Reporter.svelte';
import SeenBy from './SeenBy.svelte';
import Tick from './Tick.svelte';

export default definePluginUi<typeof receipts>({
  slots: { 'message.below': Tick, 'message.menu': SeenBy, screen: Reporter },
  later: { 'person.settings': () => import('./ChoiceSwitch.svelte') },
});
