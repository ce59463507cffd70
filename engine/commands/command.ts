import type { z } from 'zod';
import type { Classroom } from '../classrooms/classroom.ts';
import type { Engine } from '../engine.ts';
import type { Participant } from '../participants/participant.ts';
import type { ClassRole } from '../roles/roles.ts';
import type { Room } from '../rooms/room.ts';
import type { SchoolPlugins } from '../schools/school-plugins.ts';
import type { Asked } from './asked.ts';
import type { CommandName, Draft, Outcome } from './commands.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** What the asker was found to be allowed to touch, and as what. Empty parts do not concern the command. */
export interface Access {
  readonly room?: Room;
  /** Absent when a plugin asks on its own account. */
  readonly participant?: Participant;
  readonly classroom?: Classroom;
  readonly classRole?: ClassRole;
}

/** By plugin: what a message shows of it. */
export type Shows = Readonly<Record<string, unknown>>;

/** One verb of the engine. */
export interface Command<K extends CommandName> {
  readonly name: K;
  /** Parses what was asked; the door where bad input ends. `message.send` depends on the school's plugins. */
  readonly draft: z.ZodType<Draft<K>> | ((plugins: SchoolPlugins) => z.ZodType<Draft<K>>);
  /** Finds what the draft is about through what the asker may see. @throws DomainError `missing`, `forbidden` */
  readonly access: (draft: Draft<K>, work: UnitOfWork) => Promise<Access>;
  /** What happened when the same thing was asked before: asked right after access, so that a retry learns its fate. */
  readonly earlier?: (draft: Draft<K>, access: Access, work: UnitOfWork) => Promise<Outcome<K> | null>;
  /** Is carried out in an archived room too: it changes nothing of what stands there. All others are refused. */
  readonly inArchived?: true;
  /** Does it: writes rows, records events. Sees the draft that every transform and guard has passed. */
  readonly run: (draft: Draft<K>, access: Access, work: UnitOfWork) => Promise<Outcome<K>>;
  /** A faster way to the same end, tried before a transaction opens. Null: nothing was written, and the transaction decides. */
  readonly express?: (engine: Engine, asked: Asked, draft: Draft<K>) => Promise<Outcome<K> | null>;
  /** Its draft carries parts for plugins in `with`, and what plugins show on the message it stores is part of its event. */
  readonly drawsMessage?: (work: UnitOfWork, outcome: Outcome<K>, shows: Shows) => void;
}

export const command = <K extends CommandName>(name: K, parts: Omit<Command<K>, 'name'>): Command<K> => ({
  name,
  ...parts,
});
