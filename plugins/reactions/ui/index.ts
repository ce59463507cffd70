import { definePluginUi } from '../../../engine/client.ts';
import { reduce } from '../reduce.ts';
import type server from '../server.ts';
import ReactionBar from './ReactionBar.svelte';
import ReactionPicker from './ReactionPicker.svelte';

export default definePluginUi<typeof server>({
  slots: { 'message.below': ReactionBar, 'message.menu': ReactionPicker },
  reduce,
});
