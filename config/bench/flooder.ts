import { randomUUID } from 'node:crypto';
import { openSocket } from './socket.ts';

// One client that floods, in a process of its own at the lowest priority, so that what others lose they lose by the server.
// Arguments: the one address, the sockets' port, a session's token, its room.
const [url = '', port = '', token = '', room = ''] = process.argv.slice(2);

const AT_ONCE = 24;
const SOCKETS = 12;
let goesOn = true;
let asked = 0;

/** Asks without an end, so many at once. What is answered does not matter. */
const repeat = (ask: () => Promise<unknown>): Promise<unknown> =>
  Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (goesOn) {
        asked += 1;
        await ask().catch(() => undefined);
      }
    }),
  );

const read = async (path: string, init?: RequestInit) => (await fetch(url + path, init)).arrayBuffer();
const signIn = () =>
  read('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1' },
    body: JSON.stringify({ email: `${randomUUID()}@nowhere.example`, password: 'made up by a flood' }),
  });
const invitations = `/trpc/${Array(500).fill('session.invitation').join(',')}?batch=1`;
const batch = () => read(invitations);
const tenReads = () =>
  read(`/trpc/${Array(10).fill('rooms.list').join(',')}?batch=1`, { headers: { authorization: `Bearer ${token}` } });

/** Opens a socket, asks for the whole past until it is thrown out, and comes back. */
async function resume(): Promise<void> {
  while (goesOn) {
    const closed = Promise.withResolvers<void>();
    const socket = await openSocket(Number(port), { text: () => undefined, closed: closed.resolve }).catch(() => null);
    if (!socket) continue;
    socket.send(JSON.stringify({ t: 'hello', token, cursors: { [room]: 0 } }));
    for (let n = 0; n < 20; n += 1) socket.send(JSON.stringify({ t: 'resume', room, since: 0 }));
    await Promise.race([closed.promise, new Promise((go) => setTimeout(go, 200))]);
    socket.close();
  }
}

process.send?.('floods');
process.on('message', () => {
  goesOn = false;
});
process.on('disconnect', () => process.exit(0));
await Promise.all([repeat(signIn), repeat(batch), repeat(tenReads), ...Array.from({ length: SOCKETS }, resume)]);
process.send?.({ asked });
process.disconnect?.();
