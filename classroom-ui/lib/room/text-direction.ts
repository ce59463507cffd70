const RIGHT_TO_LEFT =
  /^\P{L}*[\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Samr}\p{sc=Mand}\p{sc=Adlm}\p{sc=Rohg}\p{sc=Mend}]/u;

/**
 * Gives each block the direction of its own first letter. Lists, quotes and tables take that of their first words, so that
 * numbers, lines and columns stand on its side.
 */
export function directBlocks(made: DocumentFragment): void {
  for (const block of made.querySelectorAll<HTMLElement>('p, td, th')) block.dir = 'auto';
  for (const holder of made.querySelectorAll<HTMLElement>('ul, ol, blockquote, table'))
    holder.dir = RIGHT_TO_LEFT.test(holder.textContent ?? '') ? 'rtl' : 'ltr';
}
