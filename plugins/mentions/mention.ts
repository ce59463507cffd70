import { defineEntity, p } from '../../engine/index.ts';

const MentionSchema = defineEntity({
  name: 'Mention',
  tableName: 'mentions',
  properties: {
    messageId: p.uuid().primary(),
    /** Where its @ stands in the text, in UTF-16 units. */
    starts: p.integer().primary(),
    schoolId: p.uuid(),
    /** Whom it names; null where it names an audience. */
    personId: p.uuid().nullable(),
    audience: p.string().nullable(),
    /** As it was written, without the @: the text keeps it when the person is renamed. */
    label: p.string(),
    createdAt: p.datetime(),
  },
});
/** Somebody's name, or that of many at once, at one place of a message. */
export class StoredMention extends MentionSchema.class {}
MentionSchema.setClass(StoredMention);

const CallsSchema = defineEntity({
  name: 'MentionsCalls',
  tableName: 'mentions_calls',
  properties: {
    personId: p.uuid().primary(),
    schoolId: p.uuid(),
    began: p.datetime(),
    people: p.integer(),
    audiences: p.integer(),
  },
});
/** How many somebody has named in the minute that began then. Deleting a message gives nothing of it back. */
export class MentionsCalls extends CallsSchema.class {}
CallsSchema.setClass(MentionsCalls);
