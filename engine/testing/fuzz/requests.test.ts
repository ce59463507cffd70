import { request } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { installed } from '../../../plugins/index.ts';
import { ASKERS, type Asker, type FuzzServer, useFuzzServer } from './fuzz-server.ts';
import { PATIENCE_MS, tryInputs } from './repeat.ts';
import { anyBytes, oddText, oddValue } from './values.ts';

const fuzz = useFuzzServer();
const RUNS = 60;

interface Asked {
  readonly asker: Asker;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND'];
const ID = '01a22a9d-114b-71f9-bf5c-e9283b7a2b19';
const ENDS = [
  '',
  '/',
  `/${ID}`,
  `/${ID}/small`,
  '/..%2f..%2fetc/passwd',
  '/%00',
  '/%',
  '/%ff',
  '//',
  `/${ID}?x=/${ID}`,
];
const WORDS = [
  'worker.js',
  'stop-mail/all',
  'sign-in/email',
  'session.me',
  'messages.page,session.me',
  'a'.repeat(3_000),
];
const end = fc.oneof(
  fc.constantFrom(...ENDS, ...WORDS.map((word) => `/${word}`)),
  oddText.map((text) => `/${encodeURIComponent(text.toWellFormed()).slice(0, 2_000)}`),
  fc
    .tuple(fc.constantFrom('input', 'batch', 'p', 't', 'e'), oddText)
    .map(([key, text]) => `?${key}=${encodeURIComponent(text.toWellFormed()).slice(0, 2_000)}`),
);

/** What a header can carry: no line ends, no letters beyond Latin-1. */
const headerText = oddText.map((text) => text.replace(/[^\x20-\x7e\xa0-\xff]/g, '').slice(0, 4_000));
const LENGTHS = ['0', '-1', '1', '1e99', 'NaN', '99999999999999999999', '0x10', '', '12'];
const RANGES = [
  'bytes=0-',
  'bytes=-1',
  'bytes=9-1',
  'bytes=0-0,2-3',
  'bytes=99999999999999999999-',
  'lines=1-',
  'bytes=',
];
const METADATA = [
  'filename',
  'filename ====',
  'filename aGkudHh0',
  'filename aGkudHh0,voice',
  ', ,',
  'filename \xff',
  'a b,a c',
];
const TYPES = [
  'application/json',
  'application/offset+octet-stream',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/plain; charset=utf-7',
  'application/x-www-form-urlencoded',
  ';',
  'application/json; charset=utf-16',
];
const headers = fc.record(
  {
    'content-type': fc.constantFrom(...TYPES),
    'tus-resumable': fc.constantFrom('1.0.0', '0.2.2', ''),
    'upload-length': fc.constantFrom(...LENGTHS),
    'upload-offset': fc.constantFrom(...LENGTHS),
    'upload-defer-length': fc.constantFrom('1', '2', ''),
    'upload-concat': fc.constantFrom('partial', 'final;/files/x', 'final;'),
    'upload-checksum': fc.constantFrom('sha1 x', 'md5', 'sha1 '),
    'upload-metadata': fc.oneof(fc.constantFrom(...METADATA), headerText),
    range: fc.oneof(fc.constantFrom(...RANGES), headerText),
    'if-none-match': headerText,
    'if-modified-since': headerText,
    'x-http-method-override': fc.constantFrom('DELETE', 'PATCH', '__proto__'),
    cookie: headerText,
    'accept-language': headerText,
    'trpc-accept': fc.constantFrom('application/jsonl', 'text/event-stream', 'x'),
  },
  { requiredKeys: [] },
);
const MULTIPART = '--x\r\ncontent-disposition: form-data; name="a"; filename="b"\r\n\r\nhi\r\n--x';
const body = fc.oneof(
  fc.constant(new Uint8Array()),
  anyBytes,
  fc
    .constantFrom(MULTIPART, `${MULTIPART}--`, '{', '[', '{"0":', 'null', '{"__proto__":{"a":1}}')
    .map((text) => Buffer.from(text)),
  oddValue.map((value) => Buffer.from(JSON.stringify(value) ?? '')),
);

const askedBelow = (path: string): fc.Arbitrary<Asked> =>
  fc.record({
    ...{ asker: fc.constantFrom(...ASKERS), method: fc.constantFrom(...METHODS), headers, body },
    path: fc
      .oneof(
        end,
        fc.tuple(end, end).map((ends) => ends.join('')),
      )
      .map((after) => path + after),
  });

const PATHS = [
  ...['/trpc', '/api/auth', '/avatars', '/healthz', '/readyz', '/realtime', ''],
  ...installed.flatMap(({ parts }) => Object.keys(parts.routes ?? {}).map((word) => `/${word}`)),
];

describe('whatever is asked of an address, it answers, and nothing breaks', { timeout: PATIENCE_MS }, () => {
  test.each(PATHS)('%s', async (path) => {
    await tryInputs(askedBelow(path), RUNS, (asked) => expectSound(fuzz(), asked));
  });
});

/** How files of each kind begin; what follows is noise. */
const BEGINNINGS: Readonly<Record<string, readonly number[]>> = {
  'a.png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52],
  'a.jpg': [0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0],
  'a.gif': [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0],
  'a.webp': [0x52, 0x49, 0x46, 0x46, 0x24, 0, 0, 0, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38],
  'a.pdf': [...Buffer.from('%PDF-1.7\n1 0 obj <</Length 99>> stream')],
  'a.docx': [0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0],
  'a.mp3': [0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0x21],
  'a.mp4': [0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6f, 0x6d],
  'a.webm': [0x1a, 0x45, 0xdf, 0xa3, 0x9f],
  'a.txt': [0xef, 0xbb, 0xbf],
  'a.csv': [],
};

test('whatever a file holds, it is taken or refused, and nothing breaks', { timeout: PATIENCE_MS }, async () => {
  const file = fc.record({
    asker: fc.constantFrom<Asker>('student', 'teacher'),
    name: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...Object.keys(BEGINNINGS)) },
      { weight: 1, arbitrary: oddText },
    ),
    begins: fc.constantFrom(...Object.values(BEGINNINGS)),
    noise: fc.uint8Array({ minLength: 1, maxLength: 400 }),
    cut: fc.constantFrom(0, 1, 7),
  });
  await tryInputs(file, RUNS, async ({ asker, name, begins, noise, cut }) => {
    const bytes = Buffer.from([...(BEGINNINGS[name] ?? begins), ...noise]);
    const tus = { 'tus-resumable': '1.0.0' };
    const metadata = `filename ${Buffer.from(name).toString('base64')}`;
    const length = { 'upload-length': `${bytes.length}`, 'upload-metadata': metadata };
    const begun = await expectSound(fuzz(), {
      asker,
      method: 'POST',
      path: '/files',
      headers: { ...tus, ...length },
      body: Buffer.alloc(0),
    });
    if (!begun.location) return;
    const patch = { ...tus, 'content-type': 'application/offset+octet-stream' };
    for (const [from, to] of [
      [0, bytes.length - cut],
      [bytes.length - cut, bytes.length],
    ] as const)
      await expectSound(fuzz(), {
        ...{ asker, method: 'PATCH', path: begun.location, body: bytes.subarray(from, to) },
        headers: { ...patch, 'upload-offset': `${from}` },
      });
  });
});

