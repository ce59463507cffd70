import { createHmac, timingSafeEqual } from 'node:crypto';

/** As whom a signed address reads. */
export interface LinkReader {
  readonly schoolId: string;
  readonly personId: string;
}

/** The same, and whether its holder may also change something there. */
export interface LinkHolder extends LinkReader {
  readonly acts: boolean;
}

export interface SignedLinks {
  /** The path with a query that lets its holder read there as this person, for some seconds; with `acts` also act. */
  sign(path: string, reader: LinkReader, seconds: number, acts?: boolean): string;
  /** Whose address this is, or null: not signed here, for another path, or its time is over. */
  read(url: string): LinkHolder | null;
}

const PARAMETER = 'as';
const [READS, ACTS] = ['reads', 'acts'];

/** The key is derived, so that a link can never be taken for a session's token that the same secret signed. */
export function createSignedLinks(secret: string, now = Date.now): SignedLinks {
  const key = createHmac('sha256', secret).update('homeroom signed links').digest();
  const signature = (path: string, facts: string): Buffer =>
    createHmac('sha256', key).update(`${path}\n${facts}`).digest();
  return {
    sign(path, { schoolId, personId }, seconds, acts = false) {
      const facts = `${schoolId}.${personId}.${Math.ceil(now() / 1_000) + seconds}.${acts ? ACTS : READS}`;
      return `${path}?${PARAMETER}=${facts}.${signature(path, facts).toString('base64url')}`;
    },
    read(url) {
      const [path = '', query] = url.split('?', 2);
      const parts = new URLSearchParams(query).get(PARAMETER)?.split('.') ?? [];
      const [schoolId, personId, until, may, given] = parts;
      if (parts.length !== 5 || !schoolId || !personId || !until || !given) return null;
      const right = signature(path, `${schoolId}.${personId}.${until}.${may}`);
      const asked = Buffer.from(given, 'base64url');
      if (asked.length !== right.length || !timingSafeEqual(asked, right)) return null;
      return Number(until) * 1_000 > now() ? { schoolId, personId, acts: may === ACTS } : null;
    },
  };
}
