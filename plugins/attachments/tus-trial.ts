import { request } from 'node:http';
import { type Cast, startCast } from '../../engine/testing/cast.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import { startTestServer, type TestServer } from '../../engine/testing/start-test-server.ts';

/** What a request for an upload was answered. */
export interface Answered {
  readonly status: number;
  /** Where the upload is; empty when it was not begun. */
  readonly address: string;
  readonly id: string;
  /** The refusal's code, when there was one. */
  readonly code: string | undefined;
  /** What it tells people. */
  readonly message: string | undefined;
}

/** Uploads through the real doors, as tus clients do. */
export class Uploader {
  readonly url: string;
  readonly token: string;

  constructor(server: Pick<TestServer, 'url'>, token: string) {
    this.url = server.url;
    this.token = token;
  }

  ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${this.token}`, ...init.headers };
    return fetch(this.url + path, { ...init, headers });
  }

  async begin(name: string, size: number, more: Readonly<Record<string, string>> = {}): Promise<Answered> {
    const metadata = Object.entries({ filename: name, ...more })
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(',');
    const headers = { ...TUS, 'upload-length': String(size), 'upload-metadata': metadata };
    return answeredBy(await this.ask('/files', { method: 'POST', headers }));
  }

  async append(address: string, offset: number, bytes: Uint8Array): Promise<Answered> {
    const headers = { ...TUS, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
    return answeredBy(await this.ask(address, { method: 'PATCH', headers, body: Buffer.from(bytes) }), address);
  }

  /** Promises all of the bytes, and goes away after some of them. */
  async cut(address: string, offset: number, bytes: Uint8Array, after: number): Promise<void> {
    const type = { 'content-type': 'application/offset+octet-stream', 'content-length': bytes.length };
    const headers = { ...TUS, ...type, authorization: `Bearer ${this.token}`, 'upload-offset': offset };
    const asking = request(this.url + address, { method: 'PATCH', headers, agent: false });
    asking.on('error', () => undefined);
    asking.write(bytes.subarray(0, after), () => asking.destroy());
    await new Promise((gone) => asking.once('close', gone));
  }

  /** The whole file at once; what was refused at the beginning is not sent. */
  async upload(name: string, bytes: Uint8Array, more: Readonly<Record<string, string>> = {}): Promise<Answered> {
    const begun = await this.begin(name, bytes.length, more);
    return begun.status === 201 ? this.append(begun.address, 0, bytes) : begun;
  }

  async offset(address: string): Promise<number> {
    return Number((await this.ask(address, { method: 'HEAD', headers: TUS })).headers.get('upload-offset'));
  }
}

export const TUS = { 'tus-resumable': '1.0.0' };

async function answeredBy(response: Response, address = response.headers.get('location') ?? ''): Promise<Answered> {
  const body = await response.text();
  const refusal = body.startsWith('{') ? (JSON.parse(body) as { code: string; message: string }) : undefined;
  const { code, message } = refusal ?? {};
  return { status: response.status, address, id: address.slice('/files/'.length), code, message };
}

/** A server with the people of the tests, two of whom upload to it. */
export interface Doors {
  readonly server: TestServer;
  readonly cast: Cast;
  readonly ana: Uploader;
  readonly ben: Uploader;
  as(person: TestPerson): Promise<Uploader>;
}

export async function startDoors(options: Parameters<typeof startTestServer>[0] = {}): Promise<Doors> {
  const server = await startTestServer(options);
  const cast = await startCast(server);
  const known = new Map<string, Uploader>();
  const as = async (person: TestPerson): Promise<Uploader> => {
    const uploader = known.get(person.id) ?? new Uploader(server, await server.signIn(person));
    known.set(person.id, uploader);
    return uploader;
  };
  return { server, cast, ana: await as(cast.ana), ben: await as(cast.ben), as };
}
