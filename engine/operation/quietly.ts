const EVERY_MS = 5_000;

/** Passes on at most one error in five seconds: a store that is away fails hundreds of times a second. */
export function quietly(tell: (error: Error) => void): (error: Error) => void {
  let next = 0;
  return (error) => {
    if (performance.now() < next) return;
    next = performance.now() + EVERY_MS;
    tell(error);
  };
}
