import { archiveClassroom } from '../classrooms/archive-classroom.ts';
import { makeCards, takeCards } from '../classrooms/class-cards.ts';
import { makeCode, revokeCode } from '../classrooms/class-codes.ts';
import { createClassroom } from '../classrooms/create-classroom.ts';
import { enrolMany } from '../classrooms/enrol-many.ts';
import { enrolPerson } from '../classrooms/enrol-person.ts';
import { joinByCode } from '../classrooms/join-by-code.ts';
import { leaveClassroom } from '../classrooms/leave-classroom.ts';
import { renameClassroom } from '../classrooms/rename-classroom.ts';
import { unenrolPerson } from '../classrooms/unenrol-person.ts';
import { deleteMessage } from '../messages/delete-message.ts';
import { editMessage } from '../messages/edit-message.ts';
import { sayMessage } from '../messages/say-message.ts';
import { seeThread } from '../messages/see-thread.ts';
import { sendMessage } from '../messages/send-message.ts';
import { addParticipant } from '../participants/add-participant.ts';
import { admitParticipant } from '../participants/admit-participant.ts';
import { changeRole } from '../participants/change-role.ts';
import { dismissParticipant } from '../participants/dismiss-participant.ts';
import { enterAsAdmin } from '../participants/enter-as-admin.ts';
import { joinRoom } from '../participants/join-room.ts';
import { leaveRoom } from '../participants/leave-room.ts';
import { removeParticipant } from '../participants/remove-participant.ts';
import { addContact } from '../people/add-contact.ts';
import { changeAddress } from '../people/change-address.ts';
import { changePicture } from '../people/change-picture.ts';
import { changeSchoolRole } from '../people/change-school-role.ts';
import { correctName } from '../people/correct-name.ts';
import { endPerson } from '../people/end-person.ts';
import { grantPerson } from '../people/grant-person.ts';
import { handInvitation } from '../people/hand-invitation.ts';
import { inviteMany } from '../people/invite-many.ts';
import { inviteAgain, invitePerson } from '../people/invite-person.ts';
import { removeContact } from '../people/remove-contact.ts';
import { renamePerson } from '../people/rename-person.ts';
import { resetPassword } from '../people/reset-password.ts';
import { restorePerson } from '../people/restore-person.ts';
import { archiveRoom } from '../rooms/archive-room.ts';
import { changeEntry } from '../rooms/change-entry.ts';
import { changeHistory } from '../rooms/change-history.ts';
import { changePosting } from '../rooms/change-posting.ts';
import { changeTopic } from '../rooms/change-topic.ts';
import { deleteRoom } from '../rooms/delete-room.ts';
import { openRoom } from '../rooms/open-room.ts';
import { renameRoom } from '../rooms/rename-room.ts';
import { restoreRoom } from '../rooms/restore-room.ts';
import { seeRoom } from '../rooms/see-room.ts';
import { configureSchool } from '../schools/configure-school.ts';
import type { Command } from './command.ts';
import type { CommandName } from './commands.ts';

/** Every command of the engine, by name: where each is done. */
export const COMMANDS: { readonly [K in CommandName]: Command<K> } = {
  'classroom.create': createClassroom,
  'classroom.rename': renameClassroom,
  'classroom.archive': archiveClassroom,
  'classroom.enrol': enrolPerson,
  'classroom.unenrol': unenrolPerson,
  'classroom.leave': leaveClassroom,
  'classroom.enrolMany': enrolMany,
  'classroom.makeCode': makeCode,
  'classroom.revokeCode': revokeCode,
  'classroom.makeCards': makeCards,
  'classroom.takeCards': takeCards,
  'classroom.joinByCode': joinByCode,
  'person.rename': renamePerson,
  'person.changePicture': changePicture,
  'person.grant': grantPerson,
  'person.correctName': correctName,
  'person.changeAddress': changeAddress,
  'person.changeRole': changeSchoolRole,
  'person.end': endPerson,
  'person.restore': restorePerson,
  'person.resetPassword': resetPassword,
  'person.invite': invitePerson,
  'person.inviteAgain': inviteAgain,
  'person.handInvitation': handInvitation,
  'person.inviteMany': inviteMany,
  'school.configure': configureSchool,
  'contact.add': addContact,
  'contact.remove': removeContact,
  'room.open': openRoom,
  'room.rename': renameRoom,
  'room.changeEntry': changeEntry,
  'room.changeTopic': changeTopic,
  'room.changePosting': changePosting,
  'room.changeHistory': changeHistory,
  'room.archive': archiveRoom,
  'room.delete': deleteRoom,
  'room.restore': restoreRoom,
  'room.see': seeRoom,
  'participant.join': joinRoom,
  'participant.enter': enterAsAdmin,
  'participant.add': addParticipant,
  'participant.leave': leaveRoom,
  'participant.remove': removeParticipant,
  'participant.admit': admitParticipant,
  'participant.dismiss': dismissParticipant,
  'participant.changeRole': changeRole,
  'message.send': sendMessage,
  'message.say': sayMessage,
  'message.edit': editMessage,
  'message.delete': deleteMessage,
  'message.seeThread': seeThread,
};
