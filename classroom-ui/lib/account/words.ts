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
    '{school} makes the accounts itself. Ask your teacher for an invitation: it comes by email, with a link.',
  'register.domains': 'Use the address your school gave you. We send a link to it.',
  'register.submit': 'Make account',
  'register.have': 'Have an account already?',
  'register.mailed': 'Look at your mail',
  'register.mailed.text': 'We sent a link to {email}. Open it to finish.',

  'forgot.title': 'Forgot your password?',
  'forgot.text': 'It happens. Tell us your email address and we send you a link to choose a new one.',
  'forgot.submit': 'Send the link',
  'forgot.mailed': 'Look at your mail',
  'forgot.mailed.text': 'If {email} has an account, a link is on its way. It works for one hour.',
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
  'invitation.broken': 'This invitation has expired or was used before. Ask your teacher for a new one.',

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
