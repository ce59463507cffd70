import { defineEntity, p } from '../../engine/index.ts';

const PrivateThreadSchema = defineEntity({
  name: 'PrivateThread',
  tableName: 'private_threads',
  properties: {
    roomId: p.uuid().primary(),
    schoolId: p.uuid(),
    parentId: p.uuid(),
    /** The pair, the smaller id first: each pair has one in each parent. */
    lowId: p.uuid(),
    highId: p.uuid(),
    /** The message of the parent that stands quoted on top, and who put it there. */
    aboutId: p.uuid().nullable(),
    aboutBy: p.uuid().nullable(),
    /** People of the pair who were erased. The conversation stays for the other one. */
    erased: p.array<string>().columnType('uuid[]').default([]),
    startedBy: p.uuid(),
    startedAt: p.datetime(),
  },
});
/** Whose a room of the kind `private-thread` is. */
export class PrivateThread extends PrivateThreadSchema.class {}
PrivateThreadSchema.setClass(PrivateThread);
