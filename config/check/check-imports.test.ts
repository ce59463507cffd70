import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkImports, problemText } from './check-imports.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A project of these files alone; answers what the check prints about it. */
function check(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'import-rule-'));
  roots.push(root);
  for (const folder of ['engine', 'plugins', 'classroom-ui', 'config', 'migrations']) mkdirSync(join(root, folder));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkImports(root).map(problemText);
}

const importing = (specifier: string): string => `import { a } from '${specifier}';\n`;
const importingType = (specifier: string): string => `import type { A } from '${specifier}';\n`;
const svelte = (script: string): string => `<script lang="ts">\n${script}</script>\n<p>{a}</p>\n`;

describe('the import rule', () => {
  test('lets everything through that the architecture draws', () => {
    const problems = check({
      'engine/index.ts': importing('./rooms/open-room.ts'),
      'engine/contract.ts': `export const word = 1;\n${importing('zod')}`,
      'engine/client.ts': `${importing('./realtime/protocol.ts')}${importingType('@trpc/server')}`,
      'engine/realtime/protocol.ts': importing('zod'),
      'engine/rooms/open-room.ts': `${importing('node:crypto')}${importing('../realtime/close-codes.ts')}${importing('../jobs/outbox-row.ts')}`,
      'engine/rooms/rooms.router.ts': importing('../api/procedures.ts'),
      'engine/testing/cast.ts': importing('../../plugins/polls/server.ts'),
      'engine/start.test.ts': importing('../config/serve.ts'),
      'plugins/index.ts': `${importing('./polls/server.ts')}${importing('../engine/index.ts')}`,
      'plugins/polls/contract.ts': `${importing('zod')}${importing('../../engine/contract.ts')}${importing('../quiz/contract.ts')}`,
      'plugins/polls/reduce.ts': importingType('./contract.ts'),
      'plugins/polls/server.ts': `${importing('../../engine/index.ts')}${importing('./vote.ts')}${importing('../quiz/contract.ts')}`,
      'plugins/polls/migrations/20260901-polls.ts': importing('@mikro-orm/migrations'),
      'plugins/polls/ui/index.ts': `${importing('../../../engine/client.ts')}${importing('./Poll.svelte')}${importingType('../server.ts')}`,
      'plugins/polls/ui/Poll.svelte': svelte(
        `${importing('#lib/kit/Button.svelte')}${importing('../reduce.ts')}${importingType('../../../engine/contract.ts')}`,
      ),
      'classroom-ui/lib/plugin-uis.ts': "export const uis = import.meta.glob('../../plugins/*/ui/index.ts');\n",
      'classroom-ui/lib/api.ts': `${importingType('../../plugins/index.ts')}${importing('../../engine/client.ts')}`,
      'classroom-ui/routes/+page.svelte': svelte(
        `${importing('$app/state')}${importing('./$types')}${importing('#lib/api.ts')}`,
      ),
      'config/serve.ts': `${importing('../plugins/index.ts')}${importing('../migrations/index.ts')}${importing('../engine/index.ts')}`,
      'vite.config.ts': `${importing('vite')}${importing('./svelte.config.js')}${importing('./config/check/parts.ts')}`,
      'migrations/index.ts': `${importing('../plugins/index.ts')}${importing('../engine/index.ts')}`,
    });
    expect(problems).toEqual([]);
  });

  test('names the file, the line, the import and the sentence', () => {
    const [problem] = check({ 'engine/a.ts': `\n\n${importing('../config/environment.ts')}` });
    expect(problem).toBe(
      'engine/a.ts:3\n  engine/a.ts → config/environment.ts\n  engine/ imports nothing outside engine/.',
    );
  });

  test.each([
    ['engine/a.ts', importing('../plugins/polls/contract.ts'), 'engine/ imports nothing outside'],
    ['engine/a.ts', importingType('../config/schools.ts'), 'engine/ imports nothing outside'],
    ['engine/a.ts', "const a = () => import('../migrations/index.ts');", 'engine/ imports nothing outside'],
    ['engine/a.ts', "type A = import('../migrations/index.ts').A;", 'engine/ imports nothing outside'],
    ['engine/messages/send-message.ts', importing('../api/koa.ts'), 'knows no transport'],
    ['engine/rooms/room.ts', importingType('../realtime/gateway.ts'), 'knows no transport'],
    ['engine/commands/run-command.ts', importing('../jobs/queue.ts'), 'knows no transport'],
    ['plugins/polls/contract.ts', importing('../../engine/index.ts'), "A plugin's contract.ts imports"],
    ['plugins/polls/contract.ts', importing('./poll.ts'), "A plugin's contract.ts imports"],
    ['plugins/polls/contract.ts', importing('pg'), "A plugin's contract.ts imports"],
    ['plugins/polls/reduce.ts', importing('./server.ts'), "A plugin's reduce.ts and shared/ import"],
    ['plugins/polls/server.ts', importing('../../engine/rooms/room.ts'), "A plugin's server files import"],
    ['plugins/polls/server.ts', importing('../quiz/quiz.ts'), "A plugin's server files import"],
    ['plugins/polls/vote.ts', importingType('../quiz/server.ts'), "A plugin's server files import"],
    ['plugins/polls/server.ts', importing('./ui/index.ts'), "A plugin's server files import"],
    ['plugins/polls/server.ts', importing('../../config/environment.ts'), "A plugin's server files import"],
    ['plugins/polls/ui/index.ts', importing('../server.ts'), "A plugin's ui/ imports"],
    ['plugins/polls/ui/index.ts', importingType('../../quiz/server.ts'), "A plugin's ui/ imports"],
    ['plugins/polls/ui/Poll.svelte', svelte(importingType('../poll.ts')), "A plugin's ui/ imports"],
    ['plugins/polls/ui/Poll.svelte', svelte(importing('../../quiz/ui/Quiz.svelte')), "A plugin's ui/ imports"],
    ['plugins/polls/ui/Poll.svelte', svelte(importing('#lib/room/room.svelte.ts')), "A plugin's ui/ imports"],
    ['classroom-ui/lib/api.ts', importing('../../plugins/index.ts'), 'by "import type" only'],
    ['classroom-ui/lib/api.ts', importingType('../../engine/views.ts'), 'classroom-ui/ imports engine/client.ts'],
    ['classroom-ui/routes/+page.svelte', svelte(importing('../../plugins/polls/ui/index.ts')), 'classroom-ui/ imports'],
    ['classroom-ui/lib/kit/Button.svelte', svelte(importing('#lib/theme.ts')), 'The kit (classroom-ui/lib/kit/)'],
    ['classroom-ui/lib/kit/Button.svelte', svelte(importing('../../../engine/client.ts')), 'The kit'],
    ['plugins/polls/server.ts', importing('../index.ts'), 'know which plugins are installed'],
    ['migrations/20260901-rooms.ts', importing('../plugins/index.ts'), 'know which plugins are installed'],
    ['config/serve.ts', importing('../plugins/polls/server.ts'), 'config/ and migrations/ reach the engine'],
    ['config/plan.ts', importing('../engine/commands/run-command.ts'), 'config/ and migrations/ reach the engine'],
    ['vite.config.ts', importing('./plugins/polls/ui/data.ts'), 'The files at the root import'],
    ['svelte.config.js', importing('./engine/index.ts'), 'The files at the root import'],
    ['engine/contract.ts', importing('node:crypto'), 'What a browser downloads'],
    ['engine/contract.ts', importing('crypto'), 'What a browser downloads'],
    ['engine/views.ts', importing('@mikro-orm/postgresql'), 'What a browser downloads'],
    ['engine/client.ts', importing('./rooms/room.ts'), 'What a browser downloads'],
    ['plugins/polls/ui/Poll.svelte', svelte(importing('pino')), 'What a browser downloads'],
    ['config/serve.ts', importing('../engine/testing/cast.ts'), 'Only tests import tests'],
    ['engine/a.ts', importing('./b.test.ts'), 'Only tests import tests'],
  ])('%s refuses %j', (file, text, sentence) => {
    const problems = check({ [file]: text });
    expect(problems.filter((problem) => problem.includes(sentence))).toHaveLength(1);
    expect(problems[0]).toContain(`${file} → `);
  });
});

