import { speaking, type Words } from '../words.ts';

/** Sentences of pages about accounts, and of the sign-in page's rarer parts: they are fetched with them. */
export const english = {
  ended: 'Your membership of {school} has ended. If that is a mistake, ask the school to let you in again.',
  'slip.choose': 'That is a one-time password. Choose one of your own now: you sign in with it from then on.',
  'slip.submit': 'Save and sign in',

  'password.change': 'Change password',
  'password.change.text': 'Your other devices are signed out when you do.',
  'password.changed': 'Your password is changed.',
  'password.choose': 'Choose a password',
  'password.current': 'Current password',
  'password.new': 'New password',

  'signIn.back': 'Back to sign in',

  'signOut.everywhere': 'Sign out everywhere',
  'signOut.everywhere.text': 'Ends your visit on every device, this one too.',

  'register.title': 'Make your account',
  'register.text': 'One account for all your classes.',
  'register.school': 'School',
  'register.closed':
    '{school} makes the accounts itself. Ask your teacher to add you: you get an invitation, or a card to sign in with.',
  'register.closed.code':
    '{school} does not make accounts by class codes. If you have an account, sign in, and the code works. If you have none, ask your teacher to add you.',
  'register.domains': 'Use the address your school gave you. We send a link to it.',
  'register.domains.hint': 'Use the address your school gave you.',
  'register.domains.stored':
    '{school} sends no email yet, so the link that finishes your account cannot reach you by itself. Ask your school for an invitation instead.',
  'register.submit': 'Make account',
  'register.have': 'Have an account already?',
  'register.mailed': 'Look at your mail',
  'register.mailed.text': 'We sent a link to {email}. Open it to finish.',

  'register.stored': 'Ask your school for your link',
  'register.stored.text':
    'No email was sent: {school} has no mail server yet. The letter to {email} lies in a folder at your school. Ask an admin there for your link.',

  'forgot.title': 'Forgot your password?',
  'forgot.text': 'It happens. Tell us your email address and we send you a link to choose a new one.',
  'forgot.submit': 'Send the link',
  'forgot.submit.stored': 'Ask for a link',
  'forgot.mailed': 'Look at your mail',
  'forgot.mailed.text': 'If {email} has an account, a link is on its way. It works for one hour.',
  'forgot.stored': 'Ask your school for a new password',
  'forgot.stored.text':
    'No email is sent: there is no mail server yet. If {email} has an account, the letter lies in a folder at your school. An admin there can also give you a one-time password.',
  'forgot.text.stored':
    'No email is sent here yet. Ask an admin of your school for a one-time password: with it you choose a new one.',
  'forgot.other': 'Use another address',
  'forgot.again': 'Ask for a new link',

  'reset.title': 'Choose a new password',
  'reset.text': 'You sign in with it from now on.',
  'reset.submit': 'Save password',
  'reset.done': 'Your password is changed. Sign in with it.',
  'reset.broken': 'This link has expired or was used before.',

  'invitation.title': 'Join {school}',
  'invitation.loading': 'Your invitation',
  'invitation.text': 'You were invited as {email}. Choose a password and you are in.',
  'invitation.known': 'You have an account as {email} already. Enter its password to join with it.',
  'invitation.submit': 'Join',
  'invitation.broken': 'This invitation has expired or was used before. Ask your school for a new one.',

  'profile.name.hint': 'Everyone in your classes sees it.',

  'picture.title': 'Picture',
  'picture.text': 'A photo or a drawing. It is cut to a square.',
  'picture.preview': 'This is how it will look.',
  'picture.choose': 'Choose picture',
  'picture.use': 'Use this picture',
  'picture.remove': 'Remove',
  'picture.unreadable': 'That file is not a picture we can read. Try a JPEG or PNG.',
} as const satisfies Readonly<Record<string, Words>>;

export const tell = speaking(english);
