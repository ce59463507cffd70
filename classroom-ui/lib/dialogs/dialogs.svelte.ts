import type { Component, ComponentProps } from 'svelte';
import { tellProblem } from '#lib/api-task.svelte.ts';
import type { DIALOGS } from './dialog-table.ts';

/** What every dialog is handed by the host. */
export interface DialogProps {
  readonly open: boolean;
  readonly onclose: () => void;
}

export type DialogName = keyof typeof DIALOGS;
type Load = () => Promise<{ default: unknown }>;
type PropsOf<N extends DialogName> = Omit<
  ComponentProps<Awaited<ReturnType<(typeof DIALOGS)[N]>>['default']>,
  keyof DialogProps
>;
type Rest<N extends DialogName> = Record<string, never> extends PropsOf<N> ? [PropsOf<N>?] : [PropsOf<N>];

interface Shown {
  readonly key: number;
  readonly Dialog: Component<DialogProps>;
  readonly props: object;
}

/** The one dialog over the page. Opening another takes its place; closing gives the focus back to where it was. */
class Dialogs {
  shown = $state.raw<Shown | null>(null);
  isOpen = $state(false);
  /** Its code is on the way. */
  loading = $state(false);
  #table: Readonly<Record<string, Load>> = {};
  #asked = 0;
  #cameFrom: HTMLElement | null = null;

  /** The host says what there is to open: a dialog may open another, and none need know them all. */
  offer(table: Readonly<Record<DialogName, Load>>): void {
    this.#table = table;
  }

  open<N extends DialogName>(name: N, ...[props]: Rest<N>): void {
    const key = ++this.#asked;
    if (!this.isOpen) this.#cameFrom = document.activeElement as HTMLElement | null;
    const load = this.#table[name];
    if (!load) return;
    this.loading = true;
    void load()
      .then(({ default: Dialog }) => {
        if (key !== this.#asked) return;
        this.shown = { key, Dialog: Dialog as Component<DialogProps>, props: props ?? {} };
        this.isOpen = true;
      }, tellProblem)
      .finally(() => (this.loading = false));
  }

  close(): void {
    this.#asked++;
    this.isOpen = false;
  }

  /** For the host, once the dialog has gone. */
  returnFocus(): void {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost && this.#cameFrom?.isConnected) this.#cameFrom.focus();
  }
}

export const dialogs = new Dialogs();
