/** Every English word these components say. */
export const words = {
  reactions: 'Reactions',
  add: 'Add a reaction',
  more: 'More reactions',
  react: (emoji: string) => `React with ${emoji}`,
  takeBack: (emoji: string) => `Take ${emoji} back`,
  you: 'you',
  somebody: 'somebody',
  others: (count: number) => (count === 1 ? '1 other' : `${count} others`),
  reacted: (people: string, emoji: string) => `${capital(people)} reacted with ${emoji}`,
  whoReacted: 'Who reacted',
  close: 'Close',
  failed: 'Your reaction was not saved. Check your connection and try again.',
  search: 'Search emoji',
  clear: 'Clear the search',
  results: 'Found',
  nothing: (query: string) => `No emoji for “${query}”`,
  tryAnother: 'Try another word, such as “party”.',
  loading: 'Loading emoji',
  notLoaded: 'The emoji could not be loaded.',
  again: 'Try again',
  groups: 'Groups of emoji',
  emoji: 'Emoji',
  pickOne: 'Pick an emoji',
  tone: 'Skin tone',
  tones: ['No skin tone', 'Light', 'Medium-light', 'Medium', 'Medium-dark', 'Dark'],
  group: {
    palette: 'Offered at this school',
    recent: 'Just used',
    smileys: 'Smileys and feelings',
    people: 'People and bodies',
    nature: 'Animals and nature',
    food: 'Food and drink',
    travel: 'Travel and places',
    activities: 'Activities',
    objects: 'Objects',
    symbols: 'Symbols',
    flags: 'Flags',
  },
} as const;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
/** `['Ana', 'Ben', 'you']` → "Ana, Ben and you". */
export const listed = (names: readonly string[]): string => list.format(names);
