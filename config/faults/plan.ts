import type { Random } from './random.ts';

export type WorldKind = 'one node' | 'two nodes';

/** Every fault there is, with the deployment it can happen to. */
export const FAULTS = {
  'node killed': ['one node', 'two nodes'],
  'node frozen': ['one node', 'two nodes'],
  'sockets half open': ['one node', 'two nodes'],
  'slow readers': ['one node', 'two nodes'],
  'clients killed': ['one node', 'two nodes'],
  'embedded database killed': ['one node'],
  'disk full': ['one node'],
  'database restarted': ['two nodes'],
  'everything killed': ['two nodes'],
  'Redis killed': ['two nodes'],
  'Redis frozen': ['two nodes'],
  'Redis unreachable': ['two nodes'],
  'clock jumped': ['two nodes'],
} as const satisfies Record<string, readonly WorldKind[]>;
export type FaultKind = keyof typeof FAULTS;

export interface PlannedFault {
  readonly kind: FaultKind;
  /** Seconds after the start at which it begins, at the earliest. */
  readonly at: number;
  readonly seconds: number;
}

/** How long each lasts, in seconds, where there is time for it. */
const LASTS: Readonly<Record<FaultKind, readonly [number, number]>> = {
  'node killed': [0, 4],
  'node frozen': [2, 15],
  'sockets half open': [4, 25],
  'slow readers': [4, 20],
  'clients killed': [0, 3],
  'embedded database killed': [0, 1],
  'disk full': [3, 10],
  'database restarted': [0, 3],
  'everything killed': [0, 3],
  'Redis killed': [1, 60],
  'Redis frozen': [2, 60],
  'Redis unreachable': [2, 60],
  'clock jumped': [3, 15],
};

/** No fault takes more than this part of a run. */
const LONGEST_PART = 0.15;

/** What goes wrong when: every kind comes before any comes again, in an order that the seed decides. */
export function planFaults(world: WorldKind, seconds: number, random: Random): PlannedFault[] {
  const kinds = (Object.keys(FAULTS) as FaultKind[]).filter((kind) =>
    (FAULTS[kind] as readonly string[]).includes(world),
  );
  const plan: PlannedFault[] = [];
  let deck: FaultKind[] = [];
  for (let at = random.between(1, 3); ; ) {
    if (deck.length === 0) deck = random.shuffle(kinds);
    const kind = deck.pop() as FaultKind;
    const [least, most] = LASTS[kind];
    const lasts = random.between(least, Math.max(least, Math.min(most, Math.floor(seconds * LONGEST_PART))));
    if (at + lasts > seconds) return plan;
    plan.push({ kind, at, seconds: lasts });
    at += lasts + random.between(1, 4);
  }
}
