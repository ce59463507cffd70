import type { z } from 'zod';
import type { Engine } from '../engine.ts';
import { DomainError, invalid } from '../errors/domain-error.ts';
import { guard, transform, within } from '../plugin-host/hooks.ts';
import { demandInUse } from '../rooms/find-room.ts';
import type { Carried, SchoolPlugins } from '../schools/school-plugins.ts';
import type { Asked } from './asked.ts';
import type { Access, Command } from './command.ts';
import { COMMANDS } from './command-table.ts';
import type { CommandName, Draft, Outcome } from './commands.ts';
import { untilSettled } from './raced.ts';
import { inUnitOfWork, type UnitOfWork } from './unit-of-work.ts';

/**
 * The one way in: the API, plugins, jobs and tests all change things here.
 * parse → access → idempotency → transform → guard → run → within → number → commit → publish → after.
 * @throws DomainError when refused: nothing was written.
 */
export function runCommand<K extends CommandName>(
  engine: Engine,
  asked: Asked,
  name: K,
  input: unknown,
): Promise<Outcome<K>> {
  return counted(engine, name, async () => {
    const command = COMMANDS[name] as Command<K>;
    const draft = parseDraft(command, input, asked.school.plugins);
    const done = await command.express?.(engine, asked, draft);
    if (done) return done;
    return untilSettled(() => inUnitOfWork(engine, asked, (work) => carryOut(work, name, draft)));
  });
}

/** A plugin's own procedure that changes something: the same unit of work, numbering and announcing, under its own name. */
export function runPluginCommand<T>(
  engine: Engine,
  asked: Asked,
  name: string,
  act: (work: UnitOfWork) => Promise<T>,
): Promise<T> {
  return counted(engine, name, () => inUnitOfWork(engine, asked, act));
}

async function counted<T>(engine: Engine, name: string, run: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    const outcome = await run();
    engine.metrics.command(name, 'done', (performance.now() - started) / 1_000);
    return outcome;
  } catch (error) {
    const refused = error instanceof DomainError || (error as { cause?: unknown }).cause instanceof DomainError;
    engine.metrics.command(name, refused ? 'refused' : 'failed');
    throw error;
  }
}

/** The pipeline inside an open transaction: a plugin's own `engine.run` joins here, with what it may have from outside. */
export function runWithin<K extends CommandName>(work: UnitOfWork, name: K, input: unknown): Promise<Outcome<K>> {
  return carryOut(work, name, parseDraft(COMMANDS[name], input, work.asked.school.plugins));
}

async function carryOut<K extends CommandName>(work: UnitOfWork, name: K, input: Draft<K>): Promise<Outcome<K>> {
  const command = COMMANDS[name] as Command<K>;
  const access = await command.access(input, work);
  const before = await command.earlier?.(input, access, work);
  return before ?? runGranted(work, name, input, access);
}

/** The pipeline after access, for a command that is part of another one whose asker may do it: plugins decide as ever. */
export async function runGranted<K extends CommandName>(
  work: UnitOfWork,
  name: K,
  input: Draft<K>,
  access: Access,
): Promise<Outcome<K>> {
  const command = COMMANDS[name] as Command<K>;
  const { plugins } = work.asked.school;
  refuseArchived(work, command, access);
  const draft = await transform(work, name, input, access, (changed) => parseDraft(command, changed, plugins));
  await guard(work, name, draft, access);
  const outcome = await command.run(draft, access, work);
  const carried = command.drawsMessage ? ((draft as { with?: Carried }).with ?? {}) : null;
  const shows = await within(work, name, outcome, carried, access);
  command.drawsMessage?.(work, outcome, shows);
  return outcome;
}

/** An archived room is read, left, brought back or deleted, and nothing else. @throws DomainError `rooms.archived` */
function refuseArchived<K extends CommandName>(
  { inUse }: UnitOfWork,
  { inArchived }: Command<K>,
  { room }: Access,
): void {
  if (!room || inArchived) return;
  demandInUse(room);
  inUse.add(room.id);
}

/** @throws DomainError `invalid`, naming the first field that is wrong */
export function parseDraft<K extends CommandName>(
  command: Command<K>,
  input: unknown,
  plugins: SchoolPlugins,
): Draft<K> {
  const schema = typeof command.draft === 'function' ? command.draft(plugins) : command.draft;
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error);
}

/** Turns a zod error into the engine's own: the path of the first field that is wrong, and why. */
export function invalidInput(error: z.ZodError): DomainError {
  const issue = error.issues[0];
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [...(issue?.path ?? []), ...(extra === undefined ? [] : [extra])].join('.');
  return invalid(path || 'input', issue?.message ?? 'That is not valid.');
}
