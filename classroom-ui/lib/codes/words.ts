import { speaking, type Words } from '../words.ts';

/** Every sentence about class codes: they are fetched with their dialog, and with the page that a code's link opens. */
export const english = {
  text: 'Anybody who enters a code joins the class at once. Share it where only your class sees it.',
  'text.members':
    'Anybody with an account of this school who enters a code joins the class at once. Share it where only your class sees it.',
  role: 'People who use it join',
  hours: 'Works for',
  'hours.1': 'for an hour',
  'hours.24': 'for a day',
  'hours.168': 'for a week',
  'hours.720': 'for 30 days',
  make: 'Make a code',
  none: 'No codes right now',
  'none.text': 'Make one and show it on the board.',
  until: 'ends {when}',
  'copy.named': 'Copy {code}',
  link: 'Copy link',
  'link.named': 'Copy link of {code}',
  'link.by.hand': 'The browser did not allow copying. Copy this link by hand:',
  show: 'Show full screen',
  'show.named': 'Show {code} full screen',
  revoke: 'End the code {code}',

  'closed.admin': 'Nobody without an account can register with a code: the school adds people itself.',
  'closed.teacher':
    'Nobody without an account can register with a code: the school adds people itself. Ask an admin to allow it, or add your students from a list.',
  domains: 'Somebody without an account registers with an address of the school first, and enters the code then.',
  assistant: 'An assistant needs an account of this school before the code works: ask an admin to invite them.',
  allow: 'Allow it',
  allowed: 'From now on a class code is enough to register.',

  'screen.title': 'Code for {title}',
  'screen.open': 'Open',
  'screen.scan': 'or point a camera at the square',
  'screen.type': 'Type this code',
  'screen.leave': 'Leave full screen',
  'screen.qr': 'QR code of the link for {title}',
  'screen.account': 'It works for people who have an account of this school.',

  'role.as.teacher': 'as teacher',
  'role.as.assistant': 'as assistant',
  'role.as.student': 'as student',
  'role.as.guardian': 'as guardian',
  'join.title': 'Join a class',
  'join.code': 'Class code',
  'join.code.hint': 'Your teacher has it. Capital or small letters, both work.',
  'join.text': 'Enter the code your teacher shows you.',
  'join.in': 'Join {title}?',
  'join.as': 'You are signed in as {name}, {school}.',
  'join.submit': 'Join class',
  'join.look': 'Continue',
  'join.notYou': 'Not you?',
  'join.new': 'New here?',
  'join.have': 'You have an account of {school} already?',
  'join.signIn': 'Sign in and join',
  'join.register': 'Make an account with this code',
  'join.closed':
    '{school} does not make accounts by class codes. If you have an account, sign in, and the code works. If you have none, ask your teacher to add you.',
  'join.domains': 'Without an account, register with an address of your school first. Then come back with the code.',
  'join.elsewhere': 'You are signed in at {here}. The code is of {school}.',
  'join.switch': 'Go on at {school}',
  'join.other': 'Your account is not of {school}. Sign out, and come back with the account you have there.',
  'join.noSchool': 'There is no such school here. Check the address.',
} as const satisfies Readonly<Record<string, Words>>;

export const tell = speaking(english);
