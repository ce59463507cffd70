/** Pixels of one picture that is still. */
export const MOST_PIXELS = 100_000_000;
/** Pixels of all frames together, as many as are drawn again within the time there is: 600 frames of 720 by 540. */
export const MOST_MOVING_PIXELS = 250_000_000;
