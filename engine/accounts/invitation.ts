import { defineEntity, p } from '@mikro-orm/postgresql';

const InvitationSchema = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    /** SHA-256 of the token in the link, in hex: a copy of the table opens no account. */
    tokenHash: p.string().primary(),
    schoolId: p.uuid(),
    personId: p.uuid(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    /** Given to an admin to hand on: whoever uses it has not shown that the mailbox is theirs. */
    handed: p.boolean().default(false),
  },
});
/** A link by which a person of the roster gets an account. Used once. */
export class Invitation extends InvitationSchema.class {}
InvitationSchema.setClass(Invitation);
