import { v7 as newId } from 'uuid';
import { searchKey } from '../names.ts';
import type { SchoolRole } from '../roles/roles.ts';
import type { ClassroomView, MessageView, RoomEntry, RoomHistory, RoomPosting, RoomView } from '../views.ts';
import type { TestEngine, TestPerson } from './start-test-engine.ts';

interface RoomSetup {
  readonly title?: string;
  readonly topic?: string;
  readonly entry?: RoomEntry;
  readonly posting?: RoomPosting;
  readonly history?: RoomHistory;
  readonly everyone?: boolean;
}

interface Sent {
  readonly clientId?: string;
  readonly replyTo?: string;
  readonly threadRoot?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** Two schools with people in them, and a class that is in its room. */
export interface Cast {
  /** Oakwood School: its admin, on no roster. */
  readonly head: TestPerson;
  /** Teacher of Biology 7B; it is her class and her room. */
  readonly rivera: TestPerson;
  /** A teacher of Oakwood who has nothing to do with Biology 7B. */
  readonly stone: TestPerson;
  readonly ana: TestPerson;
  readonly ben: TestPerson;
  readonly chidi: TestPerson;
  readonly dora: TestPerson;
  /** Ana's guardian. */
  readonly lopez: TestPerson;
  /** Elmgrove School: a teacher, a student, its admin. */
  readonly moss: TestPerson;
  readonly ed: TestPerson;
  readonly elm: TestPerson;
  readonly biology: ClassroomView;
  /** "7B": Ms Rivera is host, the students members, the guardian observer. */
  readonly room: RoomView;
  /** Another room like it, for a test that wants one of its own. */
  freshRoom(setup?: RoomSetup): Promise<RoomView>;
  send(room: { id: string }, who: TestPerson, text: string, more?: Sent): Promise<MessageView>;
  /** Texts of a room's newest page as somebody reads it; a system line as what it says. */
  texts(room: { id: string }, reader: TestPerson): Promise<string[]>;
  /** Somebody new in a school, on no roster. */
  person(slug: string, role: SchoolRole, name: string): Promise<TestPerson>;
}

/** Lets the people of the tests into an engine. */
export async function startCast(engine: TestEngine): Promise<Cast> {
  const people = await peopleOf(engine);
  const { rivera, ana, ben, chidi, dora, lopez } = people;
  const biology = await engine.as(rivera).classrooms.create({ title: 'Biology 7B' });
  for (const student of [ana, ben, chidi, dora]) await enrol(engine, rivera, biology, student, 'student');
  await enrol(engine, rivera, biology, lopez, 'guardian');
  const freshRoom = (setup: RoomSetup = {}): Promise<RoomView> =>
    engine.as(rivera).rooms.open({ classroomId: biology.id, title: '7B', everyone: true, ...setup });
  return { ...people, biology, room: await freshRoom(), freshRoom, ...verbs(engine) };
}

async function peopleOf(engine: TestEngine) {
  const add = (slug: string, role: SchoolRole, name: string) => addPerson(engine, slug, role, name);
  return {
    head: await add('oakwood', 'admin', 'Mr Head'),
    rivera: await add('oakwood', 'teacher', 'Ms Rivera'),
    stone: await add('oakwood', 'teacher', 'Mr Stone'),
    ana: await add('oakwood', 'student', 'Ana Lopez'),
    ben: await add('oakwood', 'student', 'Ben'),
    chidi: await add('oakwood', 'student', 'Chidi'),
    dora: await add('oakwood', 'student', 'Dora'),
    lopez: await add('oakwood', 'guardian', 'Mrs Lopez'),
    moss: await add('elmgrove', 'teacher', 'Ms Moss'),
    ed: await add('elmgrove', 'student', 'Ed'),
    elm: await add('elmgrove', 'admin', 'Mrs Elm'),
  };
}

const verbs = (engine: TestEngine): Pick<Cast, 'send' | 'texts' | 'person'> => ({
  async send(room, who, text, more = {}) {
    const { message } = await engine.as(who).messages.send({ roomId: room.id, clientId: newId(), text, ...more });
    return message;
  },
  async texts(room, reader) {
    const { messages } = await engine.as(reader).messages.page({ roomId: room.id });
    return messages.map(({ note, text }) => (note ? `(${note.what})` : text));
  },
  person: (slug, role, name) => addPerson(engine, slug, role, name),
});

async function enrol(
  engine: TestEngine,
  by: TestPerson,
  { id }: { id: string },
  { id: personId }: TestPerson,
  role: 'student' | 'guardian',
) {
  await engine.as(by).classrooms.enrol({ classroomId: id, personId, role });
}

async function addPerson(engine: TestEngine, slug: string, role: SchoolRole, name: string): Promise<TestPerson> {
  const id = newId();
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@${slug}.example`;
  const { id: schoolId } = engine.school(slug);
  await engine.rows(
    `insert into person (id, school_id, account_id, email, name, search_key, role, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, now())`,
    [id, schoolId, `account of ${id}`, email, name, searchKey(name), role],
  );
  return { id, schoolId, accountId: `account of ${id}`, name, email, userName: null, role, avatarVersion: null };
}
