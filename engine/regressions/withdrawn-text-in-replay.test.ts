import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventFrame } from '../realtime/protocol.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';

let at: TestGateway;
beforeEach(async () => {
  at = await startTestGateway();
});
afterEach(() => at.stop());

test.each(['message.deleted', 'message.edited'])(
  'after %s, people who were away hear what the log says, not the words that were taken back',
  async (change) => {
    const [ana, ben, room] = [at.engine.person('ana'), at.engine.person('ben'), at.engine.room()];
    at.engine.put(room, ana.who);
    at.engine.put(room, ben.who);
    const here = await at.arrive(ana.token);
    const said = at.engine.say(room, 'a secret');
    at.broker.publish(said);
    const [{ payload }] = said.events as [EventFrame];
    (payload as { message: { text: string } }).message.text = '';
    at.broker.publish(at.engine.say(room, '', change));
    await here.hears((frame) => frame.t === 'event' && frame.seq === 2);

    const back = await at.arrive(ben.token, { [room]: 0 });
    await back.hears((frame) => frame.t === 'resume' && frame.to === 2);
    const told = back.frames.flatMap((frame): readonly EventFrame[] => (frame.t === 'resume' ? frame.events : []));
    expect(told.map(({ event }) => event)).toEqual(['message.sent', change]);
    expect(JSON.stringify(told)).not.toContain('a secret');
  },
);
