import { createHmac, timingSafeEqual } from 'node:crypto';
import { LINK_QUERY, type RouteAddress } from './route-address.ts';

/** As whom a signed address is read. */
export interface LinkHolder {
  readonly schoolId: string;
  readonly personId: string;
  /** The session it ends with. Without one its holder may also act: such an address goes out by mail, to one person. */
  readonly session?: string | undefined;
}

export interface SignedLinks {
  /** The path with a query that lets its holder in there as this person, for some seconds. */
  sign(path: string, holder: LinkHolder, seconds: number): string;
  /** Whose address this is, or null: not signed here, for another path, or its time is over. */
  read(address: Pick<RouteAddress, 'path' | 'query'>): LinkHolder | null;
}

const [READS, ACTS] = ['reads-', 'acts'];

/** The key is derived, so that a link can never be taken for a session's token that the same secret signed. */
export function createSignedLinks(secret: string, now = Date.now): SignedLinks {
  const key = createHmac('sha256', secret).update('homeroom signed links').digest();
  const signature = (path: string, facts: string): Buffer =>
    createHmac('sha256', key).update(`${path}\n${facts}`).digest();
  return {
    sign(path, { schoolId, personId, session }, seconds) {
      const until = Math.ceil(now() / 1_000) + seconds;
      const may = session ? READS + Buffer.from(session).toString('base64url') : ACTS;
      const facts = `${schoolId}.${personId}.${until}.${may}`;
      return `${path}?${LINK_QUERY}=${facts}.${signature(path, facts).toString('base64url')}`;
    },
    read({ path, query }) {
      const parts = query[LINK_QUERY]?.split('.') ?? [];
      const [schoolId, personId, until, may = '', given] = parts;
      if (parts.length !== 5 || !schoolId || !personId || !until || !given) return null;
      const right = signature(path, `${schoolId}.${personId}.${until}.${may}`);
      const asked = Buffer.from(given, 'base64url');
      if (asked.length !== right.length || !timingSafeEqual(asked, right)) return null;
      if (Number(until) * 1_000 <= now()) return null;
      if (may === ACTS) return { schoolId, personId };
      const session = may.startsWith(READS) ? Buffer.from(may.slice(READS.length), 'base64url').toString() : '';
      return session ? { schoolId, personId, session } : null;
    },
  };
}
