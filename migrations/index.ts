import type { MigrationOwner } from '../engine/index.ts';
import { installed } from '../plugins/index.ts';
import { CreateClassrooms } from './20261121-classrooms.ts';
import { CreateEventsAndOutbox } from './20261121-events-and-outbox.ts';
import { CreateInvitations } from './20261121-invitations.ts';
import { CreateMessages } from './20261121-messages.ts';
import { CreateRooms } from './20261121-rooms.ts';
import { CreateSchoolsAndPeople } from './20261121-schools-and-people.ts';
import { CreateEntered } from './20261122-entered.ts';
import { CreateGrants } from './20261122-grants.ts';
import { KeepReadsFromThreads } from './20261122-long-threads.ts';
import { CreateConnections } from './20261123-connections.ts';
import { FoldNames } from './20261130-names.ts';
import { GiveHosts } from './20261201-hosts.ts';
import { KeepActsAboutPeople } from './20261202-people.ts';
import { CreateRoomSettings } from './20261203-room-settings.ts';
import { GiveUserNames } from './20261204-user-names.ts';
import { CreateClassCards } from './20261205-class-cards.ts';
import { KeepSchoolChanges } from './20261206-school-changes.ts';
import { MarkHandedInvitations } from './20261207-handed-invitations.ts';
import { FollowThreads } from './20261208-followed-threads.ts';
import { FindNamesAsOneWord } from './20261209-names-as-one-word.ts';
import { AddEpochs } from './20261211-epochs.ts';
import { LetPluginsSpeak } from './20261212-plugins-speak.ts';

/**
 * All that may change the database, in order: the engine, then each installed plugin. A migration is known by its class's
 * name and runs once; never change one that has been released, add the next. None reads a school's file: every table
 * exists everywhere.
 */
export const migrationOwners: readonly MigrationOwner[] = [
  {
    name: 'engine',
    migrations: [
      CreateSchoolsAndPeople,
      CreateClassrooms,
      CreateRooms,
      CreateMessages,
      CreateEventsAndOutbox,
      CreateInvitations,
      CreateGrants,
      CreateConnections,
      CreateEntered,
      KeepReadsFromThreads,
      FoldNames,
      GiveHosts,
      KeepActsAboutPeople,
      CreateRoomSettings,
      GiveUserNames,
      CreateClassCards,
      KeepSchoolChanges,
      MarkHandedInvitations,
      FollowThreads,
      FindNamesAsOneWord,
      AddEpochs,
      LetPluginsSpeak,
    ],
  },
  ...installed.map(({ contract, parts }) => ({ name: contract.id as string, migrations: parts.migrations ?? [] })),
];
