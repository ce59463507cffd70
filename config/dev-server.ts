import type { IncomingMessage, Server, ServerResponse } from 'node:http';

type Handler = (req: IncomingMessage, res: ServerResponse) => unknown;

/**
 * The UI straight from its sources, in this process and on the one address: Vite's own socket, by which it says what
 * changed, shares the server that `attach` is given.
 */
export function devUi(): { handler: Handler; attach(server: Server): void; close(): Promise<void> } {
  const given = Promise.withResolvers<Server>();
  const vite = given.promise.then(async (server) => {
    const { createServer } = await import('vite');
    return createServer({ clearScreen: false, server: { middlewareMode: true, ws: { server } } });
  });
  return {
    attach: given.resolve,
    async handler(req, res) {
      (await vite).middlewares(req, res, () => res.writeHead(404).end());
    },
    close: async () => (await vite).close(),
  };
}