interface Answer {
  readonly status: number;
  readonly location: string;
}

async function expectSound({ server, token, judge }: FuzzServer, { asker, ...asked }: Asked): Promise<Answer> {
  const signed = token(asker);
  const isFramed = asked.body.length > 0 && asked.body[0] !== 0;
  const length = isFramed ? { 'content-length': `${asked.body.length}` } : {};
  const headers = { ...length, ...asked.headers, ...(signed && { authorization: `Bearer ${signed}` }) };
  const { status, text, location } = await ask(server.url, { ...asked, headers });
  judge(asker, text);
  expect(status, text.slice(0, 300)).not.toBe(500);
  return { status, location };
}

function ask(
  url: string,
  { method, path, headers, body }: Omit<Asked, 'asker'>,
): Promise<Answer & { readonly text: string }> {
  const { port } = new URL(url);
  return new Promise((answered, failed) => {
    const asking = request(
      { port, host: '127.0.0.1', method, path, headers, agent: false, timeout: 20_000 },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('close', () =>
          answered({ status: response.statusCode ?? 0, text, location: response.headers.location ?? '' }),
        );
      },
    );
    // The server may hang up on what is not HTTP; it must not leave anybody waiting.
    asking.on('error', () => answered({ status: 400, text: '', location: '' }));
    asking.on('timeout', () => failed(new Error(`no answer within 20 s to ${method} ${path.slice(0, 200)}`)));
    asking.end(body);
  });
}
