import { definePluginUi } from '../../../engine/client.ts';
import type { newPlugin } from '../contract.ts';
import { reduce } from '../reduce.ts';
import MarkButton from './MarkButton.svelte';

export default definePluginUi<typeof newPlugin>({
  slots: { 'message.below': MarkButton },
  reduce,
});
