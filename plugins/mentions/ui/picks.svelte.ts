import { foldName } from '../../../engine/client.ts';
import type { Meant } from '../shared/names-in-text.ts';

/** Who was picked from the list, by folded name: the first, the second, … place where it stands in the text. */
export class Picks {
  meant = $state.raw<Meant>({});

  /** @param before the text up to the @ */
  pick(name: string, personId: string, before: string): void {
    const key = foldName(name);
    const place = foldName(before).split(`@${key}`).length - 1;
    const others = this.#of(key);
    this.meant = { ...this.meant, [key]: [...others.slice(0, place), personId, ...others.slice(place)] };
  }

  /** Forgets those whose name stands in the text no more. */
  keep(text: string): void {
    const folded = foldName(text);
    const kept = Object.entries(this.meant).filter(([name]) => folded.includes(`@${name}`));
    if (kept.length < Object.keys(this.meant).length) this.meant = Object.fromEntries(kept);
  }

  #of(key: string): readonly string[] {
    return Object.hasOwn(this.meant, key) ? (this.meant[key] ?? []) : [];
  }
}
