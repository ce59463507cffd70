/** How patient a client is, in milliseconds. */
export interface Timing {
  /** From a try to the server's welcome. */
  readonly arrive: number;
  /** Silence after which it asks whether anybody is there, and how long the answer may take. */
  readonly quiet: number;
  readonly dead: number;
  /** The same right after the machine woke up or its network changed. */
  readonly doubt: number;
  /** How long a call waits for the connection, and how long for its answer. */
  readonly call: number;
  readonly answer: number;
  /** How often it looks at the clock. */
  readonly tick: number;
}

export const TIMING: Timing = {
  arrive: 10_000,
  quiet: 25_000,
  dead: 10_000,
  doubt: 2_500,
  call: 10_000,
  answer: 30_000,
  tick: 1_000,
};
