import { definePluginUi } from '../../../engine/client.ts';
import type { mentions } from '../contract.ts';
import { reduce } from '../reduce.ts';
import MentionCompleter from './MentionCompleter.svelte';
import { marksOf } from './marks.ts';

export default definePluginUi<typeof mentions>({
  slots: { 'composer.above': MentionCompleter },
  marks: marksOf,
  reduce,
});
