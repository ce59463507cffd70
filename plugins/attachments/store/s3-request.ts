import { type IncomingMessage, request as overPlain, Agent as PlainAgent, type RequestOptions } from 'node:http';
import { Agent, request as overTls } from 'node:https';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { AwsV4Signer } from 'aws4fetch';
import { NotNow } from '../../../engine/index.ts';
import type { S3Address } from './s3-address.ts';

/** The store did not answer, or did not do it: what was asked may be asked again. Says nothing of who asked. */
export class StoreError extends NotNow {
  override readonly name = 'StoreError';
}

/** One request, below the bucket. */
export interface S3Asked {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** What of; absent: of the bucket. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Opened for each attempt. */
  readonly body?: () => Readable;
}

/** The store is silent for so long: it is not there. */
const SILENCE_MS = 30_000;
const agents = { 'http:': new PlainAgent({ keepAlive: true }), 'https:': new Agent({ keepAlive: true }) };

/**
 * Asks the store, signed (Signature Version 4), and answers with what came, its body unread: nothing is gathered in memory.
 * @throws StoreError for silence, a line that is cut and every answer but 200, 204 and 206; Error for what is not there
 */
export async function askS3(address: S3Address, asked: S3Asked): Promise<IncomingMessage> {
  const answer = await sendSigned(address, asked).catch((error: NodeJS.ErrnoException) => {
    throw new StoreError(`the store did not answer to ${asked.method}: ${error.code ?? error.message}`);
  });
  if ([200, 204, 206].includes(answer.statusCode ?? 0)) return answer;
  const sentence = `the store answered ${answer.statusCode} ${await codeIn(answer)} to ${asked.method}`;
  throw answer.statusCode === 404 ? new Error(sentence) : new StoreError(sentence);
}

/** Asks for something whose answer has nothing to read. */
export async function doAtS3(address: S3Address, asked: S3Asked): Promise<void> {
  await textOf(await askS3(address, asked));
}

/** A short answer. @throws StoreError when it breaks off */
export async function textOf(answer: IncomingMessage): Promise<string> {
  try {
    return await text(answer);
  } catch (error) {
    throw new StoreError(`the store broke off: ${(error as NodeJS.ErrnoException).code}`);
  }
}

async function sendSigned(address: S3Address, asked: S3Asked): Promise<IncomingMessage> {
  const { url, accessKeyId, secretAccessKey, region } = address;
  const { method, key, query, headers = {} } = asked;
  const whole = new URL(key ? `${url}/${address.prefix}${key}` : url);
  for (const [name, value] of Object.entries(query ?? {})) whole.searchParams.set(name, value);
  const signer = new AwsV4Signer({
    ...{ method, url: whole.href, headers, accessKeyId, secretAccessKey, region, service: 's3' },
  });
  const signed = await signer.sign();
  const options = { method, headers: Object.fromEntries(signed.headers) };
  return attempt(signed.url, options, asked.body).catch((error: unknown) => {
    if (!(error instanceof StaleLine)) throw error;
    return attempt(signed.url, options, asked.body);
  });
}

/** A line that was kept open had been closed by the other side. Everything asked here can be asked twice. */
class StaleLine extends Error {}

function attempt(url: URL, options: RequestOptions, body: S3Asked['body']): Promise<IncomingMessage> {
  const answered = Promise.withResolvers<IncomingMessage>();
  const protocol = url.protocol as keyof typeof agents;
  const asking = (protocol === 'https:' ? overTls : overPlain)(url, { ...options, agent: agents[protocol] });
  asking.once('response', answered.resolve);
  asking.setTimeout(SILENCE_MS, () => asking.destroy(new Error('silence')));
  asking.on('error', (error: NodeJS.ErrnoException) =>
    answered.reject(asking.reusedSocket && error.code === 'ECONNRESET' ? new StaleLine() : error),
  );
  if (body) pipeline(body(), asking).catch(answered.reject);
  else asking.end();
  return answered.promise;
}

/** The store's own word for what is wrong, and nothing else of what it says. */
async function codeIn(answer: IncomingMessage): Promise<string> {
  const said = await text(answer).catch(() => '');
  return /<Code>(\w{1,60})<\/Code>/.exec(said)?.[1] ?? '';
}
