export const MOST_LINES = 1_000;
/** A title may stand over the headings; further down there are people. */
export const HEADING_WITHIN = 5;
export const MOST_CHARACTERS = 400_000;
export const TOO_MANY = 'At most 1,000 people at once. Divide the list.';
