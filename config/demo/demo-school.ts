import type { ClassRole, RoomEntry, RoomHistory, RoomPosting, SchoolRole } from '../../engine/index.ts';

/** A school to try the product with, as data. People are named by the part of their address before the @. */
export interface DemoSchool {
  readonly slug: string;
  readonly people: Readonly<Record<string, { readonly name: string; readonly role: SchoolRole }>>;
  readonly classrooms: readonly DemoClassroom[];
}

export interface DemoClassroom {
  readonly title: string;
  /** Who creates it. */
  readonly teacher: string;
  readonly roster: Readonly<Record<string, ClassRole>>;
  readonly rooms: readonly DemoRoom[];
}

export interface DemoRoom {
  /** "Class room" comes with the class; the others are opened by the teacher. */
  readonly title: string;
  readonly entry?: RoomEntry;
  readonly posting?: RoomPosting;
  readonly history?: RoomHistory;
  readonly everyone?: boolean;
  /** Added by the teacher, besides those the class puts in. */
  readonly people?: readonly string[];
  /** Who asks to join, with their notes: where the school has join-requests. */
  readonly requests?: Readonly<Record<string, string>>;
  /** In the order of their times. */
  readonly lines: readonly DemoLine[];
  /** Who has read up to the end; the others up to what they wrote or reacted to last. */
  readonly readBy?: readonly string[];
}

export interface DemoLine {
  /** School days before today, and the time on the school's clock. */
  readonly day: number;
  readonly time: string;
  readonly by: string;
  readonly text: string;
  /** By which later lines mean this one. */
  readonly name?: string;
  readonly quotes?: string;
  readonly thread?: string;
  /** Whose names stand behind an @ in the text: where the school has mentions. */
  readonly mentions?: readonly string[];
  readonly reactions?: Readonly<Record<string, readonly string[]>>;
}

/** The same for everybody, and said on the terminal: a demo has no secrets. */
export const DEMO_PASSWORD = 'homeroom-demo';

export const demoEmail = (school: DemoSchool, person: string): string => `${person}@${school.slug}.example`;
