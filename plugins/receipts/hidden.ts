import { defineEntity, p } from '../../engine/index.ts';

const HiddenSchema = defineEntity({
  name: 'ReceiptsHidden',
  tableName: 'receipts_hidden',
  properties: { personId: p.uuid().primary(), schoolId: p.uuid(), hiddenAt: p.datetime() },
});
/** Somebody who does not show how far they read. */
export class ReceiptsHidden extends HiddenSchema.class {}
HiddenSchema.setClass(ReceiptsHidden);
