import { definePluginUi } from '../../../engine/client.ts';
import type { reactions } from '../contract.ts';
import { reduce } from '../reduce.ts';
import ReactionBar from './ReactionBar.svelte';
import ReactionPicker from './ReactionPicker.svelte';

export default definePluginUi<typeof reactions>({
  slots: { 'message.below': ReactionBar, 'message.menu': ReactionPicker },
  reduce,
});
