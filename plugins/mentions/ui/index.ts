import { definePluginUi } from '../../../engine/client.ts';
import type { mentions } from '../contract.ts';
import { reduce } from '../reduce.ts';
import { marksOf } from './marks.ts';

export default definePluginUi<typeof mentions>({
  later: {
    'composer.above': () => import('./MentionCompleter.svelte'),
    'person.card': () => import('./CardMention.svelte'),
  },
  marks: marksOf,
  reduce,
});
