import { z } from 'zod';
import { run, sql } from '../database/sql.ts';
import { type Payload, passing, pluginContract, recorded, type Settings } from './contract.ts';
import { definePlugin, type PluginContext } from './define-plugin.ts';
import { definePluginUi, type SlotProps } from './define-plugin-ui.ts';
import type { Server } from './server-half.ts';

// What the compiler refuses, so that it need not be found by running. `npm run check` compiles this file: an error that is
// no longer made is an error.

const Vote = z.object({ pollId: z.uuid(), choice: z.int() });

const polls = pluginContract({
  id: 'polls',
  summary: 'Ask the class.',
  settings: z.strictObject({ most: z.int().default(5) }),
  permissions: { ask: ['host', 'moderator'] },
  errors: { closed: { fault: 'conflict', message: 'This poll is closed.' } },
  events: { voted: recorded(Vote), hovered: passing(z.object({ pollId: z.uuid() })) },
  message: { accepts: z.object({ question: z.string() }), shows: z.array(z.int()) },
  roomKinds: ['booth'],
});

const stars = pluginContract({
  id: 'stars',
  summary: 'Stars for votes.',
  requires: [polls],
  settings: z.strictObject({}),
  events: { given: recorded(z.object({ person: z.uuid() })) },
});

const other = pluginContract({
  id: 'other',
  summary: 'Stands alone.',
  settings: z.strictObject({}),
  events: { made: recorded(z.object({})) },
});

const privacy = { async *export() {}, erase: async () => undefined, retain: async () => 0 };
const booth = { booth: { visible: () => sql`true` } };

// A contract.
// @ts-expect-error a permission is held by room roles, and a teacher is none
pluginContract({ id: 'x', summary: '', settings: z.strictObject({}), permissions: { act: ['teacher'] } });
// @ts-expect-error a fault is one of the engine's seven words
pluginContract({ id: 'x', summary: '', settings: z.strictObject({}), errors: { no: { fault: 'oops', message: '' } } });
// @ts-expect-error an event is recorded or passing
pluginContract({ id: 'x', summary: '', settings: z.strictObject({}), events: { made: z.object({}) } });
// @ts-expect-error settings are an object
pluginContract({ id: 'x', summary: '', settings: z.string() });
// @ts-expect-error settings are there, even if empty
pluginContract({ id: 'x', summary: '' });

// Types that follow from it.
const settings: Settings<typeof polls> = { most: 5 };
// @ts-expect-error a setting is of its contract's type
settings.most = 'many';
const voted: Payload<typeof polls, 'voted'> = { pollId: '', choice: 1 };
// @ts-expect-error a payload has its contract's fields
voted.person = '';

// Deciding about a draft.
definePlugin(other, {
  guard: {
    'message.send': (draft, ctx) => {
      // @ts-expect-error a guard sees the draft and does not change it
      draft.text = 'forged';
      // @ts-expect-error a guard publishes nothing
      ctx.publish('made', draft.roomId, {});
      // @ts-expect-error a guard promises no job
      ctx.enqueue;
      // @ts-expect-error a guard tells nobody
      ctx.tell;
      // @ts-expect-error a guard says nothing
      ctx.say;
      // @ts-expect-error a guard runs no command
      ctx.engine;
      ctx.hold('approvals', 'why');
    },
    // @ts-expect-error a guard answers by refusing or holding, never with a value
    'room.rename': () => false,
  },
});
definePlugin(other, {
  transform: {
    // @ts-expect-error a transform returns a draft of its command
    'message.send': () => ({ text: 'half a draft' }),
    // @ts-expect-error a transform returns the draft, always
    'room.rename': () => undefined,
    'room.open': (draft, ctx) => {
      // @ts-expect-error a transform holds nothing back: that is a guard's to do
      ctx.hold('approvals', 'why');
      return draft;
    },
  },
});
definePlugin(other, {
  guard: {
    // @ts-expect-error there is no such command
    'message.shout': () => undefined,
  },
});
definePlugin(other, {
  guard: {
    // @ts-expect-error an event is no command: what happened cannot be refused
    'message.sent': () => undefined,
  },
});
definePlugin(other, {
  guard: {
    // @ts-expect-error a deadline is in milliseconds
    'message.send': { deadline: '1 s', run: () => undefined },
  },
});

