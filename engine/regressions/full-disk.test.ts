import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayMount } from '../database/server-trial.ts';
import { startNode, type TestNode } from '../testing/start-node.ts';
import { until } from '../testing/until.ts';

// A small disk of a process's own, which vanishes with it. Where mounting is not allowed nothing of this can be tried.
const ON_A_SMALL_DISK = [
  ...['unshare', '--mount', 'sh', '-ec'],
  'mount -t tmpfs -o size=200m,mode=755 none /mnt; exec "$0" "$@"',
];

describe.skipIf(!mayMount)('on a disk that is full', () => {
  let node: TestNode;
  let filler: string;
  beforeAll(async () => {
    node = await startNode({ dataDir: '/mnt/data', cast: true }, ON_A_SMALL_DISK);
    filler = `/proc/${node.child.pid}/root/mnt/filler`;
  }, 60_000);
  afterAll(() => node?.stop());

  const readyz = async () => (await fetch(`${node.url}/readyz`)).status;
  /** Files that begin an upload of 2 MB and send it. */
  const upload = async (): Promise<number> => {
    const headers = { authorization: `Bearer ${node.anas}`, 'tus-resumable': '1.0.0' };
    const body = Buffer.from(`%PDF-1.4\n${'x'.repeat(2_000_000)}`);
    const metadata = `filename ${Buffer.from('paper.pdf').toString('base64')}`;
    const more = { 'upload-length': `${body.length}`, 'upload-metadata': metadata };
    const type = { 'content-type': 'application/offset+octet-stream' };
    const answer = await fetch(`${node.url}/files`, {
      method: 'POST',
      headers: { ...headers, ...more, ...type },
      body,
    });
    return answer.status;
  };
  const signIn = async (): Promise<number> => {
    const body = JSON.stringify({ email: 'ana.lopez@oakwood.example', password: 'correct horse battery' });
    const headers = { 'content-type': 'application/json', origin: 'http://127.0.0.1' };
    return (await fetch(`${node.url}/api/auth/sign-in/email`, { method: 'POST', headers, body })).status;
  };
  const send = (bytes: number): Promise<unknown> =>
    node
      .as(node.riveras)
      .messages.send.mutate({ roomId: node.room, clientId: crypto.randomUUID(), text: 'x'.repeat(bytes) })
      .then(
        () => null,
        (error: { data?: unknown }) => error.data,
      );

  test('everything that writes is unavailable and /readyz turns the node away, until there is room again', async () => {
    expect(await readyz()).toBe(200);
    expect(await send(10)).toBeNull();
    fill(filler);
    await until(async () => (await readyz()) === 503);
    expect(await upload()).toBe(503);
    for (let refused: unknown = null; refused === null; ) {
      refused = await send(8_000);
      if (refused)
        expect(refused).toMatchObject({ httpStatus: 503, error: { code: 'unavailable', fault: 'unavailable' } });
    }
    expect([200, 503]).toContain(await signIn());
    rmSync(filler);
    await until(async () => (await readyz()) === 200);
    expect(await send(8_000)).toBeNull();
    expect(await signIn()).toBe(200);
  }, 60_000);
});

/** To the last byte. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (let chunk = 1024 * 1024; chunk >= 1; )
    try {
      writeSync(file, Buffer.alloc(chunk));
    } catch {
      chunk = Math.floor(chunk / 2);
    }
  closeSync(file);
}
