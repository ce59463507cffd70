const AT_ONCE = 2;

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

export type Serialize = <T>(kind: string, act: () => Promise<T>) => Promise<T>;

/** Does heavy things of a kind two at a time, in the order in which they came: memory stays bounded. */
export function createSerialize(): Serialize {
  const lines = new Map<string, Line>();
  return async (kind, act) => {
    const line = lines.get(kind) ?? { running: 0, waiting: [] };
    lines.set(kind, line);
    if (line.running >= AT_ONCE) await new Promise<void>((go) => line.waiting.push(go));
    else line.running += 1;
    try {
      return await act();
    } finally {
      const next = line.waiting.shift();
      if (next) next();
      else line.running -= 1;
    }
  };
}
