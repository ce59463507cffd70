import { DRAWING, type Drawing } from './drawing.ts';

export interface Ask {
  readonly id: number;
  readonly what: keyof Drawing;
  readonly given: unknown;
}

/** `code` is there when the machine could not do it, and nothing is said of the picture. */
export type Told =
  | { readonly id: number; readonly made: unknown }
  | { readonly id: number; readonly failed: { readonly message: string; readonly code?: string | undefined } };

// Started by `draw.ts`; ends with the process that started it. A terminal or a supervisor signals both at once: the picture
// under way is finished while the server stops, and is not taken for one that cannot be drawn.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', async ({ id, what, given }: Ask) => {
  const draw = DRAWING[what] as (given: unknown) => Promise<unknown>;
  tell(
    await draw(given).then(
      (made): Told => ({ id, made }),
      ({ message, code }: NodeJS.ErrnoException): Told => ({ id, failed: { message, code } }),
    ),
  );
});

function tell(told: Told): void {
  if (process.connected) process.send?.(told);
}
