import { mkdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Log } from '../operation/log.ts';
import { serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { claimDataFolder } from './claim-data-folder.ts';
import { type Cluster, ensureCluster, readKeys } from './cluster.ts';
import { restartServer, runServer, serverAnswers, stopServer } from './run-server.ts';
import { type WatchTiming, watchServer } from './watch-server.ts';
import { explainError } from './why-not.ts';

export interface EmbeddedServer {
  /** Address of the database `homeroom`, with its password: never log it. */
  readonly url: string;
  /** Stops the server and gives the data folder up. Call it last: everything else needs the database. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Made when it is not there; the cluster lives in `postgres` below it. */
  readonly dataDir: string;
  readonly log: Log;
  /** More server settings; tests turn `fsync` off. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The server failed three times within a minute and is not started again. */
  readonly onLost: (reason: Error) => void;
  readonly watch?: Partial<WatchTiming>;
}

/**
 * A real PostgreSQL in the data folder, made on the first start. It listens on 127.0.0.1 only and lives in a process
 * session of its own, so that Ctrl-C in the terminal does not reach it before we have finished with it. A server left
 * behind by a Homeroom that was killed is taken over, and one that ends is started again. Throws DatabaseNotReady: one sentence with the cure.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  try {
    const dataDir = await makeDataFolder(options.dataDir);
    const giveUp = await claimDataFolder(dataDir);
    return await startClaimed(dataDir, giveUp, options).catch((error) => {
      giveUp();
      throw error;
    });
  } catch (error) {
    throw explainError(error, resolve(options.dataDir));
  }
}

async function startClaimed(
  dataDir: string,
  giveUp: () => void,
  options: EmbeddedServerOptions,
): Promise<EmbeddedServer> {
  const dir = join(dataDir, 'postgres');
  const account = await serverAccount(dir);
  const cluster: Cluster = { dir, account, binaries: await findBinaries(account) };
  await ensureCluster(cluster, dataDir);
  const port = await runServer(cluster, readKeys(cluster), options);
  const keys = readKeys(cluster);
  const { password } = keys;
  const watch = watchServer({
    clusterDir: dir,
    answers: (withinMs) => serverAnswers(keys, withinMs),
    restart: () => restartServer(cluster, keys, options),
    ...{ onLost: options.onLost, log: options.log, timing: options.watch },
  });
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await watch.stop();
    await stopServer(cluster).finally(giveUp);
  };
  return {
    url: `postgres://homeroom:${password}@127.0.0.1:${port}/homeroom`,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

async function makeDataFolder(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  return realpath(dataDir);
}
