import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { PluginContract } from '../engine/index.ts';
import { ENABLED, type Installed } from './school-file.ts';
import { SchoolWords } from './school-words.ts';

type JsonSchema = Record<string, unknown>;
const NAME = 'school.schema.json';
/** Put above a school file, it gives editors completion and checking. */
export const SCHEMA_LINE = `# yaml-language-server: $schema=./${NAME}`;

/** JSON Schema of a school file with every installed plugin and its settings, for editors. */
export function schoolSchema(installed: Installed): JsonSchema {
  const { properties, ...words } = toJson(SchoolWords) as { properties: Record<string, JsonSchema> };
  const { description, default: none } = properties.plugins ?? {};
  const plugins = Object.fromEntries(installed.map(({ contract }) => [contract.id, choiceSchema(contract)]));
  return {
    ...words,
    title: 'School file',
    properties: {
      ...properties,
      plugins: { description, default: none, type: 'object', properties: plugins, additionalProperties: false },
    },
  };
}

function choiceSchema({ summary, settings }: PluginContract): JsonSchema {
  const schema = settingsSchema(settings);
  const properties = { [ENABLED]: SWITCH, ...(schema.properties as JsonSchema) };
  return { description: summary, anyOf: [{ type: 'boolean' }, { ...schema, properties }] };
}

const SWITCH = {
  description: 'Off while this is false; the settings stay as they are.',
  type: 'boolean',
  default: true,
};

/** JSON Schema of a plugin's settings. */
export function settingsSchema(settings: PluginContract['settings']): JsonSchema {
  const { $schema: _, ...schema } = toJson(settings.strict());
  return schema;
}

const toJson = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** The text of the schema file. */
export const schoolSchemaText = (installed: Installed): string =>
  `${JSON.stringify(schoolSchema(installed), null, 2)}\n`;

/** Writes the schema beside the school files when it changed; answers whether it did. */
export function writeSchoolSchema(dir: string, installed: Installed): boolean {
  const file = join(dir, NAME);
  const text = schoolSchemaText(installed);
  if (readOr(file) === text) return false;
  writeFileSync(file, text);
  return true;
}

function readOr(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