// Tables.
definePlugin(other, { tables: ['other', 'other_made'], privacy });
// @ts-expect-error a table is named after its plugin
definePlugin(other, { tables: ['another'], privacy });
// @ts-expect-error a table is named, not described
definePlugin(other, { tables: [{ name: 'other' }], privacy });

// Refusing and being allowed, in the words of the contract.
definePlugin(polls, {
  roomKinds: booth,
  guard: {
    'message.send': (_draft, ctx) => {
      if (ctx.can('ask') && ctx.settings.most > 1) ctx.refuse('closed', { poll: 1 });
      // @ts-expect-error an error that the contract does not name
      ctx.refuse('too-late');
      // @ts-expect-error a permission that the contract does not name
      ctx.can('vote');
      // @ts-expect-error a setting that the contract does not have
      ctx.settings.least;
    },
  },
});

// Beside a command.
definePlugin(polls, {
  roomKinds: booth,
  within: {
    'message.send': (outcome, accepted, ctx) => {
      const question: string = accepted.question;
      ctx.publish('voted', outcome.roomId, { pollId: question, choice: 1 });
      ctx.publish('hovered', outcome.roomId, { pollId: question });
      ctx.tell('hovered', outcome.author, { pollId: question });
      // @ts-expect-error what is carried along has the type that the contract accepts
      accepted.answer;
      // @ts-expect-error a payload that does not fit its event
      ctx.publish('voted', outcome.roomId, { pollId: question });
      // @ts-expect-error an event that the contract does not name
      ctx.publish('closed', outcome.roomId, {});
      // @ts-expect-error an event of the engine is the engine's to record
      ctx.publish('message.sent', outcome.roomId, {});
    },
  },
});
definePlugin(other, {
  within: {
    'message.send': (_outcome, accepted) => {
      // @ts-expect-error whoever accepts nothing is given nothing
      accepted.question;
    },
  },
});

// Commands of the engine.
definePlugin(other, {
  after: {
    'room.renamed': async (event, ctx) => {
      await ctx.engine.run('room.rename', { roomId: event.roomId, title: event.payload.title });
      // @ts-expect-error a command is given its own draft
      await ctx.engine.run('room.rename', { roomId: event.roomId });
      // @ts-expect-error there is no such command
      await ctx.engine.run('room.paint', {});
      const { id }: { readonly id: string } = await ctx.say(event.roomId, { key: '7', text: 'Noted.' });
      await ctx.say(event.roomId, { key: id, line: 'Renamed.' });
      // @ts-expect-error what is said has a key, by which it is said once
      await ctx.say(event.roomId, { text: 'Noted.' });
      // @ts-expect-error a text or a line
      await ctx.say(event.roomId, { key: id });
      // @ts-expect-error and not both
      await ctx.say(event.roomId, { key: id, text: 'Noted.', line: 'Renamed.' });
      // @ts-expect-error nobody is its author
      await ctx.say(event.roomId, { key: id, text: 'Noted.', author: id });
      // @ts-expect-error a plugin speaks by `say` alone, and for itself
      await ctx.engine.run('message.say', { roomId: event.roomId, key: id, text: 'Noted.' });
      // @ts-expect-error nobody asked: there is no actor after the event
      ctx.actor;
      // @ts-expect-error an event has its own payload
      event.payload.colour;
    },
  },
});

// Hearing of events.
definePlugin(stars, { after: { 'polls.voted': (event) => void event.payload.choice, 'stars.given': () => undefined } });
definePlugin(stars, {
  after: {
    // @ts-expect-error an event of a plugin that it does not require
    'other.made': () => undefined,
  },
});
definePlugin(stars, {
  after: {
    // @ts-expect-error an event that nobody declared
    'polls.closed': () => undefined,
  },
});
definePlugin(stars, {
  after: {
    // @ts-expect-error a passing event is gone by then
    'polls.hovered': () => undefined,
  },
});
definePlugin(stars, {
  // @ts-expect-error a notice is about an event that the plugin may hear
  notices: { made: { on: 'other.made', to: () => [], says: '', title: '' } },
});

