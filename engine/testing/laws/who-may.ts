import { v7 as newId } from 'uuid';
import type { CommandName } from '../../commands/commands.ts';
import type { Stage } from '../stage.ts';

export const ROLES = ['host', 'moderator', 'member', 'observer'] as const;
export type Role = (typeof ROLES)[number];
export const STATES = ['discussion', 'announcement', 'archived', 'deleted'] as const;
export type State = (typeof STATES)[number];

/** One command as it may be asked in a room, and who may: `h` host, `m` moderator, `p` participant (member), `o` observer. */
export interface InRoom {
  readonly name: CommandName;
  readonly draft: (scene: Scene, actor: Role) => object;
  readonly may: string;
  /** Who may in a room of announcements, where others may than in a discussion. */
  readonly announcing?: string;
  /** Who is told of a conflict in an archived room. */
  readonly conflict?: string;
}

export interface Scene {
  readonly roomId: string;
  readonly said: Readonly<Record<Role | 'other', string>>;
  readonly other: string;
  readonly newcomer: string;
}

const inRoom = ({ roomId }: Scene) => ({ roomId });

/** Who may do what in a room: the rule as a school would read it, held against the code. */
export const IN_ROOM: Readonly<Record<string, InRoom>> = {
  'reads up to a message': { name: 'room.see', draft: ({ roomId }) => ({ roomId, seq: 3 }), may: 'hmpo' },
  'reads a thread': {
    name: 'message.seeThread',
    draft: ({ roomId, said }) => ({ roomId, rootId: said.other, seq: 3 }),
    may: 'hmpo',
  },
  leaves: { name: 'participant.leave', draft: inRoom, may: 'hmpo' },
  'sends a message': {
    name: 'message.send',
    draft: ({ roomId }) => ({ roomId, clientId: newId(), text: 'hi' }),
    may: 'hmp',
    announcing: 'hm',
    conflict: 'hmpo',
  },
  'says something in the name of a plugin': {
    name: 'message.say',
    draft: ({ roomId }) => ({ roomId, key: newId(), text: 'hi' }),
    may: '',
  },
  'edits what they said': {
    name: 'message.edit',
    draft: ({ roomId, said }, actor) => ({ roomId, messageId: said[actor], text: 'better' }),
    may: 'hmp',
    conflict: 'hmpo',
  },
  'edits what another said': {
    name: 'message.edit',
    draft: ({ roomId, said }) => ({ roomId, messageId: said.other, text: 'worse' }),
    may: '',
    conflict: 'hmpo',
  },
  'deletes what they said': {
    name: 'message.delete',
    draft: ({ roomId, said }, actor) => ({ roomId, messageId: said[actor] }),
    may: 'hmp',
    conflict: 'hmpo',
  },
  'deletes what another said': {
    name: 'message.delete',
    draft: ({ roomId, said }) => ({ roomId, messageId: said.other }),
    may: 'hm',
    conflict: 'hmpo',
  },
  'brings somebody in': {
    name: 'participant.add',
    draft: ({ roomId, newcomer }) => ({ roomId, personId: newcomer }),
    may: 'hm',
    conflict: 'hm',
  },
  'takes somebody out': {
    name: 'participant.remove',
    draft: ({ roomId, other }) => ({ roomId, personId: other }),
    may: 'hm',
    conflict: 'hm',
  },
  "brings somebody in on a plugin's word": {
    name: 'participant.admit',
    draft: ({ roomId, newcomer }) => ({ roomId, personId: newcomer, role: 'observer', visibleFrom: 0 }),
    may: '',
  },
  "takes somebody out on a plugin's word": {
    name: 'participant.dismiss',
    draft: ({ roomId, other }) => ({ roomId, personId: other }),
    may: '',
  },
  'changes a role': {
    name: 'participant.changeRole',
    draft: ({ roomId, other }) => ({ roomId, personId: other, role: 'moderator' }),
    may: 'h',
    conflict: 'h',
  },
  'renames the room': {
    name: 'room.rename',
    draft: ({ roomId }) => ({ roomId, title: 'Cells' }),
    may: 'h',
    conflict: 'h',
  },
  'changes who can come in': {
    name: 'room.changeEntry',
    draft: ({ roomId }) => ({ roomId, entry: 'on-request' }),
    may: 'h',
    conflict: 'h',
  },
  'says what the room is about': {
    name: 'room.changeTopic',
    draft: ({ roomId }) => ({ roomId, topic: 'Chapter 4' }),
    may: 'hm',
    conflict: 'hm',
  },
  'changes who writes': {
    name: 'room.changePosting',
    draft: ({ roomId }) => ({ roomId, posting: 'announcement' }),
    may: 'hm',
    conflict: 'hm',
  },
  'changes what newcomers see': {
    name: 'room.changeHistory',
    draft: ({ roomId }) => ({ roomId, history: 'from-join' }),
    may: 'hm',
    conflict: 'hm',
  },
  'archives the room': { name: 'room.archive', draft: ({ roomId }) => ({ roomId, archived: true }), may: 'h' },
  'deletes the room': { name: 'room.delete', draft: inRoom, may: 'h' },
};

