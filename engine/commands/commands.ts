import type { Classroom } from '../classrooms/classroom.ts';
import type { Enrolment } from '../classrooms/enrolment.ts';
import type { RosterText } from '../classrooms/roster/read-roster.ts';
import type { Participant } from '../participants/participant.ts';
import type { ClassRole, Grant, RoomRole, SchoolRole } from '../roles/roles.ts';
import type { Room } from '../rooms/room.ts';
import type { SettingsDraft } from '../schools/school-files.ts';
import type { PersonView, RoomEntry, RoomHistory, RoomPosting, SentMessage, SettingsChange } from '../views.ts';

/** A message that somebody sent and that was stored. */
export interface StoredMessage extends SentMessage {
  /** A person's id. */
  readonly author: string;
  readonly roomId: string;
  readonly at: string;
  /** Of a message that was sent before and has been deleted since. */
  readonly deletedAt?: string;
  /** Sent before, and not for its author to read today: of it `id`, `seq` and `at` hold, and nothing else. */
  readonly withheld?: true;
  /** Its number in the room; null while its transaction is still open (`within`). */
  readonly seq: number | null;
}

/** What a plugin said in a room. */
export interface SaidMessage {
  readonly id: string;
  readonly roomId: string;
  readonly at: string;
}

/**
 * Everything that can be asked of the engine: imperative, refusable. A plugin's `transform` and `guard` are keyed by these
 * names and see the draft; `within` sees the outcome. Each is one file: `message.send` is `messages/send-message.ts`.
 */
