import { invalid, missing } from '../errors/domain-error.ts';

/** An address below a plugin's route, read once: the engine, the plugin and the libraries it uses all go by this reading. */
export interface RouteAddress {
  /** The path as it came, which is also its only spelling. */
  readonly path: string;
  /** The parts of the path behind the route's own word. */
  readonly segments: readonly string[];
  /** By name; only names that the route declares, each at most once. */
  readonly query: Readonly<Record<string, string>>;
}

/** Lets its holder in without a session (`signed-links.ts`): the engine's own name in every query. */
export const LINK_QUERY = 'as';

/**
 * One place has one spelling. Escapes, dot segments, empty segments, backslashes and addresses with a host are what two
 * parsers read in two ways, so an address with any of them leads nowhere.
 */
const PATH = /^(?:\/\w[\w.~-]*)+$/;

/**
 * @param url as the request line gave it
 * @param names what may stand in the query, beside a signed link
 * @throws DomainError `missing` for a path that is not spelled plainly, `invalid` for a query that the route does not know
 */
export function readRouteAddress(url: string, names: readonly string[] = []): RouteAddress {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  if (!PATH.test(path)) throw missing();
  return { path, segments: path.split('/').slice(2), query: mark < 0 ? {} : readQuery(url.slice(mark + 1), names) };
}

function readQuery(text: string, names: readonly string[]): Record<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    const known = name === LINK_QUERY || names.includes(name);
    if (!known) throw invalid('query', 'This address has a parameter that is not known here.');
    if (query.has(name)) throw invalid('query', `This address has the parameter ${name} twice.`);
    query.set(name, value);
  }
  return Object.fromEntries(query);
}
