import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { installed } from '../plugins/index.ts';
import { SCHEMA_LINE, schoolSchema, schoolSchemaText, writeSchoolSchema } from './school-schema.ts';
import { readSchools, schoolFiles } from './schools.ts';

const SCHOOLS = join(import.meta.dirname, 'schools');

test('the schema beside the school files knows the installed plugins (npm run dev writes it anew)', () => {
  expect(readFileSync(join(SCHOOLS, 'school.schema.json'), 'utf8')).toBe(schoolSchemaText(installed));
});

test('the schools that come with the product are good, and their editors know the schema', async () => {
  const { good, bad } = await readSchools(SCHOOLS, installed);
  expect(bad).toEqual([]);
  expect(good.map(({ slug }) => slug)).toEqual(['elmgrove', 'oakwood']);
  for (const file of await schoolFiles(SCHOOLS)) expect(readFileSync(file, 'utf8')).toMatch(`${SCHEMA_LINE}\n`);
});

test('oakwood has every installed plugin on', async () => {
  const { good } = await readSchools(SCHOOLS, installed);
  const on = Object.entries(good.find(({ slug }) => slug === 'oakwood')?.plugins ?? {}).filter(([, choice]) => choice);
  expect(on.map(([id]) => id).sort()).toEqual(installed.map(({ contract }) => contract.id).sort());
});

test('an editor is told of every key, plugin and setting, and refuses all others', () => {
  const settings = z.object({ most: z.int().default(3).describe('How many at most.') });
  const schema = schoolSchema([{ contract: { id: 'emoji', summary: 'Answers with pictures.', settings } }]);
  expect(schema).toMatchObject({
    additionalProperties: false,
    required: ['title'],
    properties: {
      plugins: {
        additionalProperties: false,
        properties: {
          emoji: {
            description: 'Answers with pictures.',
            anyOf: [
              { type: 'boolean' },
              { additionalProperties: false, properties: { most: { default: 3, description: 'How many at most.' } } },
            ],
          },
        },
      },
    },
  });
});

test('the file is written only when it changed', () => {
  const dir = mkdtempSync(join(tmpdir(), 'homeroom-schema-'));
  expect(writeSchoolSchema(dir, installed)).toBe(true);
  expect(writeSchoolSchema(dir, installed)).toBe(false);
  rmSync(dir, { recursive: true });
});
