import { REVOCATIONS, type Revocation, type RevocationKind } from './log.ts';
import type { Person } from './person.ts';
import { pause } from './program.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** What is taken away and given back, and what somebody tries who has lost it. */
interface Taking {
  /** Of whom; null when nobody is fit for it now. */
  whom(world: World, random: Random): Person | null;
  /** Of one room, or of all. */
  room(world: World, random: Random): string | null;
  prepare?(world: World, person: Person, room: string | null): Promise<void>;
  take(world: World, person: Person, room: string | null): Promise<unknown>;
  giveBack(world: World, person: Person, room: string | null): Promise<void>;
  /** Calls that must be refused from now on; a room's page unless said. */
  readonly tries?: 'rename' | 'classroom';
}

const anyRoom = ({ seeded }: World, random: Random): string => random.pick(seeded.rooms);
const everyRoom = (): null => null;
const student = ({ people, seeded }: World, random: Random): Person | null => {
  const free = people.filter(({ id, revoked }) => !revoked && seeded.students.some((each) => each.id === id));
  return free.length > 0 ? random.pick(free) : null;
};
const supervisor = ({ people, seeded }: World): Person | null =>
  people.find(({ id, revoked }) => id === seeded.supervisor.id && !revoked) ?? null;

const office = (world: World, path: string, input: object) => world.ask(world.officeToken, `/trpc/${path}`, input);

async function signInAgain(world: World, person: Person): Promise<void> {
  person.token = await world.signIn(person.id);
  person.kill();
  person.open();
}

const TAKINGS: Readonly<Record<RevocationKind, Taking>> = {
  removal: {
    whom: student,
    room: anyRoom,
    take: (world, { id }, roomId) => asTeacher(world, 'participants.remove', { roomId, personId: id }),
    giveBack: async (world, { id }, roomId) =>
      void (await asTeacher(world, 'participants.add', { roomId, personId: id })),
  },
  unenrolment: {
    whom: student,
    room: everyRoom,
    take: (world, { id }) => office(world, 'classrooms.unenrol', { classroomId: world.seeded.classroom, personId: id }),
    giveBack: async (world, { id }) => {
      await office(world, 'classrooms.enrol', { classroomId: world.seeded.classroom, personId: id, role: 'student' });
    },
  },
  'sign-out': {
    whom: student,
    room: everyRoom,
    take: (world, { token }) => world.ask(token, '/api/auth/sign-out', {}),
    giveBack: signInAgain,
  },
  'sign-out everywhere': {
    whom: student,
    room: everyRoom,
    take: (world, { token }) => world.ask(token, '/trpc/session.signOutEverywhere', {}),
    giveBack: signInAgain,
  },
  'lost grant': {
    whom: supervisor,
    room: ({ supervised }) => supervised,
    take: (world, { id }) => office(world, 'people.grant', { personId: id, grant: 'safeguarding', held: false }),
    giveBack: (world) => world.supervise(),
  },
  'lost role': {
    whom: supervisor,
    room: everyRoom,
    tries: 'classroom',
    take: (world, { id }) => world.sql("update person set role = 'student' where id = $1", [id]),
    giveBack: async (world, { id }) => void (await world.sql("update person set role = 'teacher' where id = $1", [id])),
  },
  'lost room role': {
    whom: student,
    room: anyRoom,
    tries: 'rename',
    prepare: async (world, { id }, roomId) => {
      await asTeacher(world, 'participants.changeRole', { roomId, personId: id, role: 'moderator' });
    },
    take: (world, { id }, roomId) =>
      asTeacher(world, 'participants.changeRole', { roomId, personId: id, role: 'member' }),
    giveBack: async () => undefined,
  },
  'left the school': {
    whom: student,
    room: everyRoom,
    take: (world, { id }) => office(world, 'people.end', { personId: id }),
    giveBack: async (world, person) => {
      await office(world, 'people.restore', { personId: person.id });
      await signInAgain(world, person);
    },
  },
};

