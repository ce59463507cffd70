import { definePluginUi } from '../../../engine/client.ts';
import { newPlugin } from '../contract.ts';
import { reduce } from '../reduce.ts';
import MarkButton from './MarkButton.svelte';

export default definePluginUi(newPlugin, {
  slots: { 'message.below': MarkButton },
  reduce,
});
