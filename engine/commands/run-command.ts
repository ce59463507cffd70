import type { z } from 'zod';
import type { Engine } from '../engine.ts';
import { DomainError, invalid } from '../errors/domain-error.ts';
import { expressSend } from '../messages/express-send.ts';
import { showFromTheFirst } from '../messages/show-first.ts';
import { guard, transform, within } from '../plugin-host/hooks.ts';
import { demandInUse } from '../rooms/find-room.ts';
import type { SchoolPlugins } from '../schools/school-plugins.ts';
import type { Asked } from './asked.ts';
import type { Access, Command } from './command.ts';
import { COMMANDS } from './command-table.ts';
import type { CommandName, Draft, Outcome, StoredMessage } from './commands.ts';
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
    const draft = parseDraft(COMMANDS[name], input, asked.school.plugins);
    if (isExpress(name, draft, asked)) {
      const sent = await expressSend(engine, asked, draft as Draft<'message.send'>);
      if (sent) return sent as Outcome<K>;
    }
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

/**
 * A send beside which no plugin writes rows is one statement, combined with the others of its moment. A transform may put
 * something into a draft that a plugin writes rows for: where there is both, no send is express. Nor is one in a room of a
 * plugin's kind: the express way finds that out for itself, and leaves it alone.
 */
function isExpress(name: CommandName, draft: unknown, { person, school: { plugins } }: Asked): boolean {
  if (name !== 'message.send' || person === null) return false;
  if (plugins.hooksIn('class', 'transform', name).length > 0)
    return plugins.hooksIn('class', 'within', name).length === 0;
  return plugins.within(name, (draft as Draft<'message.send'>).with, 'class').length === 0;
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
  const shows = await within(work, name, outcome, (draft as { with?: Record<string, unknown> }).with, access);
  if (name === 'message.send') showFromTheFirst(work, outcome as StoredMessage, shows);
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
