import type { ClassRole, Grant, RoomRole, SchoolRole } from './roles/roles.ts';

// What leaves the server. Ids are UUIDs, times ISO 8601 UTC strings, sequences plain numbers.

/** Who caused an event: a person, or a plugin on its own account. */
export type By = { readonly person: string } | { readonly plugin: string };

/** Whose words they are. */
export interface Authored {
  /** A person's id; of a system line, who caused it. Null: a plugin speaks in its own name. */
  readonly author: string | null;
  /** Which plugin, by its id: there exactly when `author` is null. Its name stands in `Manifest.titles`. */
  readonly by?: { readonly plugin: string };
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
  /** Address of the picture below this origin (it changes when the picture does), or null: draw initials. */
  readonly avatar: string | null;
  readonly role: SchoolRole;
  /** No longer at this school. What they wrote stays under their name. */
  readonly ended?: true;
}

export interface SchoolView {
  readonly slug: string;
  readonly title: string;
  /** BCP 47. */
  readonly locale: string;
  /** IANA name. */
  readonly timezone: string;
}

export interface ClassroomView {
  readonly id: string;
  readonly title: string;
  /** What you are in it; an admin who is not on the roster is shown as teacher. */
  readonly role: ClassRole;
  readonly archived: boolean;
  /** You came by a class code, and may leave by yourself. Whom the school put on the roster, it takes off. */
  readonly mayLeave: boolean;
  /** You are on its roster. You see a class that you are not enrolled in as an admin. */
  readonly enrolled: boolean;
}

/** A class on somebody's card, and what they are in it. */
export interface CardClassroomView {
  readonly id: string;
  readonly title: string;
  readonly role: ClassRole;
}

/** What you may know of somebody of your school. */
export interface PersonCardView {
  readonly person: PersonView;
  /** Classes in use that you are both in, by title; to an admin all that they are in. */
  readonly classrooms: readonly CardClassroomView[];
  /** In your contacts. */
  readonly kept: boolean;
}

/** open: anyone of the class may join · on-request: staff add people (plugins may offer asking). */
export type RoomEntry = 'open' | 'on-request';
/** discussion: all may post · announcement: hosts and moderators post, all read. */
export type RoomPosting = 'discussion' | 'announcement';
/** What newcomers and returners see. */
export type RoomHistory = 'all' | 'from-join';

export interface RoomView {
  readonly id: string;
  readonly classroomId: string;
  /** `class` is the engine's own; other kinds are plugins'. */
  readonly kind: string;
  readonly parentId: string | null;
  readonly title: string;
  /** What it is about, on one line; empty when nobody has said. */
  readonly topic: string;
  readonly entry: RoomEntry;
  readonly posting: RoomPosting;
  readonly history: RoomHistory;
  /** While `history` is `all`: newcomers see what comes after this sequence; 0 is everything. */
  readonly historyFrom: number;
  /** Everyone of the class is put into it, newcomers too. */
  readonly everyone: boolean;
  readonly archived: boolean;
  /** Sequence of the newest recorded event. */
  readonly head: number;
}

/** A room in your list. */
export interface MyRoomView extends RoomView {
  readonly role: RoomRole;
  /** Your read cursor. */
  readonly seen: number;
  /** Live messages of others after your cursor, outside threads; 999 at most is counted. */
  readonly unread: number;
  /** Of the threads you began or answered in, by their roots: those with something unread, the newest 100 of them. */
  readonly threads: Readonly<Record<string, ThreadNews>>;
  /** The newest live message, for the list. */
  readonly last: LastMessage | null;
}

/** The newest live message of a room; its text cut at 140 characters. */
export interface LastMessage extends Authored {
  readonly id: string;
  readonly text: string;
  readonly at: string;
}

/** What is new in a thread you take part in. */
export interface ThreadNews {
  /** Your read cursor in it. */
  readonly seen: number;
  /** Live replies of others after it; 999 at most is counted. */
  readonly unread: number;
}

/** One room of yours, as it is opened. */
export interface RoomDetailsView extends MyRoomView {
  /** Sequence of the first of the unread messages, or null. */
  readonly firstUnread: number | null;
}

/** A room you are not in: of your class, or as an admin of your school. */
export interface BrowsedRoomView {
  readonly id: string;
  readonly classroomId: string;
  readonly title: string;
  readonly entry: RoomEntry;
  /** Null for a room that has to be asked for, as `people` is: outside of it people learn its title and no more, admins excepted. */
  readonly posting: RoomPosting | null;
  readonly people: number | null;
  /** Only admins are shown archived rooms. */
  readonly archived: boolean;
  /** How you get in: by yourself, by asking, or as an admin, which everybody in it sees. */
  readonly way: 'join' | 'ask' | 'enter';
}

