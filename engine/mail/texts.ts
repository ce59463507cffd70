import { letter, type Words } from './letter.ts';

// Every mail we send. Short and plain; the school's title says where it comes from. No name that a stranger typed stands
// in a mail to an address nobody proved: it could say anything to anybody in the school's voice.

/** `name` only where staff wrote it. */
export const invitationMail = (school: string, link: string, name?: string): Words =>
  letter(`Your invitation to ${school}`, [
    name ? `Hello ${name},` : 'Hello,',
    `you are invited to the classroom chat of ${school}. Open this link to come in:`,
    { link, says: 'Accept the invitation' },
    'The link works once, for 14 days. If you did not expect it, you need not do anything.',
  ]);

export const resetMail = (school: string, link: string): Words =>
  letter(`A new password for ${school}`, [
    'Hello,',
    `somebody, hopefully you, wants to set a new password for ${school}. This link does it:`,
    { link, says: 'Set a new password' },
    'The link works once, for one hour. If it was not you, leave it: your password stays as it is.',
  ]);

export const welcomeMail = (school: string, home: string, forgotten: string): Words =>
  letter(`Welcome to ${school}`, [
    'Hello,',
    `your account in the classroom chat of ${school} is ready:`,
    { link: home, says: `Open ${school}` },
    'If it was not you who made it, take it over by setting a password of your own:',
    { link: forgotten, says: 'Set a password' },
  ]);

/** Somebody registered with the address of a person who is there already. */
export const alreadyHereMail = (school: string, home: string, forgotten: string): Words =>
  letter(`You already have an account at ${school}`, [
    'Hello,',
    `somebody, hopefully you, registered at ${school} with this address. You have an account there, so just sign in:`,
    { link: home, says: `Open ${school}` },
    'If you do not know the password any more:',
    { link: forgotten, says: 'Set a new password' },
  ]);

/** Somebody registered with the address of a person whom the school no longer has. */
export const accessEndedMail = (school: string): Words =>
  letter(`Your access to ${school}`, [
    'Hello,',
    `somebody, hopefully you, registered at ${school} with this address. Your access there has ended.`,
    'If that is a mistake, please ask the school to let you in again.',
  ]);
