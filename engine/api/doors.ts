import type { AnyRouter } from '@trpc/server';
import { NIL } from 'uuid';
import type { OpenSocket } from '../accounts/recheck.ts';
import type { SignedIn } from '../accounts/signed-in.ts';
import type { Connections } from '../connections/connections.ts';
import { unavailable } from '../errors/domain-error.ts';
import { readEvents } from '../events/replay.ts';
import type { GatewayDoors, SignedIn as RealtimeSignedIn, Standing } from '../realtime/doors.ts';
import { placesMark, readMoved } from '../rooms/places-mark.ts';
import { readHeads } from '../rooms/read-rooms.ts';
import { answerCall, refuseCall } from './call.ts';
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
    tokenOf: (headers) => accounts.tokenOf(headers),
    signIn: (headers) => accounts.signIn(headers),
    async recheck(sockets) {
      const differing = new Map<RealtimeSignedIn, Standing>(await accounts.recheck(sockets as readonly OpenSocket[]));
      for (const { who } of sockets)
        if (!engine.schools.byId(who.person.schoolId)) differing.set(who, differing.get(who) ?? 'changed');
      return differing;
    },
    roomsOf: (who) => reading(engine, askedBy(contextOf(who as SignedIn)), readHeads),
    markOf: placesMark,
    async moved(schoolId, marks) {
      const school = engine.schools.byId(schoolId);
      return school ? readMoved(engine.database.checks, school.plugins, marks) : [];
    },
    async readEvents(schoolId, room, since, to) {
      const school = engine.schools.byId(schoolId);
      return school ? readEvents(engine.database, school, room, since, to) : [];
    },
    epochOf: (schoolId) => engine.schools.byId(schoolId)?.epoch ?? NIL,
    async heads(rooms) {
      const { rows } = await engine.database.checks.query<{ id: string; head: string }>({
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
    unavailable: (who, call) => refuseCall(router, contextOf(who as SignedIn), call, unavailable()),
    speaks: (schoolId, event) => engine.schools.byId(schoolId)?.plugins.speaks(event) ?? false,
  };
}