export interface ParticipantView {
  readonly person: PersonView;
  readonly role: RoomRole;
  readonly joinedAt: string;
  /** Set for those who left or were removed: their messages still need a name. */
  readonly leftAt: string | null;
  readonly lastSeenAt: string | null;
}

/** Who came or went. Several who followed one another stand on one line: the first of them by name, and how many they are. */
interface Moved {
  readonly person: string;
  /** The next of them; two at most. */
  readonly others?: readonly string[];
  /** All of them; 1 unless said. */
  readonly count?: number;
}
export type MovedNote =
  | (Moved & { readonly what: 'joined' | 'left' })
  | (Moved & { readonly what: 'removed' | 'added'; readonly by: string });

/** What a line of the engine's says; the UI has the words. */
export type EngineNote =
  | MovedNote
  /** An admin came in by the right of their role alone. */
  | { readonly what: 'entered'; readonly person: string }
  | { readonly what: 'renamed'; readonly by: string; readonly title: string }
  | { readonly what: 'archived' | 'unarchived' | 'opened' | 'closed'; readonly by: string }
  | { readonly what: 'topic'; readonly by: string; readonly topic: string }
  | { readonly what: 'posting'; readonly by: string; readonly posting: RoomPosting }
  | { readonly what: 'history'; readonly by: string; readonly history: RoomHistory };

/** What a system line says; one of a plugin's has the plugin's own words, and its message says which plugin. */
export type SystemNote = EngineNote | { readonly what: 'plugin'; readonly text: string };

export interface Quote extends Authored {
  readonly id: string;
  /** Cut at 280 characters; empty once the quoted message is deleted. */
  readonly text: string;
  readonly deleted: boolean;
}

export interface MessageView extends Authored {
  readonly id: string;
  readonly roomId: string;
  readonly seq: number;
  readonly kind: 'text' | 'system';
  readonly clientId: string;
  readonly text: string;
  readonly note: SystemNote | null;
  readonly at: string;
  readonly quote: Quote | null;
  /** Root of the thread this message answers in, or null. Threads are not nested. */
  readonly threadRoot: string | null;
  /** Of a root: how many live replies, whose (the last three), how many you have not read. */
  readonly thread: ThreadView | null;
  readonly editedAt: string | null;
  readonly deletedAt: string | null;
  /** By plugin id: what each plugin shows on this message. */
  readonly shows: Readonly<Record<string, unknown>>;
}

/** A message as its `message.sent` event carries it: `seq` and `at` are the event's, absent fields are null or empty. */
export interface SentMessage extends Authored {
  readonly id: string;
  readonly clientId: string;
  readonly text: string;
  readonly note?: SystemNote;
  readonly quote?: Quote;
  readonly threadRoot?: string;
  readonly shows?: Readonly<Record<string, unknown>>;
}

export interface ThreadView extends ThreadFacts {
  /** Live replies of others after `seen`. */
  readonly unread: number;
  /** Your read cursor in this thread; 0 before you have opened it. */
  readonly seen: number;
}

/** The part of a thread's summary that is the same for every reader. */
export interface ThreadFacts {
  /** Live replies; a root without any has no thread. */
  readonly replies: number;
  /** The last three different people who wrote live replies, by their ids, the latest last. */
  readonly authors: readonly string[];
  /** When the latest live reply was sent. */
  readonly lastAt: string;
}

export interface MessagePage {
  readonly messages: readonly MessageView[];
  /** The room's newest sequence when the page was read: subscribe from here and nothing falls between. */
  readonly head: number;
  /** How many live messages come after the page, counted up to 999; null on a page before a sequence. */
  readonly later: number | null;
}

/** here: at the school now · never: of those, who have never signed in · ended: no longer at the school. */
export type PersonState = 'here' | 'never' | 'ended';

/** A person as the admins of their school see them. */
export interface SchoolPersonView {
  readonly person: PersonView;
  /** Null for somebody who has none. */
  readonly email: string | null;
  /** What they sign in with instead; null for whoever has an address. */
  readonly userName: string | null;
  /** On the rosters of how many classes they are. */
  readonly classes: number;
  /** When they were here last, to the minute; null: never. */
  readonly lastSeenAt: string | null;
  /** Nobody signs in as them yet. */
  readonly invited: boolean;
  readonly endedAt: string | null;
  readonly grants: readonly Grant[];
}

export interface SchoolPeoplePage {
  readonly people: readonly SchoolPersonView[];
  /** How many are meant in each state, whichever is shown; `here` counts those of `never` too. */
  readonly counts: Readonly<Record<PersonState, number>>;
  /** What to ask for the next page with, as `after`; null at the end. */
  readonly next: { readonly id: string; readonly name: string } | null;
}

/** A card by which a pupil without an address signs in. */
export interface CardView {
  readonly classroomId: string;
  readonly madeAt: string;
  readonly expiresAt: string;
  /** When it last signed somebody in; null: never. */
  readonly usedAt: string | null;
}

