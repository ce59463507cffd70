import { tell } from './words.ts';

/** What a kind of job is called: plugins name theirs `<plugin>.<job>`. */
export function jobKind(kind: string): string {
  if (kind === 'after') return tell('after');
  if (kind === 'engine.invite') return tell('invite');
  if (kind === 'engine.letter') return tell('letter');
  const [plugin = '', job = ''] = kind.split('.');
  return `${plugin.charAt(0).toUpperCase()}${plugin.slice(1)}: ${job}`;
}
