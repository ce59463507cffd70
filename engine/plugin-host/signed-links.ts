import { createHmac, timingSafeEqual } from 'node:crypto';

/** As whom a signed address reads. */
export interface LinkReader {
  readonly schoolId: string;
  readonly personId: string;
}

export interface SignedLinks {
  /** The path with a query that lets its holder read there as this person, for some seconds. */
  sign(path: string, reader: LinkReader, seconds: number): string;
  /** Whose address this is, or null: not signed here, for another path, or its time is over. */
  read(url: string): LinkReader | null;
}

const PARAMETER = 'as';

/** The key is derived, so that a link can never be taken for a session's token that the same secret signed. */
export function createSignedLinks(secret: string, now = Date.now): SignedLinks {
  const key = createHmac('sha256', secret).update('homeroom signed links').digest();
  const signature = (path: string, facts: string): Buffer =>
    createHmac('sha256', key).update(`${path}\n${facts}`).digest();
  return {
    sign(path, { schoolId, personId }, seconds) {
      const facts = `${schoolId}.${personId}.${Math.ceil(now() / 1_000) + seconds}`;
      return `${path}?${PARAMETER}=${facts}.${signature(path, facts).toString('base64url')}`;
    },
    read(url) {
      const [path = '', query] = url.split('?', 2);
      const parts = new URLSearchParams(query).get(PARAMETER)?.split('.') ?? [];
      const [schoolId, personId, until, given] = parts;
      if (parts.length !== 4 || !schoolId || !personId || !until || !given) return null;
      const right = signature(path, `${schoolId}.${personId}.${until}`);
      const asked = Buffer.from(given, 'base64url');
      if (asked.length !== right.length || !timingSafeEqual(asked, right)) return null;
      return Number(until) * 1_000 > now() ? { schoolId, personId } : null;
    },
  };
}
