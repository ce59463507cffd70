import { definePluginUi } from '../../../engine/client.ts';
import type server from '../server.ts';
import TypingLine from './TypingLine.svelte';
import TypingTeller from './TypingTeller.svelte';

export default definePluginUi<typeof server>({
  slots: { 'messages.below': TypingLine, 'composer.above': TypingTeller },
});
