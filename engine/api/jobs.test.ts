import { afterEach, expect, test } from 'vitest';
import { puppet } from '../plugin-host/puppet-trial.ts';
import { useStage } from '../testing/stage.ts';
import { until } from '../testing/until.ts';
import type { JobsOverview } from '../views.ts';

const alpha = puppet('alpha');
const stage = useStage({ plugins: [alpha.plugin], jobs: { attempts: 1 } });
afterEach(() => alpha.cut());

test('an admin sees what failed in their school, in its own words, and lets it try again', async () => {
  const { engine, head, elm, room, ana, send } = stage();
  const heard: string[] = [];
  alpha.pull.after = () => Promise.reject(new Error('the mill stood still'));
  await send(room, ana, 'nobody may read this but the room');
  await until(async () => (await engine.jobs.counts()).failed === 1);
  const overview = await engine.as(head).jobs.overview();
  expect(overview.failed).toMatchObject([
    { kind: 'after', error: 'alpha failed after message.sent: the mill stood still' },
  ]);
  expect(JSON.stringify(overview)).not.toContain('nobody may read this');
  const [{ id }] = overview.failed as [JobsOverview['failed'][number]];
  expect((await engine.as(elm).jobs.overview()).failed).toEqual([]);
  expect(await engine.ask(elm, 'jobs.retry', { jobId: id })).toMatchObject({ error: { data: { code: 'NOT_FOUND' } } });
  expect(await engine.as(elm).jobs.retryAll()).toEqual({ retried: 0 });
  alpha.pull.after = ({ type }) => void heard.push(type);
  await engine.as(head).jobs.retry({ jobId: id });
  await until(() => heard.length === 1);
  await engine.settled();
  expect((await engine.as(head).jobs.overview()).failed).toEqual([]);
});

test('nobody but an admin learns of them or touches them', async () => {
  const { engine, rivera, ana, lopez } = stage();
  const jobId = '0190a000-0000-7000-8000-000000000000';
  for (const person of [rivera, ana, lopez]) {
    for (const path of ['jobs.overview', 'jobs.retryAll', 'jobs.retry', 'jobs.drop']) {
      const input = path === 'jobs.retry' || path === 'jobs.drop' ? { jobId } : undefined;
      expect(await engine.ask(person, path, input), path).toMatchObject({
        error: { data: { code: 'FORBIDDEN', error: { code: 'jobs.admins-only' } } },
      });
    }
  }
});
