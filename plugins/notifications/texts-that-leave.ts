/**
 * SQL over `r`, with one value, the school's `privateTexts`: whether texts of a room may leave the server, into mail and push
 * messages. Those of rooms that are not a class's are private.
 */
export const MAY_LEAVE = "(r.kind = 'class' or ?::boolean)";
