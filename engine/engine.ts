import type { Access } from './commands/command.ts';
import type { CommandName, Draft, Outcome } from './commands/commands.ts';
import type { UnitOfWork } from './commands/unit-of-work.ts';
import type { Database } from './database/database.ts';
import type { Announcer } from './events/announcement.ts';
import type { MailPerson } from './mail/mail-person.ts';
import type { SendBatches } from './messages/send-batches.ts';
import type { FairQueue } from './operation/fair-queue.ts';
import type { Log } from './operation/log.ts';
import type { CommandMetrics } from './operation/metrics.ts';
import type { Nodes } from './operation/nodes.ts';
import type { Deployment } from './plugin-host/define-plugin.ts';
import type { Gatherings } from './plugin-host/gatherings.ts';
import type { SignedLinks } from './plugin-host/signed-links.ts';
import type { PluginProcess } from './plugin-host/start-plugins.ts';
import type { SchoolFiles } from './schools/school-files.ts';
import type { Schools } from './schools/schools.ts';

/** What commands, reads and jobs work with: one per process. */
export interface Engine {
  readonly database: Database;
  readonly schools: Schools;
  readonly schoolFiles: SchoolFiles;
  /** What the other nodes say of themselves. */
  readonly nodes: Nodes;
  readonly announcer: Announcer;
  /** Write-combined sends. */
  readonly sends: SendBatches;
  /** The pipeline inside an open unit of work: how a plugin's `engine.run` joins the transaction it is called in. */
  runWithin<K extends CommandName>(work: UnitOfWork, name: K, draft: Draft<K>): Promise<Outcome<K>>;
  /** The same for a command that is part of another one: its asker was found to be allowed, plugins decide as ever. */
  runGranted<K extends CommandName>(work: UnitOfWork, name: K, draft: Draft<K>, access: Access): Promise<Outcome<K>>;
  /**
   * Transactions that people asked for wait here for the database's connections, by person: whoever asks for hundreds of things
   * at once holds a few of them, and waits alone for the rest.
   */
  readonly transactions: FairQueue;
  /** What plugins hand in to be done together. */
  readonly gatherings: Gatherings;
  /** Tells the outbox relay that a transaction left work in it. */
  nudgeJobs(): void;
  readonly deployment: Deployment;
  /** What each plugin was given and holds in this process, by its id. */
  readonly pluginProcesses: Map<string, PluginProcess>;
  /** Makes and reads addresses that read as somebody for a while. */
  readonly links: SignedLinks;
  readonly mailPerson: MailPerson;
  readonly log: Log;
  /** Aborted when this process begins to stop its jobs. */
  readonly stopping: AbortSignal;
  readonly metrics: CommandMetrics;
}
