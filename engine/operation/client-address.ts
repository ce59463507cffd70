/**
 * The address a request came from, when `trustProxy` proxies stand in front: each appends the address it was called from,
 * so the last `trustProxy` entries are theirs and what stands before them may be anybody's invention.
 * @param remote the other end of our own socket
 * @param forwardedFor the `x-forwarded-for` header as it came
 */
export function clientAddress(remote: string, forwardedFor: string | undefined, trustProxy: number): string {
  if (trustProxy === 0 || !forwardedFor) return remote;
  const path = [...forwardedFor.split(',').map((part) => part.trim()), remote].filter((part) => part !== '');
  return path[Math.max(0, path.length - 1 - trustProxy)] ?? remote;
}
