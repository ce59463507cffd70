/** Every English word these components say. */
export const words = {
  /** Names are said for this many at most. */
  typing: (names: readonly string[]): string => {
    if (names.length > MOST_NAMES) return 'Several people are typing';
    return `${list.format(names)} ${names.length === 1 ? 'is' : 'are'} typing`;
  },
} as const;

const MOST_NAMES = 3;
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
