import { defineEntity, p } from '../../engine/index.ts';

const DeliveredSchema = defineEntity({
  name: 'ReceiptsDelivered',
  tableName: 'receipts_delivered',
  properties: {
    roomId: p.uuid().primary(),
    personId: p.uuid().primary(),
    schoolId: p.uuid(),
    /** The last sequence that has reached one of the person's devices. Never moves back. */
    upTo: p.bigint('number'),
    movedAt: p.datetime(),
  },
});
/** How far a room has reached one person. How far they have read it, the engine knows. */
export class ReceiptsDelivered extends DeliveredSchema.class {}
DeliveredSchema.setClass(ReceiptsDelivered);