describe('circles', () => {
  test('are told as the way around, once', () => {
    const problems = check({
      'engine/a.ts': importing('./b.ts'),
      'engine/b.ts': importing('./c.ts'),
      'engine/c.ts': importing('./a.ts'),
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('engine/a.ts → engine/b.ts → engine/c.ts → engine/a.ts');
  });

  test('are found when they do not begin at the file that leads to them', () => {
    const problems = check({
      'engine/a.ts': importing('./b.ts'),
      'engine/b.ts': importing('./c.ts'),
      'engine/c.ts': importing('./b.ts'),
    });
    expect(problems.join()).toContain('engine/b.ts → engine/c.ts → engine/b.ts');
  });

  test('closed by types alone are none', () => {
    expect(check({ 'engine/a.ts': importing('./b.ts'), 'engine/b.ts': importingType('./a.ts') })).toEqual([]);
  });

  test('closed by a type beside a value are circles', () => {
    const files = { 'engine/a.ts': importing('./b.ts'), 'engine/b.ts': "import { type A } from './a.ts';\n" };
    expect(check(files)).toHaveLength(1);
  });
});

describe('the engine', () => {
  const plugin = { 'plugins/join-requests/contract.ts': '' };

  test.each([
    "const a = 'join-requests';",
    "const a = 'join-requests.asked';",
    "const a = 'join_requests_note';",
    'const a = `join-requests.$' + '{1}`;',
    'const a = api.joinRequests;',
    'const a = { joinRequests: 1 };',
  ])('may not name a plugin: %s', (text) => {
    const [problem] = check({ ...plugin, 'engine/a.ts': `\n${text}\n` });
    expect(problem).toContain('engine/a.ts:2\n  engine/a.ts names the plugin "join-requests"');
  });

  test('may be tested with one', () => {
    expect(check({ ...plugin, 'engine/a.test.ts': "const a = 'join-requests';\n" })).toEqual([]);
  });

  test('may use a word that only begins like one', () => {
    expect(check({ ...plugin, 'engine/a.ts': "const a = 'join-requestsx';\n" })).toEqual([]);
  });
});
