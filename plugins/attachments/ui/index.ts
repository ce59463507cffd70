import { definePluginUi } from '../../../engine/client.ts';
import type { attachments } from '../contract.ts';
import { reduce } from '../reduce.ts';
import AttachButton from './AttachButton.svelte';
import MessageFiles from './MessageFiles.svelte';
import WaitingFiles from './WaitingFiles.svelte';

export default definePluginUi<typeof attachments>({
  slots: { 'composer.tools': AttachButton, 'composer.above': WaitingFiles, 'message.below': MessageFiles },
  reduce,
});
