import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Question } from './password-thread.ts';

const idle: Worker[] = [];

/**
 * Makes what is stored of a password: `<salt>:<key>`, both in hex, by scrypt. Each call has a thread of its own that gives way
 * to everything else of this machine; threads are kept for the next call.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString('hex');
  return `${salt}:${await deriveKey({ password, salt })}`;
}

/** @throws Error for what `hashPassword` never made */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [salt, key] = hash.split(':');
  if (!salt || !key) throw new Error('this is no stored password');
  const derived = Buffer.from(await deriveKey({ password, salt }));
  return derived.length === key.length && timingSafeEqual(derived, Buffer.from(key));
}

async function deriveKey(question: Question): Promise<string> {
  const thread = idle.pop() ?? new Worker(new URL('./password-thread.ts', import.meta.url));
  thread.ref();
  const answer = await answerOf(thread, question);
  thread.unref();
  idle.push(thread);
  return answer;
}

/** A thread that fails or ends is not asked again. */
async function answerOf(thread: Worker, question: Question): Promise<string> {
  const answered = new AbortController();
  const ended = once(thread, 'exit', answered).then(() => {
    throw new Error('the thread for passwords ended');
  });
  thread.postMessage(question);
  try {
    const [answer] = await Promise.race([once(thread, 'message', answered), ended]);
    return answer;
  } finally {
    answered.abort();
  }
}
