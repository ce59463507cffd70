import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startCast } from '../testing/cast.ts';
import { startTestEngine, type TestEngine, type TestEngineOptions } from '../testing/start-test-engine.ts';
import { pluginContract } from './contract.ts';
import { definePlugin, type LongJob } from './define-plugin.ts';
import type { Server } from './server-half.ts';

const happened: string[] = [];
let engine: TestEngine | undefined;
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
  happened.length = 0;
});
const open = async (plugins: TestEngineOptions['plugins'], more: TestEngineOptions = {}): Promise<TestEngine> => {
  engine = await startTestEngine({ ...more, plugins: plugins ?? [] });
  return engine;
};

const wordsOf = <const I extends string>(id: I) =>
  pluginContract({ id, summary: 'For a test.', settings: z.strictObject({}) });

/** Says when it starts and stops. */
const noted = (id: string) =>
  definePlugin(wordsOf(id), {
    start: () => void happened.push(`start ${id}`),
    stop: () => void happened.push(`stop ${id}`),
  });

const lamp = wordsOf('lamp');
const environment = z.object({ LAMP_COLOUR: z.string().default('white') });
type Lamp = typeof lamp & Server<typeof environment, { readonly seen: string[] }>;

const glow: LongJob<Lamp, z.ZodObject> = {
  name: 'glow',
  payload: z.strictObject({}),
  async runLong(_, ctx) {
    ctx.state.seen.push(`job ${ctx.environment.LAMP_COLOUR}`);
    happened.push('job begins');
    await new Promise((told) => ctx.stopping.addEventListener('abort', told, { once: true }));
    happened.push('job ends');
  },
};
const lampServer = definePlugin(lamp, {
  environment,
  start: ({ environment: { LAMP_COLOUR } }) => ({ seen: [`start ${LAMP_COLOUR}`] }),
  stop: ({ seen }) => void happened.push(...seen),
  guard: { 'message.send': ({ text }, ctx) => void ctx.state.seen.push(`guard ${text}`) },
  jobs: [glow],
  router: ({ router, signedIn }) =>
    router({
      glow: signedIn.mutation(({ ctx }) => {
        ctx.enqueue(glow, {});
        return { colour: ctx.environment.LAMP_COLOUR };
      }),
    }),
});

describe('a plugin', () => {
  test('starts once, in the order of plugins, and stops in the opposite one, also where no school uses it', async () => {
    const running = await open([noted('first'), noted('second')], { schools: { oakwood: {}, elmgrove: {} } });
    expect(happened).toEqual(['start first', 'start second']);
    await running.stop();
    engine = undefined;
    expect(happened.slice(2)).toEqual(['stop second', 'stop first']);
  });

  test('has its variables and what it holds in guards, procedures and jobs, and stops after the last job', async () => {
    const running = await open([lampServer], { environment: { LAMP_COLOUR: 'red' } });
    const cast = await startCast(running);
    await cast.send(cast.room, cast.ana, 'hello');
    expect(await running.ask(cast.ana, 'lamp.glow')).toEqual({ data: { colour: 'red' } });
    await expect.poll(() => happened, { timeout: 20_000 }).toEqual(['job begins']);
    await running.stop();
    engine = undefined;
    expect(happened).toEqual(['job begins', 'job ends', 'start red', 'guard hello', 'job red']);
  });

  test('has of a deployment that sets nothing what its schema says', async () => {
    const running = await open([lampServer]);
    expect(await running.ask((await startCast(running)).ana, 'lamp.glow')).toEqual({ data: { colour: 'white' } });
    await expect.poll(() => happened, { timeout: 20_000 }).toEqual(['job begins']);
  });

  test('that fails to start is named, and those that started before it are stopped', async () => {
    const broken = definePlugin(wordsOf('broken'), {
      start: () => {
        throw new Error('no such folder');
      },
    });
    await expect(open([noted('first'), broken, noted('last')])).rejects.toThrow(
      'The plugin "broken" could not start: no such folder',
    );
    expect(happened).toEqual(['start first', 'stop first']);
  });
});