// Jobs, rooms and what is shown.
const count = { name: 'count', payload: z.object({ pollId: z.uuid() }), run: async () => undefined };
definePlugin(polls, {
  roomKinds: booth,
  jobs: [
    {
      ...count,
      run: async ({ pollId }: { pollId: string }, ctx) => {
        await ctx.say('', { key: pollId, text: 'The poll is over.' });
      },
    },
    {
      ...{ name: 'long', payload: count.payload },
      runLong: async (_payload, ctx) => {
        // @ts-expect-error what takes long says something inside a unit of work
        ctx.say;
        await ctx.work((work) => work.say('', { key: '1', line: 'Over.' }));
      },
    },
  ],
});
definePlugin(polls, {
  roomKinds: booth,
  jobs: [count],
  after: {
    'polls.voted': (event, ctx) => {
      ctx.enqueue(count, { pollId: event.payload.pollId }, { delayMs: 5 });
      // @ts-expect-error a job is promised with its own payload
      ctx.enqueue(count, { poll: 1 });
    },
  },
});
definePlugin(polls, {
  // @ts-expect-error every kind of room that the contract names says when it is visible
  roomKinds: {},
});
definePlugin(polls, {
  // @ts-expect-error a kind of room that the contract does not name
  roomKinds: { ...booth, cave: { visible: () => sql`true` } },
});
definePlugin(polls, {
  roomKinds: booth,
  // @ts-expect-error what is shown has the type that the contract says
  show: async (messages) => new Map(messages.map(({ id }) => [id, 'five'])),
});
definePlugin(other, {
  // @ts-expect-error a contract that shows nothing has nothing to show
  show: async (messages) => new Map(messages.map(({ id }) => [id, 5])),
});

// Its own procedures.
const pollsServer = definePlugin(polls, {
  roomKinds: booth,
  router: ({ router, inRoom, signedIn, atGate }) =>
    router({
      vote: inRoom.input(z.strictObject({ roomId: z.uuid() })).mutation(({ ctx }) => {
        ctx.publish('voted', ctx.room, { pollId: '', choice: 1 });
        // @ts-expect-error an error that the contract does not name
        ctx.refuse('too-late');
        // @ts-expect-error what the engine counts requests with is its own
        ctx.limits;
        // @ts-expect-error accounts are the engine's
        ctx.accounts;
        // @ts-expect-error jobs are promised by `enqueue`, and listed by nobody
        ctx.jobs;
        return { role: ctx.participant.role };
      }),
      mine: signedIn.query(({ ctx }) => {
        // @ts-expect-error outside a room there is none
        ctx.room.id;
        return ctx.actor.id;
      }),
      // @ts-expect-error at the gate one may not be in the room yet
      knock: atGate.mutation(({ ctx }) => ctx.participant.role),
    }),
});

const otherServer = definePlugin(other, {});

