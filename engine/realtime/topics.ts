// uWebSockets.js' native topics. A room's carries its numbered events to all who are in it; a person's reaches their own
// devices, so that nobody learns of a room they are not in.
export const roomTopic = (room: string): string => `room:${room}`;
export const personTopic = (person: string): string => `person:${person}`;

const ROOM = 'room:';
/** The room of a topic, or null when it is not a room's. */
export const roomOfTopic = (topic: string): string | null => (topic.startsWith(ROOM) ? topic.slice(ROOM.length) : null);