/** Askers of what is about a class or a school: `A` its admin, `t` the class's teacher, `a` its assistant, `s` a student of it,
 *  `g` a guardian of it, `T` a teacher of another class. Whoever may not is refused as `forbidden`, or as `missing` where
 *  they may not know. */
export interface InSchool {
  readonly name: CommandName;
  readonly draft: (stage: Stage, scene: Scene) => object;
  readonly may: string;
  readonly missing?: string;
  /** Who may, though not in this case. */
  readonly conflict?: string;
}

const ofClass = ({ biology }: Stage) => ({ classroomId: biology.id });
const aboutNewcomer = ({ biology }: Stage, { newcomer }: Scene) => ({ classroomId: biology.id, personId: newcomer });

export const IN_SCHOOL: Readonly<Record<string, InSchool>> = {
  'makes a class': { name: 'classroom.create', draft: () => ({ title: 'Physics' }), may: 'AtT' },
  'renames a class': {
    name: 'classroom.rename',
    draft: (stage) => ({ ...ofClass(stage), title: '7C' }),
    may: 'At',
    missing: 'T',
  },
  'archives a class': {
    name: 'classroom.archive',
    draft: (stage) => ({ ...ofClass(stage), archived: true }),
    may: 'At',
    missing: 'T',
  },
  'enrols somebody': {
    name: 'classroom.enrol',
    draft: (stage, scene) => ({ ...aboutNewcomer(stage, scene), role: 'student' }),
    may: 'At',
    missing: 'T',
  },
  'takes somebody off the roster': { name: 'classroom.unenrol', draft: aboutNewcomer, may: 'At', missing: 'T' },
  'leaves a class the school put them in': {
    name: 'classroom.leave',
    draft: ofClass,
    may: '',
    missing: 'AT',
  },
  'enrols a list': {
    name: 'classroom.enrolMany',
    draft: (stage) => ({ ...ofClass(stage), csv: 'new@oakwood.example,New' }),
    may: 'At',
    missing: 'T',
  },
  'makes a code': {
    name: 'classroom.makeCode',
    draft: (stage) => ({ ...ofClass(stage), role: 'student', hours: 1 }),
    may: 'At',
    missing: 'T',
  },
  'revokes a code': {
    name: 'classroom.revokeCode',
    draft: (stage) => ({ ...ofClass(stage), code: 'NOPE' }),
    may: '',
    missing: 'AtT',
  },
  'makes a class card for somebody with an address': {
    name: 'classroom.makeCards',
    draft: (stage, { other }) => ({ ...ofClass(stage), cards: [{ personId: other, hash: 'a'.repeat(64) }] }),
    may: '',
    missing: 'T',
  },
  'takes class cards back': { name: 'classroom.takeCards', draft: ofClass, may: 'Ata', missing: 'T' },
  'joins by a wrong code': { name: 'classroom.joinByCode', draft: () => ({ code: 'NOPE' }), may: '' },
  'opens a room': {
    name: 'room.open',
    draft: (stage) => ({ ...ofClass(stage), title: 'Lab' }),
    may: 'Ata',
    missing: 'T',
  },
  'brings a deleted room back': {
    name: 'room.restore',
    draft: (_stage, { roomId }) => ({ roomId }),
    may: '',
    missing: 'A',
  },
  'enters a room as an admin': {
    name: 'participant.enter',
    draft: (_stage, { roomId }) => ({ roomId }),
    may: 'A',
    missing: 'tasgT',
  },
  'joins an open room': {
    name: 'participant.join',
    draft: (_stage, { roomId }) => ({ roomId }),
    may: 'tasg',
    missing: 'AT',
  },
  'takes another name': { name: 'person.rename', draft: () => ({ name: 'Other' }), may: 'AtasgT' },
  'takes their picture away': { name: 'person.changePicture', draft: () => ({ image: null }), may: 'AtasgT' },
  "lets a teacher look after pupils' safety": {
    name: 'person.grant',
    draft: ({ stone }) => ({ personId: stone.id, grant: 'safeguarding', held: true }),
    may: 'A',
  },
  "corrects a student's name": {
    name: 'person.correctName',
    draft: (_stage, { other }) => ({ personId: other, name: 'Chidi Eze' }),
    may: 'At',
  },
  "corrects a teacher's name": {
    name: 'person.correctName',
    draft: ({ stone }) => ({ personId: stone.id, name: 'Mr Stoner' }),
    may: 'A',
  },
  "changes another's address": {
    name: 'person.changeAddress',
    draft: (_stage, { other }) => ({ personId: other, email: 'chidi.eze@oakwood.example' }),
    may: 'A',
  },
  "changes another's role in the school": {
    name: 'person.changeRole',
    draft: ({ stone }) => ({ personId: stone.id, role: 'assistant' }),
    may: 'A',
  },
  'ends a membership': { name: 'person.end', draft: (_stage, { other }) => ({ personId: other }), may: 'A' },
  'brings somebody back': { name: 'person.restore', draft: (_stage, { other }) => ({ personId: other }), may: 'A' },
  'gives somebody a one-time password': {
    name: 'person.resetPassword',
    draft: (_stage, { other }) => ({ personId: other, digest: 'a'.repeat(43) }),
    may: 'A',
  },
  'invites somebody to the school': {
    name: 'person.invite',
    draft: () => ({ email: 'newcomer@oakwood.example', name: 'Newcomer', role: 'teacher' }),
    may: 'A',
  },
  'invites somebody who is in again': {
    name: 'person.inviteAgain',
    draft: (_stage, { other }) => ({ personId: other }),
    may: '',
    conflict: 'A',
  },
  'takes the link of an invitation that was accepted': {
    name: 'person.handInvitation',
    draft: (_stage, { other }) => ({ personId: other, tokenHash: 'a'.repeat(64) }),
    may: '',
    conflict: 'A',
  },
  'invites a list to the school': {
    name: 'person.inviteMany',
    draft: () => ({ csv: 'newcomer@oakwood.example,Newcomer' }),
    may: 'A',
  },
  'changes the settings of a school that stands in no file': {
    name: 'school.configure',
    draft: () => ({ fingerprint: '', settings: { title: 'Oakwood' } }),
    may: '',
    conflict: 'A',
  },
  'keeps somebody of the class as a contact': {
    name: 'contact.add',
    draft: (_stage, { other }) => ({ personId: other }),
    may: 'AtasgT',
  },
  'forgets a contact': { name: 'contact.remove', draft: (_stage, { other }) => ({ personId: other }), may: 'AtasgT' },
};
