import type { IncomingMessage } from 'node:http';
import { clientAddress } from '../operation/client-address.ts';

/**
 * Whom limits count: the client, as far as its address can be believed.
 * @param trusted proxies in front of us (TRUST_PROXY)
 */
export function countedAddress(req: Pick<IncomingMessage, 'headers' | 'socket'>, trusted: number): string {
  const forwarded = [req.headers['x-forwarded-for'] ?? []].flat().join();
  return network(clientAddress(req.socket.remoteAddress ?? 'unknown', forwarded, trusted));
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
