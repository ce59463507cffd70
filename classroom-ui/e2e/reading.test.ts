import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { type Homeroom, startHomeroom } from './homeroom.ts';
import { enter, hide, type Screen, signIn, unique } from './people.ts';
import { Program, Reading, watchMarks } from './reading.ts';

// Ana reads on two devices what others write: how far she has read is held to what was visible. `LONG=1` plays many more.
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_130);
const SCRIPTS = process.env.LONG === '1' ? 60 : 1;
const STEPS = 12;

const ACTS = {
  ...{ scroll: 10, jump: 3, unread: 2, thread: 4, close: 2, leave: 1, return: 6, hide: 2, show: 3, reload: 1, say: 1 },
  ...{ talk: 4, reply: 3, wall: 2, delete: 1 },
} as const;
interface Step {
  readonly act: keyof typeof ACTS;
  readonly device: number;
  readonly size: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  act: fc.oneof(
    ...Object.entries(ACTS).map(([act, weight]) => ({ weight, arbitrary: fc.constant(act as keyof typeof ACTS) })),
  ),
  device: fc.nat(1),
  size: fc.integer({ min: 1, max: 12 }),
});
const sizes = (most: number) => fc.constantFrom(0, 1, Math.ceil(most / 3), most);
const script = fc.record({
  ...{ talk: sizes(24), wall: sizes(15), replies: sizes(12), later: sizes(24) },
  steps: fc.array(step, { minLength: STEPS, maxLength: STEPS }),
});
type Script = typeof script extends fc.Arbitrary<infer T> ? T : never;

const done = (device: number, ...acts: readonly Step['act'][]) => acts.map((act) => ({ act, device, size: 3 }));
/** What went wrong once, or is seldom met. */
const KNOWN: readonly Script[] = [
  // More than a page is unread, and a wall of lines follows it: neither may be jumped over.
  {
    ...{ talk: 52, wall: 15, replies: 0, later: 0 },
    steps: done(0, 'return', 'scroll', 'leave', 'return', 'jump'),
  },
  // More of a thread is unread than fits.
  { ...{ talk: 1, wall: 0, replies: 16, later: 0 }, steps: done(0, 'return', 'thread', 'scroll', 'close', 'thread') },
  // What comes under a thread that covers the messages, and what comes behind another tab, nobody has seen.
  {
    ...{ talk: 1, wall: 0, replies: 1, later: 0 },
    steps: done(1, 'return', 'hide', 'talk', 'show', 'thread', 'talk', 'close'),
  },
];
const scripts = [...KNOWN, ...fc.sample(script, { seed: SEED, numRuns: SCRIPTS })];

const DEVICES = [
  { width: 1280, height: 620 },
  { width: 390, height: 620 },
];

let homeroom: Homeroom;
let people: Program[];
let devices: Screen[];
let reading: Reading;
test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom();
  people = await Promise.all(
    ['ana', 'rivera', 'chidi', 'ben', 'dora'].map((name) => Program.signIn(homeroom.url, name)),
  );
  devices = await Promise.all(
    DEVICES.map((viewport) => signIn(browser, 'ana@oakwood.example', { baseURL: homeroom.url, viewport })),
  );
  for (const { page, context } of devices) {
    await watchMarks(context, (mark, sight) => reading.marks[sight].add(mark));
    await page.reload();
  }
});
test.afterAll(async () => {
  for (const { context } of devices) await context.close();
  for (const person of people) await person.close();
  await homeroom.stop();
});

for (const [at, { steps, ...past }] of scripts.entries()) {
  test(`reading ${at} of seed ${SEED}: what is read was visible, and what was visible is read`, async () => {
    reading = await openRoom(`Reading ${at}`);
    await reading.talk(past.talk);
    await reading.wall(past.wall);
    await reading.reply(past.replies, past.replies);
    await reading.talk(past.later);
    for (const [at, one] of steps.entries()) {
      await take(one);
      await settle(...devices);
      expect(reading.skipped(await reading.cursors()), `after step ${at}: ${JSON.stringify(one)}`).toEqual([]);
    }
    await readEverything();
  });
}

async function openRoom(title: string): Promise<Reading> {
  const [ana, ...others] = people as [Program, ...Program[]];
  const [rivera] = others as [Program];
  const classes = await rivera.read<{ id: string; title: string }[]>('classrooms.list', undefined);
  const classroomId = classes.find((one) => one.title === 'Biology 7B')?.id;
  const room = await rivera.ask<{ id: string; title: string }>('rooms.open', { classroomId, title, everyone: true });
  return new Reading(room, ana, others);
}

