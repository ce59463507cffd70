/** What adds to safe elements something dear to fetch, once it is here. */
export interface Enricher {
  /** Whether these elements need more than is here yet. */
  needs(made: DocumentFragment): boolean;
  fetch(made: DocumentFragment): Promise<void>;
  /** Adds it. What fails stays as the plain text it was. */
  enrich(made: DocumentFragment): void;
}
