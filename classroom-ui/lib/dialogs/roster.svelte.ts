import type { TRPCClient } from '@trpc/client';
import { api, http } from '#lib/api.ts';
import { Task } from '#lib/api-task.svelte.ts';
import { compareNames } from '#lib/kit/name-order.ts';
import type { ClassRole, PersonView } from '../../../engine/client.ts';
import type { AppRouter } from '../../../plugins/index.ts';
import type { ListTarget } from './roster-import.svelte.ts';

export interface RosterLine {
  readonly person: PersonView;
  readonly role: ClassRole;
  readonly enrolledAt: string;
  /** For staff only. */
  readonly email?: string | undefined;
  /** For staff only: of somebody without an address. */
  readonly userName?: string | undefined;
  /** For staff only: the class card, while it is valid. */
  readonly card?: { readonly expiresAt: string; readonly usedAt: string | null } | undefined;
  /** Was sent an invitation and has not accepted it yet. */
  readonly invited: boolean;
}

type Classrooms = TRPCClient<AppRouter>['classrooms'];
export type RosterList = Omit<Parameters<Classrooms['previewRoster']['mutate']>[0], 'classroomId'>;
/** How to read a list where it is not found rightly. */
export type HowRead = Omit<RosterList, 'csv'>;
export type RosterPreview = Awaited<ReturnType<Classrooms['previewRoster']['mutate']>>;
/** Until which day new cards are valid; or that they stand in for lost ones. */
type CardsHow = { readonly until?: string | undefined; readonly lost?: true | undefined };
export type CardsMade = Awaited<ReturnType<Classrooms['makeCards']['mutate']>>;
export type EnrolReport = Awaited<ReturnType<Classrooms['enrolMany']['mutate']>>;

const ORDER: Readonly<Record<ClassRole, number>> = { teacher: 0, assistant: 1, student: 2, guardian: 3 };

/** The roster of one class, as a dialog shows and changes it. */
export class Roster implements ListTarget {
  readonly place = 'class';
  readonly classroomId: string;
  readonly loading = new Task();
  lines = $state.raw<readonly RosterLine[] | null>(null);
  readonly enrolled = $derived(new Set(this.lines?.map(({ person }) => person.id)));

  constructor(classroomId: string) {
    this.classroomId = classroomId;
    void this.load();
  }

  load(): Promise<boolean> {
    return this.loading.run(async () => {
      const lines = await api().classrooms.roster.query({ classroomId: this.classroomId });
      this.lines = [...lines].sort(
        (a, b) => ORDER[a.role] - ORDER[b.role] || compareNames(a.person.name, b.person.name),
      );
    });
  }

  async enrol(personId: string, role: ClassRole): Promise<void> {
    await api().classrooms.enrol.mutate({ classroomId: this.classroomId, personId, role });
    await this.load();
  }

  /** For a teacher of the class, about its students. */
  async correctName(personId: string, name: string): Promise<void> {
    await api().people.correctName.mutate({ personId, name });
    await this.load();
  }

  async unenrol(personId: string): Promise<void> {
    await api().classrooms.unenrol.mutate({ classroomId: this.classroomId, personId });
    this.lines = this.lines?.filter(({ person }) => person.id !== personId) ?? null;
  }

  /** The answer alone says what stands on the cards. */
  makeCards(personIds: string[], how: CardsHow): Promise<CardsMade> {
    return http.classrooms.makeCards.mutate({ classroomId: this.classroomId, personIds, ...how });
  }

  /** Those of some pupils, or all of the class. */
  async takeCards(personIds?: string[]): Promise<{ taken: number }> {
    const answer = await api().classrooms.takeCards.mutate({
      classroomId: this.classroomId,
      ...(personIds && { personIds }),
    });
    await this.load();
    return answer;
  }

  /** A list of a whole class may be larger than a frame of the socket: it goes by HTTP. */
  add(list: RosterList & { from?: number | undefined; to?: number | undefined }): Promise<EnrolReport> {
    return http.classrooms.enrolMany.mutate({ classroomId: this.classroomId, ...list });
  }

  /** How a list is read, and what handing it in would do. */
  preview(list: RosterList): Promise<RosterPreview> {
    return http.classrooms.previewRoster.mutate({ classroomId: this.classroomId, ...list });
  }
}
