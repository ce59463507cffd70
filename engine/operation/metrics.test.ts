import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('what was counted is told in the text for Prometheus', async () => {
  const metrics = createMetrics();
  metrics.realtime.connectionOpened();
  metrics.realtime.connectionOpened();
  metrics.realtime.connectionClosed(4001);
  metrics.realtime.delivered(30);
  metrics.realtime.deliveryTook(0.002);
  metrics.commands.messagesStored(2);
  metrics.commands.command('message.send', 'refused', 0.001);
  metrics.commands.hookFailed('reactions', 'after', 'deadline');
  metrics.commands.queryTook('send-batch', 0.003);
  metrics.jobs.ran('after', 'done', 0.2);
  metrics.jobs.relayed(4);
  const lines = (await metrics.text()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'homeroom_connections 1',
      'homeroom_closes_total{code="4001"} 1',
      'homeroom_deliveries_total 30',
      'homeroom_delivery_seconds_count 1',
      'homeroom_messages_total 2',
      'homeroom_commands_total{command="message.send",outcome="refused"} 1',
      'homeroom_command_seconds_count{command="message.send"} 1',
      'homeroom_hook_failures_total{plugin="reactions",phase="after",why="deadline"} 1',
      'homeroom_query_seconds_count{name="send-batch"} 1',
      'homeroom_job_seconds_count{kind="after",outcome="done"} 1',
      'homeroom_outbox_relayed_total 4',
    ]),
  );
  expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_seconds'))).toBe(true);
  expect(metrics.contentType).toContain('text/plain');
});

test('space on the disk of the data folder is told', async () => {
  const text = await createMetrics('/tmp').text();
  expect(Number(/^homeroom_data_dir_free_bytes (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
  expect(Number(/^homeroom_data_dir_size_bytes (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
});

test('two engines in one process count apart', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.commands.messagesStored(5);
  expect(await other.text()).toContain('homeroom_messages_total 0');
});
