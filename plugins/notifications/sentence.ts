/** Fills what a notice says. */
export const sentence = (says: string, author: string | null, room: string): string =>
  says.replace(/\{(author|room)\}/g, (_, what) => (what === 'room' ? room : (author ?? 'Somebody')));
