import { MediaQuery } from 'svelte/reactivity';
import { recallTheme, rememberTheme } from './storage.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

// app.html reads the same before the first paint.
function readChoice(): ThemeChoice {
  const stored = recallTheme();
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

class Theme {
  #systemDark = new MediaQuery('(prefers-color-scheme: dark)');
  choice = $state<ThemeChoice>(readChoice());
  readonly current = $derived<'light' | 'dark'>(
    this.choice === 'system' ? (this.#systemDark.current ? 'dark' : 'light') : this.choice,
  );

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    rememberTheme(choice === 'system' ? null : choice);
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
