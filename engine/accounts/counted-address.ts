import type { IncomingMessage } from 'node:http';

/**
 * Whom limits count: the address of the client, as far as it can be believed. Each trusted proxy wrote the address it was
 * called from at the end of X-Forwarded-For; whatever stands before that came from the client and may be a lie.
 * @param trusted proxies in front of us (TRUST_PROXY)
 */
export function clientAddress(req: Pick<IncomingMessage, 'headers' | 'socket'>, trusted: number): string {
  const forwarded = [req.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const hops = [...forwarded.map((hop) => hop.trim()).filter(Boolean), req.socket.remoteAddress ?? 'unknown'];
  return network(hops[Math.max(0, hops.length - 1 - trusted)] ?? 'unknown');
}

/** One household has a whole IPv6 /64: its addresses count as one. IPv4 in IPv6 clothes is IPv4. */
function network(address: string): string {
  const plain = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '')
    .slice(0, 64);
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const [left, right] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  const groups = plain.includes('::') ? [...left, ...zeros, ...right] : left;
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