export interface Commands {
  'classroom.create': { draft: { title: string }; outcome: Classroom };
  'classroom.rename': { draft: { classroomId: string; title: string }; outcome: Classroom };
  'classroom.archive': { draft: { classroomId: string; archived: boolean }; outcome: Classroom };
  'classroom.enrol': {
    /** `byCode`: they come by a class code, which nobody can say of somebody else. */
    draft: { classroomId: string; personId: string; role: ClassRole; byCode?: true | undefined };
    outcome: Enrolment;
  };
  'classroom.unenrol': { draft: { classroomId: string; personId: string }; outcome: Enrolment };
  'classroom.leave': { draft: { classroomId: string }; outcome: Enrolment };
  'classroom.enrolMany': {
    /** `from` and `to`: lines of the list, where a part of it is handed in. */
    draft: RosterText & { classroomId: string; from?: number | undefined; to?: number | undefined };
    outcome: {
      added: number;
      /** How many have another role in the class now. */
      changed: number;
      already: number;
      /** How many have no account and are mailed a link to one. */
      invited: number;
      /** How many are new, have no address, and have an account at once. */
      accounts: number;
      problems: { line: number; problem: string }[];
    };
  };
  'classroom.makeCode': {
    draft: { classroomId: string; role: 'student' | 'guardian' | 'assistant'; hours: number };
    outcome: { code: string; role: 'student' | 'guardian' | 'assistant'; expiresAt: string };
  };
  'classroom.revokeCode': { draft: { classroomId: string; code: string }; outcome: { code: string } };
  'classroom.makeCards': {
    /** `hash`: of a card's code, as `Accounts.newCard` makes it. `until`: a day, as `2027-07-31`. */
    draft: {
      classroomId: string;
      cards: { personId: string; hash: string }[];
      until?: string | undefined;
      lost?: true | undefined;
    };
    outcome: { expiresAt: string; cards: { personId: string; name: string; userName: string }[] };
  };
  /** Without `personIds`: all cards of the class. */
  'classroom.takeCards': {
    draft: { classroomId: string; personIds?: string[] | undefined };
    outcome: { taken: number };
  };
  'classroom.joinByCode': { draft: { code: string }; outcome: Enrolment };
  'person.rename': { draft: { name: string }; outcome: PersonView };
  'person.changePicture': { draft: { image: string | null }; outcome: PersonView };
  'person.grant': {
    draft: { personId: string; grant: Grant; held: boolean };
    outcome: { personId: string; grant: Grant; held: boolean };
  };
  /** Corrects what another is called. */
  'person.correctName': { draft: { personId: string; name: string }; outcome: PersonView };
  'person.changeAddress': { draft: { personId: string; email: string }; outcome: { personId: string } };
  'person.changeRole': { draft: { personId: string; role: SchoolRole }; outcome: PersonView };
  'person.end': { draft: { personId: string }; outcome: { personId: string } };
  'person.restore': { draft: { personId: string }; outcome: { personId: string } };
  'person.resetPassword': {
    /** `digest`: of a one-time password, as `Accounts.newSlip` makes it. */
    draft: { personId: string; digest: string };
    /** What to sign in with, `email` or without one `userName`, and until when. */
    outcome: { personId: string; email: string | null; userName: string | null; expiresAt: string };
  };
  'person.invite': { draft: { email: string; name: string; role: SchoolRole }; outcome: { personId: string } };
  'person.inviteAgain': { draft: { personId: string }; outcome: { personId: string } };
  'person.handInvitation': {
    /** `tokenHash`: of an invitation's link, as `Accounts.newInvitation` makes it. */
    draft: { personId: string; tokenHash: string };
    outcome: { personId: string; email: string; expiresAt: string };
  };
  'person.inviteMany': {
    /** `from` and `to`: lines of the list, where a part of it is handed in. */
    draft: RosterText & { from?: number | undefined; to?: number | undefined };
    outcome: {
      invited: number;
      already: number;
      problems: { line: number; problem: string }[];
    };
  };
  'school.configure': {
    /** `fingerprint`: of the file that the asker has read. */
    draft: { fingerprint: string; settings: SettingsDraft };
    /** The file's fingerprint as it is now, and what was changed. */
    outcome: { fingerprint: string; changes: readonly SettingsChange[] };
  };
  'contact.add': { draft: { personId: string }; outcome: { personId: string } };
  'contact.remove': { draft: { personId: string }; outcome: { personId: string } };
  'room.open': {
    draft: {
      classroomId: string;
      title: string;
      topic: string;
      kind: string;
      parentId: string | null;
      entry: RoomEntry;
      posting: RoomPosting;
      history: RoomHistory;
      everyone: boolean;
      /** Of a plugin's kind: who is in it from the beginning. Not given, whoever opens it is its host. */
      people?: readonly { readonly personId: string; readonly role: RoomRole }[] | undefined;
    };
    outcome: Room;
  };
  'room.rename': { draft: { roomId: string; title: string }; outcome: Room };
  'room.changeEntry': { draft: { roomId: string; entry: RoomEntry }; outcome: Room };
  'room.changeTopic': { draft: { roomId: string; topic: string }; outcome: Room };
  'room.changePosting': { draft: { roomId: string; posting: RoomPosting }; outcome: Room };
  'room.changeHistory': { draft: { roomId: string; history: RoomHistory }; outcome: Room };
  'room.archive': { draft: { roomId: string; archived: boolean }; outcome: Room };
  'room.delete': { draft: { roomId: string }; outcome: Room };
  'room.restore': { draft: { roomId: string }; outcome: Room };
  'room.see': { draft: { roomId: string; seq: number }; outcome: { seen: number } };
  'participant.join': { draft: { roomId: string }; outcome: Participant };
  'participant.enter': { draft: { roomId: string }; outcome: Participant };
  'participant.add': { draft: { roomId: string; personId: string }; outcome: Participant };
  /** `newHost`: who is host instead, of a host's leaving. */
  'participant.leave': { draft: { roomId: string; newHost?: string | undefined }; outcome: Participant };
  'participant.remove': { draft: { roomId: string; personId: string }; outcome: Participant };
  /** Of rooms of plugins' kinds, for their plugins alone. */
  'participant.admit': {
    draft: { roomId: string; personId: string; role: RoomRole; visibleFrom: number };
    outcome: Participant;
  };
  'participant.dismiss': { draft: { roomId: string; personId: string }; outcome: Participant };
  'participant.changeRole': { draft: { roomId: string; personId: string; role: RoomRole }; outcome: Participant };
  'message.send': {
    draft: {
      roomId: string;
      clientId: string;
      text: string;
      /** Quotes this message. */
      replyTo?: string | undefined;
      /** Answers in the thread of this message. */
      threadRoot?: string | undefined;
      /** What plugins accept along, by their id. */
      with?: Readonly<Record<string, unknown>> | undefined;
    };
    outcome: StoredMessage;
  };
  /** For plugins alone, by `ctx.say`: what is said under one key stands in a room once. */
  'message.say': {
    draft: { roomId: string; key: string; text?: string | undefined; line?: string | undefined };
    outcome: SaidMessage;
  };
  'message.edit': { draft: { roomId: string; messageId: string; text: string }; outcome: { id: string; text: string } };
  'message.delete': { draft: { roomId: string; messageId: string }; outcome: { id: string } };
  'message.seeThread': {
    draft: { roomId: string; rootId: string; seq: number };
    /** `before` is where the cursor stood. */
    outcome: { rootId: string; before: number; seen: number };
  };
}

export type CommandName = keyof Commands;
export type Draft<K extends CommandName> = Commands[K]['draft'];
export type Outcome<K extends CommandName> = Commands[K]['outcome'];
