import { z } from 'zod';
import type { Draft } from '../commands/commands.ts';
import type { SchoolPlugins } from '../schools/school-plugins.ts';
import { MessageText } from '../text.ts';

const known = new WeakMap<SchoolPlugins, z.ZodType<Draft<'message.send'>>>();

/** A message as it may be sent in a school: `with` takes what its plugins accept, and an unknown key is `invalid`. */
export function messageDraft(plugins: SchoolPlugins): z.ZodType<Draft<'message.send'>> {
  let schema = known.get(plugins);
  if (!schema) {
    schema = draftFor(plugins);
    known.set(plugins, schema);
  }
  return schema;
}

const draftFor = (plugins: SchoolPlugins): z.ZodType<Draft<'message.send'>> =>
  z
    .strictObject({
      roomId: z.uuid(),
      clientId: z.uuid(),
      text: MessageText,
      replyTo: z.uuid().optional(),
      threadRoot: z.uuid().optional(),
      with: (plugins.carried as z.ZodType<Readonly<Record<string, unknown>>>).optional(),
    })
    .refine((draft) => draft.text !== '' || plugins.standsAlone(draft.with), {
      path: ['text'],
      message: 'Write something first.',
    });