/** Who did something: null is whoever runs the server. */
export type ActBy = PersonView | { readonly plugin: string } | null;

/** One thing that was done about a person. */
export interface ActView {
  readonly id: string;
  readonly what: string;
  readonly at: string;
  readonly by: ActBy;
  /** What was changed from what to what, which grant: by the name of the act. */
  readonly facts: Readonly<Record<string, string>>;
}

export interface SchoolPersonDetails extends SchoolPersonView {
  readonly since: string;
  readonly inClasses: readonly {
    readonly id: string;
    readonly title: string;
    readonly role: ClassRole;
    /** The class has no other teacher. */
    readonly onlyTeacher: boolean;
  }[];
  /** Those that are valid. */
  readonly cards: readonly CardView[];
  readonly given: readonly { readonly grant: Grant; readonly at: string; readonly by: PersonView | null }[];
  /** Whether the reader may give them a one-time password; else the code of the refusal. */
  readonly slip: 'yes' | string;
  /** The newest first, 100 at most. */
  readonly acts: readonly ActView[];
}

/** What a school file says, with all that comes unless it is said. */
export interface SchoolSettings {
  readonly title: string;
  readonly locale: string;
  readonly timezone: string;
  readonly registration: 'closed' | 'code' | { readonly domains: readonly string[] };
  /** Each installed plugin by its id, with its settings also while it is off. */
  readonly plugins: Readonly<
    Record<string, { readonly on: boolean; readonly settings: Readonly<Record<string, unknown>> }>
  >;
}

/** A plugin that a school can switch on. */
export interface OfferedPlugin {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Ids of plugins that must be on too. */
  readonly requires: readonly string[];
  /** JSON Schema of its settings: an object with a property for each, with `title`, `description` and `default`. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** One thing in a school file that was changed; of a plugin that was switched, `path` ends with its id and the values are true and false. */
export interface SettingsChange {
  readonly path: readonly string[];
  readonly from?: unknown;
  readonly to?: unknown;
}

/** A mistake in a school file. */
export interface SchoolProblemView {
  /** From 1. */
  readonly line: number;
  /** Keys from the file's top, with dots between; empty for the file as a whole. */
  readonly path: string;
  readonly problem: string;
}

/** What was changed at one time by the page of settings. */
export interface SchoolChangeView {
  readonly id: string;
  readonly at: string;
  readonly by: ActBy;
  readonly changes: readonly SettingsChange[];
}

export interface SchoolSettingsView {
  /** Of the file that was read; what is changed is changed in this one. */
  readonly fingerprint: string;
  /** Why nothing can be changed now, as the refusal's code after `schools.`; null: it can. */
  readonly closed: 'no-file' | 'read-only' | 'mistakes' | 'other-nodes' | null;
  readonly problems: readonly SchoolProblemView[];
  readonly settings: SchoolSettings;
  readonly offered: readonly OfferedPlugin[];
  /** The newest first, 50 at most. */
  readonly history: readonly SchoolChangeView[];
}

/** What a person's browser seals with what they have not sent yet. */
export interface DeviceStorage {
  /** Tells nothing of who it is. */
  readonly name: string;
  /** 256 bits in base64url. It is never written to a disk, nor logged. */
  readonly key: string;
  /** Names of what the same account may have in this browser from its other schools: signing out removes those too. */
  readonly others: readonly string[];
}

/** What a browser is told of one school's plugins: those in use, with their settings (never secret). */
export interface Manifest {
  readonly plugins: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** By plugin and permission, the room roles that hold it. */
  readonly permissions: Readonly<Record<string, Readonly<Record<string, readonly RoomRole[]>>>>;
  /** What each installed plugin is called, by its id: also while it is off, since what it said stays. */
  readonly titles: Readonly<Record<string, string>>;
}

/** One kind of background work of a school, counted by what becomes of it. */
export interface JobCounts {
  /** `after`: what plugins do once an event was committed; `<plugin>.<job>`; `engine.<job>`. */
  readonly kind: string;
  readonly waiting: number;
  readonly active: number;
  /** Not before a time: it was asked for later, or failed and will be tried again. */
  readonly delayed: number;
  /** Done within `JobsOverview.doneWithin`. */
  readonly completed: number;
  readonly failed: number;
}

/** A job that failed for the last time. */
export interface FailedJobView {
  readonly id: string;
  readonly kind: string;
  readonly failedAt: string;
  readonly attempts: number;
  /** What went wrong, in one sentence; nothing that anybody wrote. */
  readonly error: string;
}

/** A school's background work at a moment. */
export interface JobsOverview {
  readonly kinds: readonly JobCounts[];
  /** The newest first, at most 100. */
  readonly failed: readonly FailedJobView[];
  /** More jobs are there than were looked at: the counts are at least so high. */
  readonly more: boolean;
  /** Seconds. */
  readonly doneWithin: number;
}
