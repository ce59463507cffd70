// Every word of class cards. A translation replaces this table.

const some = (count: number, one: string, other: string): string =>
  count === 1 ? one : other.replace('#', `${count}`);

export const words = {
  tab: 'Cards',
  text: 'Pupils without an email address sign in with a card. They scan it with a camera. Anybody who has a card can sign in as its pupil.',
  all: 'All pupils',
  choose: (name: string) => `Choose ${name}`,
  none: 'No card yet',
  until: (day: string) => `Valid until ${day}`,
  used: (when: string) => `last used ${when}`,
  unused: 'never used',
  day: 'Valid until',
  print: (count: number) => some(count, 'Print class card', 'Print # class cards'),
  renewed: 'A new card replaces the one a pupil has: the old one stops working.',
  lost: 'Lost card',
  lostNamed: (name: string) => `Lost card of ${name}`,
  lostHint:
    'Lost card: every card of the pupil stops working at once, those of other classes too, and everybody who uses one is signed out. You print a new one. The pupil’s password is removed too.',
  take: 'Take back',
  takeNamed: (name: string) => `Take back the card of ${name}`,
  takeAll: 'Take all cards back',
  taken: (count: number) => some(count, '1 card taken back.', '# cards taken back.'),

  page: 'Class cards',
  printing: 'Print these cards now. They cannot be shown again, but you can always make new ones.',
  printPage: 'Print',
  back: 'Back to the class',
  gone: 'These cards are no longer here',
  goneText: 'Cards are shown once. Go back and print new ones.',
  userName: 'User name',
  scan: 'Point a camera at the square, or open',
  type: 'and type',
  keep: 'Keep it safe like a key. Anybody who has it can sign in as you.',

  signIn: 'Sign in with your card',
  signInText: 'Point a camera at the square on your card, or type what stands on it.',
  code: 'Code on the card',
  submit: 'Sign in',
  otherwise: 'No card?',
  chooseSchool: 'Choose your school',

  first: 'Choose a password',
  firstText: (userName: string) =>
    `You sign in with the user name ${userName} and this password then, and with your card.`,
  firstSubmit: 'Save password',
  firstDone: 'Your password is saved.',
} as const;
