/** Which web pages may open a socket that a cookie signs in. */
export interface Origins {
  /** `origin`: the header as it came, empty when there was none (programs send none). */
  allows(origin: string): boolean;
}

/**
 * `allowed`: addresses whose origin counts, `https://school.example/chat` as well as `https://school.example`.
 * @throws TypeError for one that is no address, so that a typing error stops the start.
 */
export function createOrigins(allowed: readonly string[]): Origins {
  const origins = new Set(allowed.map((address) => new URL(address).origin));
  return { allows: (origin) => origins.has(origin.toLowerCase()) };
}

/**
 * Whether an upgrade may go on. A page of another site rides on its visitor's cookie without asking: refused. Without a
 * cookie it has to bring a token of its own, and whoever has one may come from anywhere.
 */
export const mayUpgrade = (origins: Origins, headers: { origin: string; cookie: string }): boolean =>
  headers.origin === '' || headers.cookie === '' || origins.allows(headers.origin);
