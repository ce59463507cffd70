import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BenchPerson, Load, PhaseResult } from './load.ts';

export interface FloodTarget {
  /** Of sockets. */
  readonly port: number;
  readonly onePort: number;
  readonly people: readonly BenchPerson[];
  /** Who signs in by a password while the flood lasts. */
  readonly account: { readonly email: string; readonly password: string };
}

export interface FloodResult {
  readonly quiet: PhaseResult;
  readonly flooded: PhaseResult;
  readonly signIns: number;
  readonly refusedSignIns: number;
  /** What the flood asked over HTTP. */
  readonly asked: number;
}

const PER_SECOND = 100;
const BETWEEN_SIGN_INS_MS = 1_000;

/** Sends at a fixed rate, first alone and then while another process floods; meanwhile somebody honest signs in. */
export async function measureFlood(target: FloodTarget, load: Load, seconds: number): Promise<FloodResult> {
  const quiet = await load.run({ seconds, perSecond: PER_SECOND });
  const flood = await startFlood(target);
  const end = Date.now() + seconds * 1_000;
  const [flooded, statuses] = await Promise.all([
    load.run({ seconds, perSecond: PER_SECOND }),
    signInUntil(end, target),
  ]);
  const asked = await flood.stop();
  return {
    quiet,
    flooded,
    signIns: statuses.length,
    refusedSignIns: statuses.filter((one) => one !== 200).length,
    asked,
  };
}

/** Settled once it floods: what its process costs to start is not what is measured. */
async function startFlood({ port, onePort, people }: FloodTarget): Promise<{ stop(): Promise<number> }> {
  const { token = '', room = '' } = people.at(-1) ?? {};
  const args = [`http://127.0.0.1:${onePort}`, String(port), token, room];
  const flooder = spawn('chrt', ['--idle', '0', process.execPath, join(import.meta.dirname, 'flooder.ts'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(flooder, 'message');
  return {
    stop: () =>
      new Promise((stopped) => {
        flooder.once('message', ({ asked }: { asked: number }) => stopped(asked));
        flooder.once('exit', () => stopped(0));
        flooder.send('stop');
      }),
  };
}

async function signInUntil(end: number, { onePort, account }: FloodTarget): Promise<number[]> {
  const statuses: number[] = [];
  const headers = { 'content-type': 'application/json', origin: 'http://127.0.0.1' };
  while (Date.now() < end) {
    const url = `http://127.0.0.1:${onePort}/api/auth/sign-in/email`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(account) });
    await answer.arrayBuffer();
    statuses.push(answer.status);
    await new Promise((go) => setTimeout(go, BETWEEN_SIGN_INS_MS));
  }
  return statuses;
}
