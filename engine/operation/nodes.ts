/** What the nodes of one deployment tell one another of themselves, again and again while they live. */
export interface Nodes {
  /** From now on this node says so. */
  say(name: string, text: string): void;
  /** What each of the other nodes says under that name; null while one of them may not be heard. */
  said(name: string): readonly (string | undefined)[] | null;
}
