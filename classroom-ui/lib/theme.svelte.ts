import { MediaQuery } from 'svelte/reactivity';
import { recall, remember } from './storage.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

// app.html reads the same key before the first paint.
const KEY = 'theme';

function readChoice(): ThemeChoice {
  const kept = recall(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

class Theme {
  #systemDark = new MediaQuery('(prefers-color-scheme: dark)');
  choice = $state<ThemeChoice>(readChoice());
  readonly current = $derived<'light' | 'dark'>(
    this.choice === 'system' ? (this.#systemDark.current ? 'dark' : 'light') : this.choice,
  );

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    remember(KEY, choice === 'system' ? null : choice);
  }

  /** Keeps the page in the theme. Call it once, in the root layout. */
  apply(): void {
    $effect(() => {
      document.documentElement.classList.toggle('dark', this.current === 'dark');
      document.documentElement.style.colorScheme = this.current;
    });
  }
}

export const theme = new Theme();
