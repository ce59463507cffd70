import { stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { DatabaseNotReady } from './database-not-ready.ts';

/**
 * Makes this process the only Homeroom on a data folder. The claim is an abstract unix socket named after the folder's
 * inode: the kernel gives it to one process and takes it back when that process dies, however it dies, so no claim is ever
 * stale. Answers what gives it up.
 */
export async function claimDataFolder(dataDir: string): Promise<() => void> {
  const { dev, ino } = await stat(dataDir);
  const name = `\0homeroom-data-${dev}-${ino}`;
  const server = createServer((socket) => socket.on('error', () => undefined).end(String(process.pid)));
  try {
    await listen(server, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new DatabaseNotReady(
      `Homeroom already runs on ${dataDir} (process ${await askHolder(name)}): stop it first, or give this one a DATA_DIR and PORT of its own.`,
    );
  }
  server.unref();
  return () => void server.close();
}

function listen(server: Server, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(name, resolve);
  });
}

/** The holder's process id; a holder that is frozen or from elsewhere answers nothing. */
function askHolder(name: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(name);
    socket.setTimeout(500, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve('unknown'));
    socket.on('data', (data) => resolve(data.toString()));
  });
}