const isOpen = ({ page }: Screen): boolean => page.url().endsWith(reading.roomId);
const thread = ({ page }: Screen) => page.getByRole('complementary', { name: 'Thread' });

/** What cannot be done where the device is now is not done. */
async function take({ act, device, size }: Step): Promise<void> {
  const screen = devices[device] as Screen;
  const { page } = screen;
  const press = async (name: string | RegExp) => {
    const button = page.getByRole('button', { name }).first();
    if (await button.isVisible()) await button.click();
  };
  if (act === 'talk' || act === 'wall') await reading[act](size);
  else if (act === 'reply') await reading.reply(size, size);
  else if (act === 'delete') await reading.delete(size * 7);
  else if (act === 'hide' || act === 'show') await hide(screen, act === 'hide');
  else if (act === 'return') await visit(screen, reading.title);
  else if (!isOpen(screen)) return;
  else if (act === 'leave') await visit(screen, 'Class room');
  else if (act === 'reload') await page.reload();
  else if (act === 'scroll') await scroll(screen, (size - 5) * 110);
  else if (act === 'jump') await press(/^Jump to latest/);
  else if (act === 'unread') await press('Unread messages above');
  else if (act === 'close') await press('Close thread');
  else if (act === 'thread') await openThread(screen, size);
  else if (await screen.composer.isVisible()) await screen.say(unique('I say'));
}

async function visit(screen: Screen, title: string): Promise<void> {
  await toList(screen);
  await enter(screen, title);
}

/** A phone shows the list of rooms by itself. */
async function toList(screen: Screen): Promise<void> {
  const back = screen.page.getByRole('link', { name: /^Back to your rooms/ });
  if (await thread(screen).isVisible()) await thread(screen).getByRole('button', { name: 'Close thread' }).click();
  if (await back.isVisible()) await back.click();
}

async function scroll(screen: Screen, by: number): Promise<void> {
  const place = (await thread(screen).isVisible()) ? thread(screen) : screen.log;
  const box = await place.boundingBox();
  if (!box) return;
  await screen.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await screen.page.mouse.wheel(0, by);
}

async function openThread({ page, log }: Screen, which: number): Promise<void> {
  const summaries = log.getByRole('button', { name: /^\d+ repl/ });
  const count = await summaries.count();
  if (count === 0 || (await page.getByRole('button', { name: 'Close thread' }).isVisible())) return;
  await summaries.nth(which % count).click();
}

/** Until what moves by itself has moved. */
const settle = (...screens: readonly Screen[]) =>
  Promise.all(
    screens.map(({ page }) =>
      page.evaluate(async () => {
        for (let frame = 0; frame < 14; frame++) await new Promise(requestAnimationFrame);
      }),
    ),
  );

/** Looks at everything on one device; then all of it is read, on both. */
async function readEverything(): Promise<void> {
  const [screen] = devices as [Screen];
  const { page } = screen;
  await visit(screen, reading.title);
  const room = page.url();
  // What lies after unread messages and was visible on an earlier page is read once it is visible again.
  reading.marks.seen.clear();
  await page.goto(room);
  await expect(screen.log).toBeVisible();
  await readOn(screen, null);
  for (const { id } of reading.threads()) {
    await page.goto(`${room}?thread=${id}`);
    await expect(thread(screen).getByRole('log')).toBeVisible();
    await readOn(screen, id);
  }
  for (const device of devices) {
    await toList(device);
    await expect(device.page.getByRole('link', { name: reading.title })).toHaveText(reading.title);
  }
}

/** Goes to what was not visible yet, until there is nothing: then all is read. */
async function readOn(screen: Screen, root: string | null): Promise<void> {
  const above = screen.page.getByRole('button', { name: 'Unread messages above' });
  const cursors = await reading.cursors();
  for (let turn = 0; reading.nextUnseen(root, cursors) && turn < 100; turn++) {
    await settle(screen);
    if (root === null && (await above.isVisible())) await above.click();
    else await scroll(screen, 300);
  }
  expect(reading.nextUnseen(root, cursors)?.mark, `visible in ${root ?? 'the room'}`).toBeUndefined();
  await expect.poll(() => reading.unread(root)).toBe(0);
}
