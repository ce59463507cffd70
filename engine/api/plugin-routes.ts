import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AskingPerson } from '../commands/asked.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { AnyPlugin, AnyRoute } from '../plugin-host/any-plugin.ts';
import { LINK_QUERY, type RouteAddress, readRouteAddress } from '../plugin-host/route-address.ts';
import { type AskedByPerson, routeContext } from '../plugin-host/route-context.ts';
import type { LinkHolder } from '../plugin-host/signed-links.ts';
import { answerFailure } from './answer-failure.ts';
import { type ApiContext, askedBy } from './context.ts';
import { whoAsks } from './who-asks.ts';

type Base = Omit<ApiContext, 'who' | 'address' | 'setCookie'>;

/**
 * Answers requests below a plugin's own path: its address is spelled plainly, who asks is known, the plugin is on, and nobody
 * asks too often.
 */
export async function servePluginRoute(
  base: Base,
  plugin: AnyPlugin,
  route: AnyRoute,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  try {
    const { run, queries } = typeof route === 'function' ? { run: route, queries: [] } : route;
    const address = readRouteAddress(req.url ?? '', queries);
    const asked = await askerOf(base, address, req, res);
    asked.school.plugins.settingsOf(plugin.contract);
    base.limits.take(reads(req) ? 'read' : 'write', asked.person.id);
    await run(req, res, routeContext(base.engine, asked, plugin, address));
  } catch (error) {
    answerFailure(base.engine.log, res, error, 'a plugin could not answer a request');
  }
}

const reads = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

/** By session; or by a signed address alone, which then no session makes good. */
async function askerOf(
  base: Base,
  address: RouteAddress,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<AskedByPerson> {
  if (LINK_QUERY in address.query) return linkedPerson(base, base.engine.links.read(address), reads(req));
  const who = await whoAsks(base, req, (line) => void res.appendHeader('set-cookie', line));
  return askedBy({ ...base, who, address: '', setCookie: () => undefined }) as AskedByPerson;
}

/** @throws DomainError `signed-out`: not signed here, over, its session has ended, or it may only read */
async function linkedPerson({ engine }: Base, holder: LinkHolder | null, reads: boolean): Promise<AskedByPerson> {
  const school = holder && engine.schools.byId(holder.schoolId);
  if (!school || (holder.session && !reads)) throw linkOver();
  const { rows } = await engine.database.system.query<AskingPerson>({
    name: 'linked-person',
    text: `select p.id, p.school_id "schoolId", p.name, p.role from person p
      where p.id = $1 and p.school_id = $2 and p.left_at is null and ($3::text is null or exists (
        select from auth.session s where s.id = $3 and s."userId" = p.account_id and s."expiresAt" > now()))`,
    values: [holder.personId, holder.schoolId, holder.session ?? null],
  });
  if (!rows[0]) throw linkOver();
  return { school, person: rows[0], ...(holder.session && { session: holder.session }) };
}

const linkOver = () => new DomainError('signed-out', 'signed-out', 'This link is no longer valid. Please sign in.');
