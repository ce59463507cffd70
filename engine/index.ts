// The door for plugins' servers and for config. What is not exported here is the engine's own business.
export { Migration } from '@mikro-orm/migrations';
export type { EntityManager } from '@mikro-orm/postgresql';
export { addPerson, personWithEmail, personWithUserName } from './accounts/roster.ts';
export { signToken } from './accounts/signed-token.ts';
export { UserName } from './accounts/user-name.ts';
export { EmailAddress, PersonName } from './accounts/words.ts';
// What config starts and stops.
export type { ApiContext } from './api/context.ts';
export { engineRouters } from './api/engine-routers.ts';
export { httpStatusOf } from './api/errors.ts';
export { router, routerOf } from './api/procedures.ts';
export { COMMANDS } from './commands/command-table.ts';
export type { CommandName, Commands, Draft, Outcome, StoredMessage } from './commands/commands.ts';
export { parseDraft, runCommand } from './commands/run-command.ts';
export { DatabaseNotReady } from './database/database-not-ready.ts';
export type { MigrationOwner } from './database/migrate.ts';
export { bool, float8, int4, int8, json, type RowOf, string, uuid, uuids } from './database/row.ts';
export { runningServer } from './database/running-server.ts';
export { joined, run, type Sql, sql, text } from './database/sql.ts';
export { conflict, DomainError, forbidden, invalid, missing } from './errors/domain-error.ts';
export { NotNow, refusalIn } from './errors/outage.ts';
export { ENGINE_EVENTS } from './events/engine-events.ts';
export { inHtml, letter, type Paragraph } from './mail/letter.ts';
export { authored } from './messages/authored.ts';
export { demandPosting } from './messages/demand-posting.ts';
export { plainOf } from './messages/plain-of.ts';
export { findMessage } from './messages/references.ts';
export { isoUtc } from './messages/thread-facts.ts';
export { foldName, searchKey } from './names.ts';
export { type EngineSettings, type OpenEngine, openEngine } from './open-engine.ts';
export { createLog, type Log } from './operation/log.ts';
export { logFailure } from './operation/log-failure.ts';
export { stopOnSignals } from './operation/stop.ts';
export type { Participant } from './participants/participant.ts';
export type { Person } from './people/person.ts';
export { holdsGrant } from './people/person-grant.ts';
export { personJson } from './people/person-view.ts';
export type { AnyPlugin } from './plugin-host/any-plugin.ts';
export { composePlugins } from './plugin-host/compose-plugins.ts';
export { type PluginContract, routerKey, titleOf } from './plugin-host/contract.ts';
export type {
  ActorContext,
  Deployment,
  DueNotice,
  Gathering,
  GuardContext,
  HeardEvent,
  Job,
  LongJob,
  OutsideContext,
  Plugin,
  PluginContext,
  RoomContext,
  Route,
  RouteContext,
  SchoolFacts,
  TakenBackNotice,
} from './plugin-host/define-plugin.ts';
export { definePlugin } from './plugin-host/define-plugin.ts';
export { firstWords, type Routed } from './plugin-host/first-words.ts';
export type { ProcedureKit } from './plugin-host/procedures.ts';
export type { Server, StartContext } from './plugin-host/server-half.ts';
export { type PluginEnvironments, readPluginEnvironments, variablesOf } from './plugin-host/start-plugins.ts';
export type { ClassRole, RoomRole, SchoolRole } from './roles/roles.ts';
export { GRANTS, isStaff, SCHOOL_ROLES } from './roles/roles.ts';
export { demandInUse } from './rooms/find-room.ts';
export { Room } from './rooms/room.ts';
export { drawEpochs } from './schools/epochs.ts';
export type { SchoolEdit, SchoolFile, SchoolFiles, SettingsDraft } from './schools/school-files.ts';
export { cannotWrite, fileFact } from './schools/school-files.ts';
export { SchoolPlugins } from './schools/school-plugins.ts';
export type { LiveSchool, Registration, SchoolSetup } from './schools/schools.ts';
export { type RunningEngine, startEngine } from './start.ts';
export { plainLine } from './text.ts';
export type {
  MessageView,
  OfferedPlugin,
  PersonView,
  RoomEntry,
  RoomHistory,
  RoomPosting,
  SchoolProblemView,
  SchoolSettings,
  SettingsChange,
} from './views.ts';
export { aheadAt, wallClock } from './wall-clock.ts';
