import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AskingPerson } from '../commands/asked.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { AnyPlugin, AnyRoute } from '../plugin-host/define-plugin.ts';
import { type AskedByPerson, routeContext } from '../plugin-host/route-context.ts';
import type { LinkHolder } from '../plugin-host/signed-links.ts';
import { type ApiContext, askedBy } from './context.ts';
import { httpStatusOf } from './errors.ts';

type Base = Omit<ApiContext, 'who' | 'address' | 'setCookie'>;

/** Answers requests below a plugin's own path: who asks is known, the plugin is on, and nobody asks too often. */
export async function servePluginRoute(
  base: Base,
  plugin: AnyPlugin,
  route: AnyRoute,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  try {
    const asked = await askerOf(base, req, res);
    asked.school.plugins.settingsOf(plugin.contract);
    base.limits.take(reads(req) ? 'read' : 'write', asked.person.id);
    await route(req, res, routeContext(base.engine, asked, plugin));
  } catch (error) {
    answerError(base, res, error);
  }
}

const reads = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

/** By session; or by a signed address, where nothing is changed or the address lets its holder act. */
async function askerOf(base: Base, req: IncomingMessage, res: ServerResponse): Promise<AskedByPerson> {
  const { cookie, authorization } = req.headers;
  const link = base.engine.links.read(req.url ?? '');
  const linked = link && (link.acts || reads(req)) ? await linkedPerson(base, link) : null;
  if (linked) return linked;
  const who = await base.accounts.signIn(
    { cookie, authorization },
    (line) => void res.appendHeader('set-cookie', line),
  );
  return askedBy({ ...base, who, address: '', setCookie: () => undefined }) as AskedByPerson;
}

async function linkedPerson({ engine }: Base, reader: LinkHolder): Promise<AskedByPerson | null> {
  const school = engine.schools.byId(reader.schoolId);
  if (!school) return null;
  const { rows } = await engine.database.system.query<AskingPerson>({
    name: 'linked-person',
    text: 'select id, school_id "schoolId", name, role from person where id = $1 and school_id = $2 and left_at is null',
    values: [reader.personId, reader.schoolId],
  });
  return rows[0] ? { school, person: rows[0] } : null;
}

function answerError({ engine }: Base, res: ServerResponse, error: unknown): void {
  const refusal = error instanceof DomainError ? error : null;
  if (!refusal) engine.log.error({ err: error }, 'a plugin could not answer a request');
  if (res.headersSent) return void res.destroy();
  const status = refusal ? httpStatusOf(refusal) : 500;
  const { code = 'failure', message = 'Something went wrong on our side.', data = {} } = refusal ?? {};
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  res.end(JSON.stringify({ code, message, data }));
}
