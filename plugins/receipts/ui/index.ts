import { definePluginUi } from '../../../engine/client.ts';
import type { receipts } from '../contract.ts';
import ChoiceSwitch from './ChoiceSwitch.svelte';
import Reporter from './Reporter.svelte';
import SeenBy from './SeenBy.svelte';
import Tick from './Tick.svelte';

export default definePluginUi<typeof receipts>({
  slots: { 'message.below': Tick, 'message.menu': SeenBy, 'person.settings': ChoiceSwitch, screen: Reporter },
});
