// The toaster is fetched when the first toast wants to be seen: most visits show none.
export interface ToastOptions {
  readonly tone?: 'neutral' | 'success' | 'error';
  /** A second line. */
  readonly detail?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Shown once: a later toast with the same id takes its place. */
  readonly id?: string;
}

type Show = (text: string, options: ToastOptions) => void;
let waiting: [string, ToastOptions][] = [];
let show: Show | undefined;
let wake: (() => void) | undefined;

/** Says something in passing. It is read out, and stays longer when there is something to press. */
export function toast(text: string, options: ToastOptions = {}): void {
  if (show) {
    show(text, options);
    return;
  }
  waiting.push([text, options]);
  wake?.();
}

/** For the Toaster: calls `begin` at each toast until it can draw, at once when one is waiting. */
export function onFirstToast(begin: () => void): void {
  wake = begin;
  if (waiting.length > 0) begin();
}

/** For the Toaster, while it cannot draw: the last of what waits, which is then said. */
export function takeWaiting(): string {
  const text = waiting.at(-1)?.[0] ?? '';
  waiting = [];
  return text;
}

/** For the Toaster, once it can draw. */
export function showToastsWith(draw: Show): void {
  show = draw;
  for (const [text, options] of waiting) draw(text, options);
  waiting = [];
}
