/** Longest frame of a client, in bytes of UTF-8. Longer ones are answered with 4500; beyond twice this the line is cut (1006). */
export const MAX_FRAME_BYTES = 64 * 1024;
/** The most cursors in one `hello`: as many as fit into a frame. */
export const MAX_CURSORS = 1_000;
