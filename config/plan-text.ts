import { type AnyPlugin, COMMANDS, ENGINE_EVENTS, SchoolPlugins, type SchoolSetup } from '../engine/index.ts';
import { UsageError } from './explain.ts';
import { nearest } from './nearest.ts';

type Hook = ReturnType<SchoolPlugins['hooks']>[number];

/** What the pipeline does with a failing or late hook of each phase. */
const POLICY = {
  transform: 'a failure fails the command',
  guard: 'a failure fails the command',
  within: 'a failure fails the command and undoes it',
  after: 'a failure is logged and tried again; the sender never hears of it',
} as const;

/**
 * The hooks of a command at a school, in the order they run: phase, plugin, deadline and what a failure does.
 * @throws UsageError for a school or a command that is not there, with the nearest name
 */
export function planText(
  schools: readonly SchoolSetup[],
  installed: readonly AnyPlugin[],
  slug: string,
  command: string,
): string {
  const school = named(schools, slug);
  refuseUnknown(command);
  const plugins = new SchoolPlugins(installed, school.plugins);
  const lines = (['transform', 'guard', 'within'] as const).flatMap((phase) =>
    phaseLines(phase, phase, plugins.hooks(phase, command)),
  );
  const after = eventsOf(command).flatMap((event) =>
    phaseLines(`after ${event}`, 'after', plugins.hooks('after', event)),
  );
  return [`${command} at ${school.title} (${slug})`, '', ...lines, ...after].join('\n');
}

function named(schools: readonly SchoolSetup[], slug: string): SchoolSetup {
  const school = schools.find((each) => each.slug === slug);
  if (school) return school;
  const slugs = schools.map((each) => each.slug);
  throw new UsageError(`There is no school "${slug}"; ${guess(slug, slugs)}`);
}

function refuseUnknown(command: string): void {
  const names = Object.keys(COMMANDS);
  if (!names.includes(command)) throw new UsageError(`There is no command "${command}"; ${guess(command, names)}`);
}

function guess(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near ? `did you mean "${near}"?` : `there are ${known.join(', ')}.`;
}

function phaseLines(title: string, phase: keyof typeof POLICY, hooks: readonly Hook[]): string[] {
  if (hooks.length === 0) return [`  ${title.padEnd(28)} –`];
  return hooks.map(({ plugin, deadline }, place) => {
    const head = place === 0 ? title : '';
    return `  ${head.padEnd(28)} ${plugin.contract.id.padEnd(20)} ${String(deadline).padStart(5)} ms   ${POLICY[phase]}`;
  });
}

/** The engine's recorded events about the same thing: `message.send` → `message.sent`, `message.edited`, … */
const eventsOf = (command: string): string[] =>
  Object.keys(ENGINE_EVENTS).filter((event) => event.split('.')[0] === command.split('.')[0]);
