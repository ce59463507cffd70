export const MOST_LINES = 1_000;
export const MOST_CHARACTERS = 400_000;
export const TOO_MANY = 'At most 1,000 people at once. Divide the list.';
