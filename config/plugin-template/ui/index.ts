import { definePluginUi } from '../../../engine/client.ts';
import { newPlugin } from '../contract.ts';
import { addShown, removeShown } from '../reduce.ts';
import MarkButton from './MarkButton.svelte';

export default definePluginUi(newPlugin, {
  slots: { 'message.below': MarkButton },
  reduce: { marked: addShown, unmarked: removeShown },
});
