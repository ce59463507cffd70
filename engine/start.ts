import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gatewayDoors } from './api/doors.ts';
import { createKoa, type Handler } from './api/koa.ts';
import { listenForOperators } from './api/operation-routes.ts';
import { Connections, type ConnectionsTiming } from './connections/connections.ts';
import { probeWrite } from './database/probe-write.ts';
import { type OpenEngine, type OpenOptions, openEngine } from './open-engine.ts';
import { diskChecks } from './operation/disk-space.ts';
import { type HealthCheck, sharedFor } from './operation/health.ts';
import { type Gateway, startGateway } from './realtime/gateway.ts';
import { pipeUpgrades } from './realtime/single-port.ts';

export interface StartOptions extends OpenOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Also take sockets directly here, for a reverse proxy and for the benchmark. */
  readonly realtimePort?: number | undefined;
  /** Also answer operators here: metrics, and why the node is not ready. */
  readonly metricsPort?: number | undefined;
  /** Lets operators have the same at the public address. */
  readonly metricsToken?: string | undefined;
  readonly connections?: Partial<ConnectionsTiming> | undefined;
  /** Runs once all but the addresses is there: nobody can ask anything yet. */
  readonly prepare?: (opened: OpenEngine) => Promise<void>;
  /** Draws the pages. */
  readonly ui?: Handler;
  /** Schools whose file cannot be read now, for /readyz. */
  readonly badSchools?: () => readonly string[];
  /** Gives the one address's server to a development server that has sockets of its own. */
  readonly onServer?: (server: Server) => void;
}

export interface RunningEngine extends OpenEngine {
  readonly url: string;
  /** Where sockets are taken directly. */
  readonly realtimePort: number;
  readonly gateway: Gateway;
  /** Where operators are answered, when there is a port for them. */
  readonly metricsUrl: string | undefined;
  /** Stops in order: sockets and requests first, the database last. */
  stop(): Promise<void>;
}

const GRACE_MS = 2_000;
/** Longer than the 60 s of usual reverse proxies: a connection closed here while a request is on its way loses the request. */
const KEEP_ALIVE_MS = 75_000;

/** Starts everything: database → schools → plugins → accounts → jobs → real time → HTTP. Stopping is the same list backwards. */
export async function startEngine(options: StartOptions): Promise<RunningEngine> {
  const opened = await openEngine(options);
  const { stops } = opened;
  try {
    await options.prepare?.(opened);
    const connections = new Connections(opened.engine, options.connections);
    stops.add('connections', () => connections.stop());
    const gateway = await openGateway(options, opened, connections);
    stops.add('real time', () => gateway.stop(GRACE_MS), GRACE_MS + 5_000);
    const server = await listen(options, opened, gateway);
    // Together: the server is closed only when the sockets that came by the one address have left too.
    stops.add('requests', () => Promise.all([closeServer(server), gateway.stop(GRACE_MS)]));
    stops.add('connections', () => connections.stop());
    const { port } = server.address() as AddressInfo;
    const url = `http://${options.host}:${port}`;
    const metricsUrl = await openMetricsPort(options, opened);
    return { ...opened, url, metricsUrl, realtimePort: gateway.port, gateway, stop: () => stops.stop() };
  } catch (error) {
    await stops.stop();
    throw error;
  }
}

/** Pages of these addresses may act with a person's cookie. */
const originsOf = ({ settings }: StartOptions): readonly string[] => [new URL(settings.publicUrl).origin];

function openGateway(
  options: StartOptions,
  { base, broker, metrics }: OpenEngine,
  connections: Connections,
): Promise<Gateway> {
  const { log, router, realtimePort } = options;
  return startGateway({
    doors: gatewayDoors(base, router, connections),
    broker,
    allowedOrigins: originsOf(options),
    host: realtimePort === undefined ? '127.0.0.1' : options.host,
    port: realtimePort ?? 0,
    log,
    metrics: metrics.realtime,
  });
}

async function listen(options: StartOptions, opened: OpenEngine, gateway: Gateway): Promise<Server> {
  const { host, port, router, plugins, settings, ui = noPages } = options;
  const { base, metrics } = opened;
  const koa = createKoa({
    base,
    router,
    plugins,
    metrics,
    metricsToken: options.metricsToken,
    checks: checksOf(options, opened),
    allowedOrigins: originsOf(options),
    ui,
  });
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, koa.callback());
  const otherwise = options.onServer ? 'ignore' : 'refuse';
  pipeUpgrades(server, { port: gateway.port, host: gatewayHost(options), trustProxy: settings.trustProxy, otherwise });
  options.onServer?.(server);
  await new Promise<void>((ready, fail) => server.once('error', fail).listen(port, host, ready));
  return server;
}

async function openMetricsPort(options: StartOptions, opened: OpenEngine): Promise<string | undefined> {
  const { host, metricsPort: port } = options;
  if (port === undefined) return undefined;
  const { metrics, stops } = opened;
  const server = await listenForOperators({ metrics, checks: checksOf(options, opened) }, { host, port });
  stops.add('metrics', () => closeServer(server));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

const gatewayHost = ({ realtimePort, host }: StartOptions): string =>
  realtimePort === undefined || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;

const noPages: Handler = (_req, res) => res.writeHead(404).end();

function checksOf(
  { settings, badSchools = () => [] }: StartOptions,
  { database, jobs, broker, engine }: OpenEngine,
): HealthCheck[] {
  const answers = (name: string, ready: () => Promise<boolean>): HealthCheck => ({
    name,
    ask: async () => ((await ready()) ? null : 'does not answer'),
  });
  return [
    sharedFor(1_000, { name: 'database', ask: () => probeWrite(database.system).then(() => null) }),
    ...diskChecks(settings.dataDir),
    answers('queue', () => jobs.ready()),
    answers('broker', () => broker.ready()),
    { name: 'schools', ask: async () => (engine.schools.all().length > 0 ? null : 'no school is open') },
    { name: 'school-files', mayFail: true, ask: async () => badSchools().join('; ') || null },
  ];
}

/** Requests under way are answered; connections kept alive for the next one are let go. */
function closeServer(server: Server): Promise<void> {
  return new Promise((closed) => {
    server.close(() => closed());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
  });
}