const asTeacher = (world: World, path: string, input: object) => world.ask(world.teacherToken, `/trpc/${path}`, input);

const GRACE_MS = 1_000;
const EVERY_MS = 250;

/** Takes something from somebody and gives it back, again and again, until told to stop. */
export async function revokeOn(
  world: World,
  random: Random,
  isOver: () => boolean,
  say: (text: string) => void,
): Promise<void> {
  let deck: RevocationKind[] = [];
  while (!isOver()) {
    await pause(random.between(500, 2_500));
    if (deck.length === 0) deck = random.shuffle(REVOCATIONS);
    const kind = deck.pop() as RevocationKind;
    const person = TAKINGS[kind].whom(world, random);
    if (person) await revokeOnce(world, kind, person, random, say);
  }
}

async function revokeOnce(
  world: World,
  kind: RevocationKind,
  person: Person,
  random: Random,
  say: (text: string) => void,
): Promise<void> {
  const taking = TAKINGS[kind];
  const room = taking.room(world, random);
  const lasts = random.between(2_500, 6_000);
  person.revoked = true;
  await taking.prepare?.(world, person, room);
  await taking.take(world, person, room);
  const at = performance.now();
  const revocation: Revocation = { what: kind, person: person.id, room, at, until: Number.POSITIVE_INFINITY };
  // A role shows no less: only what it allowed is tried.
  if (!taking.tries) world.log.revocations.push(revocation);
  else world.log.revocations.push({ ...revocation, room: tryRoom(kind) });
  say(`${kind} of ${person.options.name}`);
  await tryEverything(world, kind, person, room, at + lasts);
  const logged = world.log.revocations.at(-1);
  if (logged) logged.until = performance.now();
  await taking.giveBack(world, person, room);
  person.revoked = false;
}

/** No room is of this name, so nothing that is heard is held against somebody who has lost a role only. */
const tryRoom = (kind: RevocationKind): string => `(${kind})`;

/** Reads, replays and acts over the open socket and by HTTP, until the end of a revocation. */
async function tryEverything(
  world: World,
  kind: RevocationKind,
  person: Person,
  room: string | null,
  until: number,
): Promise<void> {
  await pause(GRACE_MS + EVERY_MS);
  while (performance.now() < until) {
    const tries = TAKINGS[kind].tries;
    if (tries) tryToAct(world, kind, person, room);
    else tryToRead(world, person, room ?? world.seeded.rooms[0] ?? '');
    await pause(EVERY_MS);
  }
}

function tryToAct(world: World, kind: RevocationKind, { connection, id }: Person, room: string | null): void {
  const asked = performance.now();
  const done = (what: string) => () =>
    void world.log.answered.push({ asked, at: performance.now(), person: id, room: tryRoom(kind), what });
  if (TAKINGS[kind].tries === 'rename' && room)
    connection?.rename(room, 'Renamed').then(done('rooms.rename'), () => undefined);
  if (TAKINGS[kind].tries === 'classroom')
    connection?.createClassroom('Mine').then(done('classrooms.create'), () => undefined);
}

function tryToRead(world: World, person: Person, room: string): void {
  const { connection, cursors, id, token } = person;
  const asked = performance.now();
  const answered = (what: string): void =>
    void world.log.answered.push({ asked, at: performance.now(), person: id, room, what });
  connection?.page(room).then(
    () => answered('messages.page by socket'),
    () => undefined,
  );
  world.askOnce(token, '/trpc/messages.page', 'GET', { roomId: room }).then(
    ({ ok }) => ok && answered('messages.page by HTTP'),
    () => undefined,
  );
  const stop = connection?.follow(room, Math.max(0, (cursors.get(room) ?? 0) - 5), {
    event: () => answered('resume'),
    passing: () => undefined,
    startOver: () => undefined,
  });
  setTimeout(() => stop?.(), EVERY_MS * 2);
}
