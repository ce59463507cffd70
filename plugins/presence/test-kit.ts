import type { Scene } from '../../engine/testing/laws/replay.ts';

type Cause = (scene: Scene) => Promise<unknown>;

/** How somebody comes to have a row. */
export const personal: readonly Cause[] = [({ engine, ben }) => engine.as(ben).presence.beBusy({ busy: true })];
