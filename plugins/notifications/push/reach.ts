import { lookup as askNames } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Where push messages may go. */
export interface Reach {
  /** Whether an address of a push service may be kept and asked at all. */
  permits(url: URL): boolean;
  /** Whether a machine may be spoken to: asked of each answer of the name service, when the connection is made. */
  permitsAddress(ip: string): boolean;
}

/**
 * Push services of the public internet, by https at its own port. Their addresses come from browsers, so anybody could name
 * a machine that only we can reach: names are looked up once, and what is connected to is what was checked.
 */
export const publicReach: Reach = {
  permits: ({ protocol, port, username, password, hostname }) =>
    protocol === 'https:' && port === '' && username === '' && password === '' && mayBePublic(hostname),
  permitsAddress: isPublicAddress,
};

function mayBePublic(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? bare.includes('.') : isPublicAddress(bare);
}

/** A look-up that fails where a name leads anywhere else; one bad answer among good ones is enough. */
export const guardedLookup =
  ({ permitsAddress }: Reach): LookupFunction =>
  (hostname, options, callback) =>
    askNames(hostname, { ...options, all: true }, (error, found) => {
      const bad = found?.find(({ address }) => !permitsAddress(address));
      const [first] = found ?? [];
      if (error) callback(error, '');
      else if (bad || !first) callback(new Error(`${hostname} is no machine of the public internet`), '');
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
