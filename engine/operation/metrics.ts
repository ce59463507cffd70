import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type DiskSpace, diskSpace } from './disk-space.ts';

/** What the gateway counts. */
export interface RealtimeMetrics {
  connectionOpened(): void;
  /** `code`: the close code, ours or the protocol's. */
  connectionClosed(code: number): void;
  /** One frame handed to this many sockets. */
  delivered(sockets: number): void;
  /** Seconds from the commit of an event to its frame being handed to the sockets. */
  deliveryTook(seconds: number): void;
}

/** What the jobs count. `kind` is a job's name, never an id. */
export interface JobMetrics {
  ran(kind: string, outcome: 'done' | 'failed' | 'skipped', seconds: number): void;
  /** Rows of the outbox that were handed to the queue. */
  relayed(rows: number): void;
}

/** What the pipeline counts. */
export interface CommandMetrics {
  /** A command's end: `refused` is a decision, `failed` a bug or an outage. */
  command(name: string, outcome: 'done' | 'refused' | 'failed', seconds?: number): void;
  messagesStored(count: number): void;
  hookFailed(plugin: string, phase: string, why?: 'error' | 'deadline'): void;
  /** `name` is the statement's, never its text. */
  queryTook(name: string, seconds: number): void;
}

export interface Metrics {
  readonly realtime: RealtimeMetrics;
  readonly jobs: JobMetrics;
  readonly commands: CommandMetrics;
  readonly contentType: string;
  /** All of it in Prometheus' text format. */
  text(): Promise<string>;
}

const FAST = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const SLOW = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60];

/** The counters of one engine: a registry of its own, so that two engines in one process do not mix. `dataDir`: whose disk is measured. */
export function createMetrics(dataDir?: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  if (dataDir) diskMetrics(registry, dataDir);
  return {
    realtime: realtimeMetrics(registry),
    jobs: jobMetrics(registry),
    commands: commandMetrics(registry),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function diskMetrics(registry: Registry, dataDir: string): void {
  const measure = (name: string, help: string, of: keyof DiskSpace) =>
    new Gauge({
      ...{ name, help, registers: [registry] },
      async collect() {
        this.set((await diskSpace(dataDir))[of]);
      },
    });
  measure('homeroom_data_dir_free_bytes', 'Space left on the disk of DATA_DIR.', 'free');
  measure('homeroom_data_dir_size_bytes', 'Size of the disk of DATA_DIR.', 'size');
}

function realtimeMetrics(registry: Registry): RealtimeMetrics {
  const registers = [registry];
  const connections = new Gauge({ name: 'homeroom_connections', help: 'Open sockets.', registers });
  const closes = new Counter({
    name: 'homeroom_closes_total',
    help: 'Closed sockets by close code.',
    labelNames: ['code'],
    registers,
  });
  const deliveries = new Counter({ name: 'homeroom_deliveries_total', help: 'Frames times sockets.', registers });
  const took = new Histogram({
    name: 'homeroom_delivery_seconds',
    help: 'From commit to the sockets.',
    buckets: FAST,
    registers,
  });
  return {
    connectionOpened: () => connections.inc(),
    connectionClosed: (code) => {
      connections.dec();
      closes.inc({ code });
    },
    delivered: (sockets) => deliveries.inc(sockets),
    deliveryTook: (seconds) => took.observe(seconds),
  };
}

function jobMetrics(registry: Registry): JobMetrics {
  const registers = [registry];
  const relayed = new Counter({ name: 'homeroom_outbox_relayed_total', help: 'Outbox rows queued.', registers });
  const took = new Histogram({
    name: 'homeroom_job_seconds',
    help: 'How long jobs ran, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    buckets: SLOW,
    registers,
  });
  return {
    ran: (kind, outcome, seconds) => took.observe({ kind, outcome }, seconds),
    relayed: (rows) => relayed.inc(rows),
  };
}

function commandMetrics(registry: Registry): CommandMetrics {
  const registers = [registry];
  const messages = new Counter({ name: 'homeroom_messages_total', help: 'Messages stored.', registers });
  const failures = new Counter({
    name: 'homeroom_hook_failures_total',
    help: 'Hooks that threw or overran.',
    labelNames: ['plugin', 'phase', 'why'],
    registers,
  });
  const commands = new Counter({
    name: 'homeroom_commands_total',
    help: 'Commands by outcome.',
    labelNames: ['command', 'outcome'],
    registers,
  });
  const took = new Histogram({
    name: 'homeroom_command_seconds',
    help: 'How long commands took.',
    labelNames: ['command'],
    buckets: FAST,
    registers,
  });
  const queries = new Histogram({
    name: 'homeroom_query_seconds',
    help: 'How long named statements took.',
    labelNames: ['name'],
    buckets: FAST,
    registers,
  });
  return {
    command: (name, outcome, seconds) => {
      commands.inc({ command: name, outcome });
      if (seconds !== undefined) took.observe({ command: name }, seconds);
    },
    messagesStored: (count) => messages.inc(count),
    hookFailed: (plugin, phase, why = 'error') => failures.inc({ plugin, phase, why }),
    queryTook: (name, seconds) => queries.observe({ name }, seconds),
  };
}
