import type { Closed, Direction, Mode } from '../contract.ts';

/** Every English word these components say. */
export const words = {
  title: 'Private',
  unread: (count: number) => (count === 1 ? '1 unread message' : `${count} unread messages`),
  unreadReplies: (count: number) =>
    count === 1 ? '1 unread reply in your threads' : `${count} unread replies in your threads`,
  you: (text: string) => `You: ${text}`,
  from: (name: string, text: string) => `${name}: ${text}`,
  withoutText: 'Attachment',
  start: (name: string) => `Message ${name} privately`,
  reply: 'Reply privately',
  message: 'Message',
  read: 'Open conversation',
  card: {
    supervised:
      'Staff who look after safety at this school can open what you write to each other. You both see when they do.',
    off: 'Private messages between the two of you are switched off.',
    apart: 'You are in no room together. A private conversation belongs to a room that both of you are in.',
    archived: 'The rooms that both of you are in are archived.',
  },
  failed: 'That did not work. Check your connection and try again.',
  again: 'Try again',
  supervised: 'This conversation is supervised.',
  supervisedHint: 'Staff who look after safety at this school can open it. You see here when they do.',
  unsupervisedNow: 'This conversation is not supervised now. It was opened before:',
  supervising: 'You are supervising this conversation. Both of them see that.',
  endSupervising: 'Close it',
  opened: (name: string, when: string) => `${name} opened it, ${when}`,
  openedUntil: (name: string, when: string, until: string) => `${name} opened it, ${when} to ${until}`,
  writtenSupervised: 'Written under supervision',
  about: (name: string) => `About what ${name} said`,
  aboutDeleted: 'The message this is about was deleted.',
  aboutUnseen: 'You can no longer see the message this is about.',
  somebody: 'somebody',
  closed: {
    off: 'Private messages between the two of you are switched off. You can still read this conversation.',
    left: 'They are no longer in the room this conversation belongs to. You can write again when they are back.',
    archived: 'The room this conversation belongs to is archived. You can still read it.',
  } satisfies Record<Closed, string>,
  rules: {
    title: 'Private messages',
    ofClass: 'Who may write to whom alone in this class. You can be stricter than the school, not laxer.',
    ofRoom: 'Who may write to whom alone in this room. You can be stricter than the class, not laxer.',
    show: 'Change',
    hide: 'Done',
    follow: (mode: string) => `As around it: ${mode}`,
    fixed: 'Off already around it',
    saved: 'Saved',
  },
  modes: { on: 'on', supervised: 'supervised', off: 'off' } satisfies Record<Mode, string>,
  directions: {
    studentToStudent: 'Students to students',
    studentToStaff: 'Students to staff',
    studentToGuardian: 'Students to guardians',
    staffToStudent: 'Staff to students',
    staffToStaff: 'Staff to staff',
    staffToGuardian: 'Staff to guardians',
    guardianToStudent: 'Guardians to students',
    guardianToStaff: 'Guardians to staff',
    guardianToGuardian: 'Guardians to guardians',
  } satisfies Record<Direction, string>,
  supervision: {
    title: 'Supervised conversations',
    text: 'You may open these for the safety of those in them. Both see that you did; why is kept on record.',
    none: 'There is none to open in this class.',
    open: 'Open',
    openNamed: (names: string) => `Open the conversation of ${names}`,
    reason: 'Why you open it',
    reasonHint: 'Kept on record for those who look after safety, and shown to nobody else.',
    cancel: 'Cancel',
    last: (when: string) => `last message ${when}`,
  },
} as const;

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
export const listed = (names: readonly string[]): string => list.format(names);
