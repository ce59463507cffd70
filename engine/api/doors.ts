import type { AnyRouter } from '@trpc/server';
import type { SignedIn } from '../accounts/signed-in.ts';
import type { Connections } from '../connections/connections.ts';
import { readEvents } from '../events/replay.ts';
import type { GatewayDoors } from '../realtime/doors.ts';
import { readHeads } from '../rooms/read-rooms.ts';
import { answerCall } from './call.ts';
import { type ApiContext, askedBy, reading } from './context.ts';

/** What real time may ask of the engine. */
export function gatewayDoors(
  base: Omit<ApiContext, 'who' | 'address' | 'setCookie'>,
  router: AnyRouter,
  connections: Connections,
): GatewayDoors {
  const { engine, accounts } = base;
  const contextOf = (who: SignedIn): ApiContext => ({ ...base, who, address: '', setCookie: () => undefined });
  return {
    signIn: (headers) => accounts.signIn(headers),
    sessionLasts: (session, used) => accounts.sessionLasts(session, used),
    roomsOf: (who) => reading(engine, askedBy(contextOf(who as SignedIn)), readHeads),
    async readEvents(schoolId, room, since, to) {
      const school = engine.schools.byId(schoolId);
      return school ? readEvents(engine.database, school, room, since, to) : [];
    },
    async heads(rooms) {
      const { rows } = await engine.database.system.query<{ id: string; head: string }>({
        name: 'heads',
        text: 'select id, head from room where id = any($1::uuid[])',
        values: [rooms],
      });
      return new Map(rows.map(({ id, head }) => [id, Number(head)]));
    },
    opened: (connection, { person }) => connections.opened(connection, person),
    closed: (connection) => connections.closed(connection),
    call: (who, call, connection) => answerCall(router, { ...contextOf(who as SignedIn), connection }, call),
    answered: ({ person }, characters) => base.limits.answered(person.id, characters),
    speaks: (schoolId, event) => engine.schools.byId(schoolId)?.plugins.speaks(event) ?? false,
  };
}
