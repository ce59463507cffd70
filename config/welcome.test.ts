import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { elmgrove } from './demo/elmgrove.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { welcomeText } from './welcome.ts';

const folder = mkdtempSync(join(tmpdir(), 'homeroom-welcome-'));
const environment: Environment = await readEnvironment({ DATA_DIR: folder, PORT: '4000' });
rmSync(folder, { recursive: true });
const nothing = { environment, demo: [], open: ['elmgrove'], bad: [], mail: [] };

test('whoever started it reads one address, who can sign in and where mail goes', () => {
  const text = welcomeText({
    ...nothing,
    demo: [elmgrove],
    mail: ['2026-11-21  ed@elmgrove.example  New password  a.eml'],
  });
  expect(text.match(/https?:\S+/g)).toEqual(['http://127.0.0.1:4000']);
  expect(text).toContain('with the password homeroom-demo:\n    moss@elmgrove.example    teacher');
  expect(text).toMatch(/Mail is written to \S+\/mail while SMTP_URL is not set\.\n {4}2026-11-21 {2}ed@elmgrove/);
});

test('nobody is told a password when the demo is not there', () => {
  expect(welcomeText(nothing)).not.toContain('password');
});

test('without an open school it says what keeps them closed and how to make one', () => {
  const bad = [{ slug: 'ash', file: '/schools/ash.yaml', line: 2, path: 'titel', problem: 'is not a key' }];
  const text = welcomeText({ ...nothing, open: [], bad });
  expect(text).toContain('/schools/ash.yaml:2 titel: is not a key');
  expect(text).toContain('npm run admin -- create-school');
});
