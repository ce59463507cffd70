import type {
  TRPCBuiltRouter,
  TRPCErrorShape,
  TRPCProcedureBuilder,
  TRPCRouterBuilder,
  TRPCUnsetMarker,
} from '@trpc/server';
import type { PluginContract } from './contract.ts';
import type { ActorContext, RoomContext } from './define-plugin.ts';

/** What a plugin's router is built for: a plugin sees its own context, and nothing of how the engine answers calls. */
interface PluginRoot {
  readonly ctx: object;
  readonly meta: object;
  readonly errorShape: TRPCErrorShape;
  readonly transformer: false;
}
type Procedure<Context, Input> = TRPCProcedureBuilder<
  object,
  object,
  Context,
  Input,
  Input,
  TRPCUnsetMarker,
  TRPCUnsetMarker,
  false
>;

/**
 * The only procedures a plugin can build from. Each asks first whether the school has the plugin on: if not, the answer is
 * that of a procedure that does not exist, before its input is even looked at. Queries read in one transaction; mutations
 * are a unit of work that commits when they return and leaves nothing when they throw.
 *
 * A procedure's own input schema is strict and names `roomId` too: `inRoom.input(z.strictObject({ roomId: z.uuid(), … }))`.
 */
export interface ProcedureKit<C extends PluginContract> {
  readonly router: TRPCRouterBuilder<PluginRoot>;
  /** For everybody of the school who is signed in. */
  readonly signedIn: Procedure<ActorContext<C>, TRPCUnsetMarker>;
  /** In a room the asker is in; anything else is NOT_FOUND. */
  readonly inRoom: Procedure<RoomContext<C>, { roomId: string }>;
  /** At a room of the asker's class, whether or not they are in it; anything else is NOT_FOUND. */
  readonly atGate: Procedure<ActorContext<C>, { roomId: string }>;
}

/** The router of a plugin that has none. */
export type NoRouter = TRPCBuiltRouter<PluginRoot, Record<never, never>>;
