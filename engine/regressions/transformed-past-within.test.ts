import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { pluginContract } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { useStage } from '../testing/stage.ts';

const claimed: unknown[] = [];
const contract = pluginContract({
  id: 'claims',
  summary: 'Claims what a message carries.',
  settings: z.strictObject({}),
  message: { accepts: z.strictObject({ file: z.string() }) },
});
const claims = definePlugin(contract, {
  transform: { 'message.send': (draft) => ({ ...draft, with: { claims: { file: 'added' } } }) },
  within: { 'message.send': (_stored, accepted) => void claimed.push(accepted) },
});
const stage = useStage({ plugins: [claims] });

test('what a transform puts into a draft reaches the hook that stores it', async () => {
  const { engine, ana, room } = stage();
  const answer = await engine.ask(ana, 'messages.send', { roomId: room.id, clientId: newId(), text: 'hello' });
  expect(answer.data).toBeDefined();
  expect(claimed).toEqual([{ file: 'added' }]);
});
