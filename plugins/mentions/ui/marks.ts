import { isStaff, type MarkReader, type TextMark } from '../../../engine/client.ts';
import type { Mention } from '../contract.ts';

/** A message's mentions as its reader sees them: by today's names, and strong where the reader is meant. */
export function marksOf(shown: readonly Mention[], reader: MarkReader): TextMark[] {
  return shown.flatMap((mention) => {
    const name = 'all' in mention ? mention.all : reader.participants[mention.person]?.person.name;
    if (name === undefined || reader.message.text[mention.from] !== '@') return [];
    return [{ from: mention.from, to: mention.to, text: `@${name}`, strong: means(mention, reader) }];
  });
}

function means(mention: Mention, { me, message }: MarkReader): boolean {
  if ('person' in mention) return mention.person === me.id;
  return message.author !== me.id && (mention.all === 'class' || isStaff(me.role));
}
