import { definePluginUi } from '../../../engine/client.ts';
import type { attachments } from '../contract.ts';
import { reduce } from '../reduce.ts';
import { inWords } from './in-words.ts';
import MessageFiles from './MessageFiles.svelte';

export default definePluginUi<typeof attachments>({
  slots: { 'message.below': MessageFiles },
  later: {
    'composer.tools': () => import('./AttachButton.svelte'),
    'composer.above': () => import('./WaitingFiles.svelte'),
  },
  reduce,
  inWords,
});
