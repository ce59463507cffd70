import { type MessageView, run, sql } from '../../engine/index.ts';
import type { Audience, Mention } from './contract.ts';
import type { Context } from './people-here.ts';

export interface NamedRow {
  readonly message_id: string;
  readonly starts: number;
  readonly label: string;
  readonly person_id: string | null;
  readonly audience: Audience | null;
}

/** What some messages name, in the order in which it stands there: one statement. */
export function readNamed(messageIds: readonly string[], { em }: Pick<Context, 'em'>): Promise<NamedRow[]> {
  return run(
    em,
    sql<NamedRow>`select message_id, starts, label, person_id, audience from mentions
      where message_id = any(${messageIds}::uuid[]) order by message_id, starts`,
  );
}

/** What a page of messages shows. What was edited away while the plugin was off is named no more. */
export async function namedOn(
  messages: readonly MessageView[],
  ctx: Pick<Context, 'em'>,
): Promise<Map<string, Mention[]>> {
  const texts = new Map(messages.map(({ id, text }) => [id, text]));
  const shown = new Map<string, Mention[]>();
  for (const row of await readNamed([...texts.keys()], ctx)) {
    if (!texts.get(row.message_id)?.startsWith(`@${row.label}`, row.starts)) continue;
    shown.set(row.message_id, [...(shown.get(row.message_id) ?? []), toMention(row)]);
  }
  return shown;
}

export function toMention({ starts, label, person_id, audience }: NamedRow): Mention {
  const place = { from: starts, to: starts + 1 + label.length };
  return person_id === null ? { ...place, all: audience as Audience } : { ...place, person: person_id };
}
