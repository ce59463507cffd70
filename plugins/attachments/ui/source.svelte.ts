import type { FileView } from '../contract.ts';
import { localOf } from './local.ts';

/** Where a player finds its file: the copy that every browser plays, what this page has itself, the file as it came. */
export const addressesOf = ({ id, forms }: FileView): string[] =>
  [forms.includes('web') ? `/files/${id}/web` : undefined, localOf(id), `/files/${id}`].filter(
    (address) => address !== undefined,
  );

/** The address that a player has: the first that it can play, and the same for as long as it plays. */
export class Source {
  #begun = $state<string | null>(null);
  #failed = $state.raw<readonly string[]>([]);
  readonly #addresses: () => readonly string[];

  constructor(addresses: () => readonly string[]) {
    this.#addresses = addresses;
  }

  /** Undefined when the browser can play none. */
  get address(): string | undefined {
    return this.#begun ?? this.#addresses().find((address) => !this.#failed.includes(address));
  }

  /** A better one that comes up meanwhile does not interrupt. */
  begin(): void {
    this.#begun = this.address ?? null;
  }

  fail(): void {
    const { address } = this;
    if (address) this.#failed = [...this.#failed, address];
    this.#begun = null;
  }
}
