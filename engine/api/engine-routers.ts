import { classroomsRouter } from './routers/classrooms.router.ts';
import { jobsRouter } from './routers/jobs.router.ts';
import { messagesRouter } from './routers/messages.router.ts';
import { participantsRouter } from './routers/participants.router.ts';
import { peopleRouter } from './routers/people.router.ts';
import { roomsRouter } from './routers/rooms.router.ts';
import { schoolsRouter } from './routers/schools.router.ts';
import { sessionRouter } from './routers/session.router.ts';

/** The engine's procedures by noun; `plugins/index.ts` mounts the plugins' beside them. */
export const engineRouters = {
  session: sessionRouter,
  people: peopleRouter,
  classrooms: classroomsRouter,
  rooms: roomsRouter,
  participants: participantsRouter,
  messages: messagesRouter,
  jobs: jobsRouter,
  schools: schoolsRouter,
} as const;
