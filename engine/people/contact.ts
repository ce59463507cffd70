import { defineEntity, p } from '@mikro-orm/postgresql';

const ContactSchema = defineEntity({
  name: 'Contact',
  tableName: 'contact',
  properties: {
    ownerId: p.uuid().primary(),
    personId: p.uuid().primary(),
    schoolId: p.uuid(),
    addedAt: p.datetime(),
  },
});
/** Somebody a person keeps in their own list; the other is not told. */
export class Contact extends ContactSchema.class {}
ContactSchema.setClass(Contact);
