import { definePluginUi } from '../../../engine/client.ts';
import { reduce } from '../reduce.ts';
import type server from '../server.ts';
import MarkButton from './MarkButton.svelte';

export default definePluginUi<typeof server>({
  slots: { 'message.below': MarkButton },
  reduce,
});