// What it reads from the environment, and holds while the process runs.
const environment = z.object({ OTHER_URL: z.string().optional(), OTHER_MOST: z.coerce.number().default(5) });
interface State {
  readonly open: Set<string>;
}
type Other = typeof other & Server<typeof environment, State>;
definePlugin(other, {
  environment,
  start: ({ environment: { OTHER_MOST, ...others }, deployment }) => {
    const most: number = OTHER_MOST;
    // @ts-expect-error a variable that the plugin does not declare
    others.OTHER_ADDRESS;
    return { open: new Set([deployment.dataDir.slice(most)]) };
  },
  stop: (state) => {
    state.open.clear();
    // @ts-expect-error the state is what `start` answered
    state.closed;
  },
  guard: {
    'message.send': (_draft, ctx) => {
      const url: string | undefined = ctx.environment.OTHER_URL;
      ctx.state.open.has(url ?? '');
      // @ts-expect-error a variable that the plugin does not declare
      ctx.environment.OTHER_ADDRESS;
      // @ts-expect-error a variable has the type that its schema gives it
      ctx.environment.OTHER_MOST.length;
      // @ts-expect-error the state is what `start` answered
      ctx.state.closed;
    },
  },
  router: ({ router, signedIn }) =>
    router({
      most: signedIn.query(({ ctx }) => {
        // @ts-expect-error a variable that the plugin does not declare
        ctx.environment.OTHER_ADDRESS;
        return ctx.environment.OTHER_MOST + ctx.state.open.size;
      }),
    }),
});
/** A file of its own names both by the alias. */
const close = (_event: object, ctx: PluginContext<Other>): void => {
  ctx.state.open.delete(ctx.environment.OTHER_URL ?? '');
  // @ts-expect-error a variable that the plugin does not declare
  ctx.environment.OTHER_ADDRESS;
};
definePlugin(other, { environment, start: (): State => ({ open: new Set() }), after: { 'message.sent': close } });
definePlugin(other, {
  environment,
  start: () => ({ open: 5 }),
  // @ts-expect-error a state other than the one that the alias names
  after: { 'message.sent': close },
});
definePlugin(other, {
  // @ts-expect-error variables are an object of schemas
  environment: z.string(),
});
definePlugin(other, {
  guard: {
    'message.send': (_draft, ctx) => {
      // @ts-expect-error a plugin without variables reads none
      ctx.environment.OTHER_URL;
      // @ts-expect-error a plugin without `start` holds nothing
      ctx.state.open;
    },
  },
});

// Its browser half.
definePluginUi<typeof pollsServer>({
  slots: {},
  reduce: {
    voted: (shown, { choice }) => [...(shown ?? []), choice],
    // @ts-expect-error a reducer makes what the contract shows
    hovered: () => 'hovered',
  },
});
definePluginUi<typeof pollsServer>({
  slots: {},
  // @ts-expect-error an event that the contract does not name
  reduce: { closed: () => undefined },
});
definePluginUi<typeof pollsServer>({
  slots: {},
  reduce: {
    voted: (shown, payload) => {
      // @ts-expect-error a payload has its event's fields
      payload.person;
      return shown;
    },
  },
});
declare const inSlot: SlotProps<'message.below', typeof pollsServer>;
inSlot.can('ask');
// @ts-expect-error a permission that the contract does not name
inSlot.can('vote');
declare const ofOther: SlotProps<'message.below', typeof otherServer>;
// @ts-expect-error a plugin without permissions has none to ask for
ofOther.can('ask');
const role: Promise<{ role: 'host' | 'moderator' | 'member' | 'observer' }> = inSlot.api.vote.mutate({ roomId: '' });
void role;
// @ts-expect-error a procedure that the plugin does not have
inSlot.api.poll;
// @ts-expect-error a mutation is not asked as a query
inSlot.api.vote.query;
// @ts-expect-error an input that does not fit its procedure
inSlot.api.vote.mutate({ room: '' });
// @ts-expect-error an input that is missing
inSlot.api.vote.mutate();
// @ts-expect-error a slot is handed the procedures of its own plugin, and of no other
inSlot.api.stars;
// @ts-expect-error nor those of the engine
inSlot.api.messages;
// @ts-expect-error a plugin without a router has no procedures
ofOther.api.vote;
definePluginUi<typeof pollsServer>({
  // @ts-expect-error the list of places is closed
  slots: { 'message.above': undefined },
});

// Statements.
declare const ctx: PluginContext<typeof polls>;
const [row] = await run(
  ctx.em,
  sql<{ n: number }>`select count(*)::int n from polls where most > ${ctx.settings.most}`,
);
const n: number | undefined = row?.n;
// @ts-expect-error a column that the statement does not declare
row?.m;
// @ts-expect-error a statement is made by the tag: its values never become part of its text
void run(ctx.em, `select count(*) from polls where choice = ${n}`);
// @ts-expect-error a value is something PostgreSQL knows: an object is written as JSON first
sql`insert into polls (choices) values (${{ a: 1 }})`;
// @ts-expect-error a rule of seeing is a part of a statement
definePlugin(polls, { roomKinds: { booth: { visible: () => 'true' } } });
