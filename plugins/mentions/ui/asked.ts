/** Whom a card was asked to mention, until their name stands in the composer: two people may have the same one. */
class Asked {
  #person: { readonly id: string; readonly name: string } | null = null;

  mention(person: { readonly id: string; readonly name: string }): void {
    this.#person = person;
  }

  /** Answers them, once, when a text ends with their name. */
  in(text: string): { readonly id: string; readonly name: string; readonly before: string } | null {
    const person = this.#person;
    const written = text.trimEnd();
    if (!person || !written.endsWith(`@${person.name}`)) return null;
    this.#person = null;
    return { ...person, before: written.slice(0, -person.name.length - 1) };
  }
}

export const asked = new Asked();
