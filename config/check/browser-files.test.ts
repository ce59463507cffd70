import { expect, test } from 'vitest';
import { isBrowserFile } from './browser-files.ts';

test.each([
  'engine/contract.ts',
  'engine/client.ts',
  'engine/realtime/protocol.ts',
  'plugins/polls/contract.ts',
  'plugins/polls/reduce.ts',
  'plugins/polls/shared/tally.ts',
  'plugins/polls/ui/Poll.svelte',
  'plugins/polls/ui/poll.ui.test.ts',
  'classroom-ui/lib/kit/Button.svelte',
])('%s may be downloaded', (file) => expect(isBrowserFile(file)).toBe(true));

test.each([
  'engine/index.ts',
  'engine/realtime/gateway.ts',
  'engine/rooms/room.ts',
  'plugins/index.ts',
  'plugins/polls/server.ts',
  'plugins/polls/polls.test.ts',
  'plugins/polls/migrations/20260901-polls.ts',
  'classroom-ui/hooks.server.ts',
  'classroom-ui/e2e/homeroom.ts',
  'config/environment.ts',
])('%s may not', (file) => expect(isBrowserFile(file)).toBe(false));
