import { defineEntity, p } from '@mikro-orm/postgresql';
import { ROOM_ROLES } from '../roles/roles.ts';

const ParticipantSchema = defineEntity({
  name: 'Participant',
  tableName: 'participant',
  properties: {
    roomId: p.uuid().primary(),
    personId: p.uuid().primary(),
    schoolId: p.uuid(),
    role: p.enum(ROOM_ROLES),
    joinedAt: p.datetime(),
    leftAt: p.datetime().nullable(),
    /** Set while a removal stands: an open room cannot simply be joined again. */
    removedAt: p.datetime().nullable(),
    /** The read cursor: the last sequence this person has seen. Never moves back. */
    seen: p.bigint('number'),
    /** Nothing up to and including this sequence is shown to them; 0 shows all. */
    visibleFrom: p.bigint('number'),
    /** The sequence of their latest entry: their read cursor says nothing about what was said before. */
    entered: p.bigint('number'),
  },
});
/** A person in a room. The row stays when they leave: their messages still need a name. */
export class Participant extends ParticipantSchema.class {}
ParticipantSchema.setClass(Participant);
