import { reading } from '../api/context.ts';
import type { Asked, AskingPerson } from '../commands/asked.ts';
import { inUnitOfWork } from '../commands/unit-of-work.ts';
import type { Engine } from '../engine.ts';
import { findMyRoom } from '../rooms/find-room.ts';
import type { AnyPlugin } from './any-plugin.ts';
import { actorContext, roomContext } from './contexts.ts';
import type { RouteContext } from './define-plugin.ts';
import { outsideContext } from './outside.ts';
import type { RouteAddress } from './route-address.ts';

export type AskedByPerson = Asked & { readonly person: AskingPerson };

/** What a plugin's route is given when somebody asks. */
export function routeContext(
  engine: Engine,
  asked: AskedByPerson,
  plugin: AnyPlugin,
  address: RouteAddress,
): RouteContext<any> {
  const { id, name, role } = asked.person;
  return {
    ...outsideContext(engine, asked, plugin),
    address,
    actor: { id, name, schoolRole: role },
    work: (act) => inUnitOfWork(engine, asked, (work) => act(actorContext(work, plugin, {}))),
    readRoom: (roomId, read) =>
      reading(engine, asked, async (work) => read(roomContext(work, plugin, await findMyRoom(work.em, asked, roomId)))),
  };
}
