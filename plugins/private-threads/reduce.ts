/** What a message shows of the mode it was written under. */
export interface ShownMode {
  readonly supervised: true;
}

export function writtenShown(
  _: ShownMode | undefined,
  { supervised }: { readonly supervised: boolean },
): ShownMode | undefined {
  return supervised ? { supervised: true } : undefined;
}

export const reduce = { written: writtenShown };
