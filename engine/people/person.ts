import { defineEntity, p } from '@mikro-orm/postgresql';
import { SCHOOL_ROLES } from '../roles/roles.ts';

const PersonSchema = defineEntity({
  name: 'Person',
  tableName: 'person',
  properties: {
    id: p.uuid().primary(),
    schoolId: p.uuid(),
    /** The account that signs in as this person; null until an invitation is accepted. */
    accountId: p.string().nullable(),
    /** Null for somebody who has none: a user name of the school stands in its place. */
    email: p.string().nullable(),
    userName: p.string().nullable(),
    name: p.string(),
    /** What searches find the name by; written wherever the name is. */
    searchKey: p.string(),
    role: p.enum(SCHOOL_ROLES),
    /** Version of the picture, or null when there is none. */
    avatarVersion: p.string().nullable(),
    createdAt: p.datetime(),
    lastSeenAt: p.datetime().nullable(),
    /** Set when the school no longer has this person: no session opens as them. */
    leftAt: p.datetime().nullable(),
  },
});
/** An account in a school. One account may be a person in several schools. */
export class Person extends PersonSchema.class {}
PersonSchema.setClass(Person);
