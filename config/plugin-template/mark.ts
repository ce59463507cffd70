import { defineEntity, p } from '../../engine/index.ts';

const MarkSchema = defineEntity({
  name: 'NewPluginMark',
  tableName: 'new_plugin_mark',
  properties: {
    messageId: p.uuid().primary(),
    personId: p.uuid().primary(),
    schoolId: p.uuid(),
    createdAt: p.datetime(),
  },
});
/** One person's mark on one message. */
export class NewPluginMark extends MarkSchema.class {}
MarkSchema.setClass(NewPluginMark);
