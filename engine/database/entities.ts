import { Invitation } from '../accounts/invitation.ts';
import { ClassCode } from '../classrooms/class-code.ts';
import { Classroom } from '../classrooms/classroom.ts';
import { Enrolment } from '../classrooms/enrolment.ts';
import { RoomEvent } from '../events/room-event.ts';
import { OutboxRow } from '../jobs/outbox-row.ts';
import { Message } from '../messages/message.ts';
import { MessageEdit } from '../messages/message-edit.ts';
import { ThreadCursor } from '../messages/thread-cursor.ts';
import { Participant } from '../participants/participant.ts';
import { Avatar } from '../people/avatar.ts';
import { Contact } from '../people/contact.ts';
import { Person } from '../people/person.ts';
import { PersonGrant } from '../people/person-grant.ts';
import { Room } from '../rooms/room.ts';
import { School } from '../schools/school.ts';
import type { EntityClass } from './database.ts';

/** The engine's tables that MikroORM reads and writes. */
export const ENTITIES: readonly EntityClass[] = [
  School,
  Person,
  Avatar,
  Contact,
  PersonGrant,
  Invitation,
  Classroom,
  Enrolment,
  ClassCode,
  Room,
  Participant,
  Message,
  MessageEdit,
  ThreadCursor,
  RoomEvent,
  OutboxRow,
];
