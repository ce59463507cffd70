import { definePluginUi } from '../../../engine/client.ts';
import { reduce } from '../reduce.ts';
import type server from '../server.ts';
import { inWords } from './in-words.ts';
import MessageFiles from './MessageFiles.svelte';

export default definePluginUi<typeof server>({
  slots: { 'message.below': MessageFiles },
  later: {
    'composer.tools': () => import('./AttachButton.svelte'),
    'composer.above': () => import('./WaitingFiles.svelte'),
  },
  reduce,
  inWords,
});
