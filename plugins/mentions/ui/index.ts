import { definePluginUi } from '../../../engine/client.ts';
import { reduce } from '../reduce.ts';
import type server from '../server.ts';
import { marksOf } from './marks.ts';

export default definePluginUi<typeof server>({
  later: {
    'composer.above': () => import('./MentionCompleter.svelte'),
    'person.card': () => import('./CardMention.svelte'),
  },
  marks: marksOf,
  reduce,
});
