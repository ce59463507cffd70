import type { Facts, FileView } from './contract.ts';

/** A message's files after something was found out about one of them. */
export function withFacts(
  shown: readonly FileView[] | undefined,
  { fileId, facts }: { readonly fileId: string; readonly facts: Facts },
): FileView[] | undefined {
  const gone = facts.state === 'infected' && { blur: null };
  return shown?.map((file) => (file.id === fileId ? { ...file, ...facts, ...gone } : file));
}

export const reduce = { changed: withFacts };
