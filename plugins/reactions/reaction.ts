import { defineEntity, p } from '../../engine/index.ts';

const ReactionSchema = defineEntity({
  name: 'Reaction',
  tableName: 'reactions',
  properties: {
    messageId: p.uuid().primary(),
    personId: p.uuid().primary(),
    emoji: p.string().primary(),
    schoolId: p.uuid(),
    createdAt: p.datetime(),
  },
});
/** One emoji one person gave one message. */
export class Reaction extends ReactionSchema.class {}
ReactionSchema.setClass(Reaction);
