import { definePluginUi } from '../../../engine/client.ts';
import type { typing } from '../contract.ts';
import TypingLine from './TypingLine.svelte';
import TypingTeller from './TypingTeller.svelte';

export default definePluginUi<typeof typing>({
  slots: { 'messages.below': TypingLine, 'composer.above': TypingTeller },
});
