import { expect, test } from 'vitest';
import { environment } from './environment.ts';

const problemsOf = (variables: object): string[] =>
  environment.safeParse(variables).error?.issues.map(({ path, message }) => `${String(path[0])}: ${message}`) ?? [];

test.each([
  's3://key:a%2Fb@s3.example.org/files',
  's3://key:secret@127.0.0.1:9000/files/of/us?region=eu-west-1&tls=off',
])('files may be kept at %s', (STORAGE_URL) => {
  expect(environment.parse({ STORAGE_URL }).STORAGE_URL).toBe(STORAGE_URL);
});

test.each([
  'https://s3.example.org/files',
  's3://s3.example.org/files',
  's3://key@host/files',
  's3://key:hunter2@host',
  's3://key:hunter2@host/files?tls=no',
  's3://key:hunter2@host/files?zone=1',
  's3://key:hunter2/secret@host/files',
])('files are not kept at %s', (STORAGE_URL) => {
  const [problem] = problemsOf({ STORAGE_URL });
  expect(problem).toMatch(/^STORAGE_URL: give an address like s3:/);
  expect(problem).not.toContain('hunter2');
});

test.each(['tcp://127.0.0.1:3310', 'tcp://scanner', 'tcp://[::1]:3310', 'unix:/run/clamav/clamd.ctl'])(
  'a scanner may be at %s',
  (CLAMAV_URL) => {
    expect(environment.parse({ CLAMAV_URL }).CLAMAV_URL).toBe(CLAMAV_URL);
  },
);

test.each(['127.0.0.1:3310', 'http://scanner', 'tcp://', 'tcp://scanner/path', 'unix:clamd.ctl', 'unix://run/clamd'])(
  'a scanner is not at %s',
  (CLAMAV_URL) => {
    expect(problemsOf({ CLAMAV_URL })).toEqual([
      'CLAMAV_URL: give an address like tcp://host:3310 or unix:/run/clamav/clamd.ctl',
    ]);
  },
);
