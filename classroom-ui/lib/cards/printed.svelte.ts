/** One card as it is printed. */
export interface PrintedCard {
  readonly name: string;
  readonly userName: string;
  /** The address that signs its pupil in. */
  readonly link: string;
}

/** Cards that were just made, for the page that prints them. */
export interface PrintedCards {
  readonly school: string;
  readonly classroom: string;
  readonly until: string;
  readonly cards: readonly PrintedCard[];
}

/** In this page's memory and nowhere else: once left or reloaded, it is gone. */
class Printed {
  sheet = $state.raw<PrintedCards | null>(null);
}
export const printed = new Printed();
