import { z } from 'zod';
import type { Job } from '../../../engine/index.ts';
import type { notifications } from '../contract.ts';
import { push } from './push.ts';
import { dueAgain } from './push-rows.ts';

/** Not more than one job speaks to at once, so that a school's dead push services take one job's place for seconds. */
const DEVICES_A_ROUND = 40;

/** Every minute: browsers that were set aside for long enough are told what waits for them. */
export const pushAgain: Job<typeof notifications> = {
  name: 'push-again',
  payload: z.strictObject({}),
  every: '* * * * *',
  async run(_payload, ctx) {
    const due = await dueAgain(DEVICES_A_ROUND, ctx);
    if (due.devices.length > 0) ctx.enqueue(push, { notices: [...due.notices], devices: [...due.devices] });
  },
};
