// PostgreSQL roles that nobody signs in as: a connection takes one on with its startup options.

/** Migrates, and owns the tables. */
export const OWNER_ROLE = 'homeroom_owner';
/** Serves requests: row-level security shows it one school at a time. */
export const APP_ROLE = 'homeroom_app';
/** Relays the outbox, sweeps, writes send batches, looks up sessions: sees every school. */
export const SYSTEM_ROLE = 'homeroom_system';

export const ROLES = [OWNER_ROLE, APP_ROLE, SYSTEM_ROLE] as const;
