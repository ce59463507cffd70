import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CDPSession, expect, test } from '@playwright/test';
import sharp from 'sharp';
import { chromium } from '../../config/chromium.ts';
import { makeZip } from '../../plugins/attachments/hostile/make-zip-trial.ts';
import { LOOKS, offences } from './axe.ts';
import { type Homeroom, startHomeroom } from './homeroom.ts';
import { enter, type Screen, signIn as signInAt } from './people.ts';

// Ana sends files, Ben sees them; in a Homeroom of their own, since files fill a room's end.
let homeroom: Homeroom;
let ana: Screen;
let ben: Screen;
let network: CDPSession;

// The microphone hears a beep, and nobody has to allow it.
const HEARS = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
test.use({ launchOptions: { ...chromium, args: [...chromium.args, ...HEARS] } });

const signIn: typeof signInAt = (browser, email, options = {}) =>
  signInAt(browser, email, { baseURL: homeroom.url, ...options });

test.beforeAll(async ({ browser }) => {
  homeroom = await startHomeroom();
  ana = await signIn(browser, 'ana@oakwood.example', { permissions: ['clipboard-read', 'clipboard-write'] });
  ben = await signIn(browser, 'ben@oakwood.example', { viewport: { width: 390, height: 844 } });
  await enter(ana);
  await enter(ben);
  network = await ana.context.newCDPSession(ana.page);
  await network.send('Network.enable');
});
test.afterAll(async () => {
  await ana.context.close();
  await ben.context.close();
  await homeroom.stop();
});

const unique = (text: string): string => `${text} ${randomUUID().slice(0, 8)}`;
const noise = (width = 900, height = 600): Promise<Buffer> =>
  sharp({
    create: { width, height, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
    .jpeg()
    .toBuffer();
const letters = (size: number): Buffer => Buffer.from(randomBytes(size / 2).toString('hex'));

const archive = (name: string): Buffer => makeZip([{ name, data: 'print(1)' }]);

const tray = ({ page }: Screen) => page.getByRole('region', { name: 'Files to send' });
const ready = (screen: Screen, count: number) =>
  expect(screen.page.getByText(count === 1 ? '1 file ready to send' : `${count} files ready to send`)).toBeAttached();
const send = ({ page }: Screen) => page.getByRole('button', { name: 'Send', exact: true }).click();
const slow = (bytesPerSecond: number, offline = false) =>
  network.send('Network.emulateNetworkConditions', {
    offline,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });

async function pick({ page }: Screen, file: { name: string; mimeType: string; buffer: Buffer }) {
  const asked = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await asked).setFiles(file);
}

/** Files as the system drops them onto the room. */
async function drop({ page, log }: Screen, files: readonly { name: string; type: string; bytes: Buffer }[]) {
  const given = files.map(({ name, type, bytes }) => ({ name, type, base64: bytes.toString('base64') }));
  const data = await page.evaluateHandle(async (list) => {
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of list) {
      const blob = await (await fetch(`data:${type};base64,${base64}`).catch(() => null))?.blob();
      const bytes = blob ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    return transfer;
  }, given);
  await log.dispatchEvent('dragenter', { dataTransfer: data });
  await expect(async () => {
    await log.dispatchEvent('dragover', { dataTransfer: data });
    await expect(page.getByText('Drop to attach')).toBeVisible({ timeout: 200 });
  }).toPass();
  await log.dispatchEvent('drop', { dataTransfer: data });
}

test('drop three files and cancel one: two arrive, in their order, on the other screen', async () => {
  const text = unique('From the lab');
  await slow(150_000);
  await drop(ana, [
    { name: 'onion cells.jpg', type: 'image/jpeg', bytes: await noise() },
    { name: 'unwanted.txt', type: 'text/plain', bytes: letters(600_000) },
    { name: 'results.csv', type: 'text/csv', bytes: Buffer.from('cell;size\nonion;250\n') },
  ]);
  await expect(tray(ana).getByRole('listitem')).toHaveCount(3);
  await expect(tray(ana).getByRole('progressbar', { name: 'Uploading unwanted.txt' })).toBeVisible();
  await ana.composer.fill(text);
  await expect(ana.page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await tray(ana).getByRole('button', { name: 'Remove unwanted.txt' }).click();
  await slow(-1);
  await ready(ana, 2);
  await expect(tray(ana)).toContainText('of space left');
  await send(ana);
  await expect(tray(ana)).toHaveCount(0);

  const message = ben.message(text);
  await expect(message.getByRole('button', { name: 'Open Picture onion cells.jpg' })).toBeEnabled();
  await expect(message.getByRole('link', { name: 'Download results.csv' })).toBeVisible();
  await expect(message).not.toContainText('unwanted.txt');
  const picture = message.getByRole('button', { name: 'Open Picture onion cells.jpg' }).locator('img');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
});

test('paste an image: it is described, captioned, sent without a word, and opens large', async () => {
  const png = await sharp(await noise(500, 300))
    .png()
    .toBuffer();
  await ana.composer.focus();
  await ana.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
  }, png.toString('base64'));
  await ana.page.keyboard.press('Control+V');
  await ready(ana, 1);
  const alt = unique('Guard cells under the microscope');
  await tray(ana).getByRole('button', { name: 'Describe image.png' }).click();
  await ana.page.getByLabel('Description').fill(alt);
  await ana.page.getByLabel('Caption').fill('The lower side of a leaf');
  await ana.page.keyboard.press('Enter');
  await ana.composer.press('Enter');

  const picture = ben.page.getByRole('button', { name: `Open ${alt}` });
  await expect(picture).toBeEnabled();
  await expect(ben.log.getByText('The lower side of a leaf')).toBeVisible();
  await picture.click();
  const viewer = ben.page.getByRole('dialog', { name: 'image.png' });
  await expect(viewer.getByRole('img', { name: alt })).toBeVisible();
  await ben.page.keyboard.press('Escape');
  await expect(picture).toBeFocused();

  const article = ben.log.getByRole('article').filter({ has: picture });
  await article.hover();
  await article.getByRole('button', { name: 'More actions' }).click();
  await ben.page.getByRole('menuitem', { name: 'Quote and reply' }).click();
  await ben.say(unique('Which leaf is it?'));
  await expect(ana.log.getByRole('button', { name: 'In answer to Ana Duarte: Attachment' })).toBeVisible();
});

test('cut the network in the middle and see it finish, byte for byte', async () => {
  const text = unique('The whole protocol');
  const bytes = letters(24_000_000);
  await slow(4_000_000);
  await pick(ana, { name: 'protocol.txt', mimeType: 'text/plain', buffer: bytes });
  const progress = tray(ana).getByRole('progressbar', { name: 'Uploading protocol.txt' });
  await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow'))).toBeGreaterThan(15);
  await slow(4_000_000, true);
  await expect(tray(ana)).toContainText('Waiting for the connection', { timeout: 30_000 });
  await slow(-1);
  await ready(ana, 1);
  await ana.composer.fill(text);
  await send(ana);
  const link = ben.message(text).getByRole('link', { name: 'Download protocol.txt' });
  await expect(link).toBeVisible();
  const [saved] = await Promise.all([ben.page.waitForEvent('download'), link.click()]);
  const hash = createHash('sha256');
  for await (const chunk of await saved.createReadStream()) hash.update(chunk as Buffer);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(saved.suggestedFilename()).toBe('protocol.txt');
});

test('a voice message is recorded, listened to, and played on the other screen', async () => {
  await ana.page.getByRole('button', { name: 'Record a voice message' }).click();
  const recorder = ana.page.getByRole('region', { name: 'Recording a voice message' });
  await expect(recorder.getByRole('button', { name: 'Stop' })).toBeFocused();
  await expect(recorder.getByRole('timer')).toHaveText(/^0:0[2-9]$/);
  expect(await offences(ana.page, '[data-attachments-recorder]')).toEqual([]);
  await ana.page.keyboard.press('Enter');
  await ready(ana, 1);
  const mine = tray(ana).getByRole('group', { name: 'Voice message, ready to listen to' });
  await mine.getByRole('button', { name: 'Play' }).click();
  await expect(mine.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(tray(ana).getByRole('button', { name: 'Record again' })).toBeVisible();
  await send(ana);
  await expect(tray(ana)).toHaveCount(0);

  const player = ben.log.getByRole('group', { name: /^Voice message, 0:/ });
  const slider = player.getByRole('slider', { name: 'Position' });
  await player.getByRole('button', { name: 'Play' }).click();
  await expect(player.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(0.3);
  await player.getByRole('button', { name: 'Speed 1' }).click();
  await expect(player.getByRole('button', { name: 'Speed 1.5' })).toBeVisible();
  await player.getByRole('button', { name: 'Pause' }).click();
  await slider.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', /^0:00 of 0:/);
  expect(await offences(ben.page, '[data-voice-player]')).toEqual([]);
});

test('a page loaded again goes on with what waited in it', async () => {
  const bytes = letters(2_000_000);
  await slow(300_000);
  await pick(ana, { name: 'again.txt', mimeType: 'text/plain', buffer: bytes });
  const progress = tray(ana).getByRole('progressbar', { name: 'Uploading again.txt' });
  await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow'))).toBeGreaterThan(5);
  await slow(-1);
  await ana.page.reload();
  await ready(ana, 1);
  const text = unique('Sent after all');
  await ana.composer.fill(text);
  await send(ana);
  await expect(ben.message(text).getByRole('link', { name: 'Download again.txt' })).toBeVisible();
});

test('photos under a wrong ending, and under none, are shown, and saved under names that say what they are', async () => {
  const text = unique('From my phone');
  const png = await sharp(await noise(300, 200))
    .png()
    .toBuffer();
  await drop(ana, [
    { name: 'IMG_20261130', type: '', bytes: await noise(300, 200) },
    { name: 'blackboard.jpg', type: 'image/jpeg', bytes: png },
  ]);
  await ready(ana, 2);
  await ana.composer.fill(text);
  await send(ana);
  const message = ben.message(text);
  for (const name of ['IMG_20261130.jpg', 'blackboard.png']) {
    const picture = message.getByRole('button', { name: `Open Picture ${name}` });
    await expect(picture).toBeEnabled();
    await picture.scrollIntoViewIfNeeded();
    const image = picture.locator('img');
    await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(300);
  }
});

test('a presentation with an icon in it is sent, and saved byte for byte by who gets it', async () => {
  const text = unique('Our talk');
  const bytes = await readFile('plugins/attachments/ordinary/inputs/icons.pptx');
  await pick(ana, { name: 'Our talk 🧬.pptx', mimeType: '', buffer: bytes });
  await ready(ana, 1);
  await ana.composer.fill(text);
  await send(ana);
  const link = ben.message(text).getByRole('link', { name: 'Download Our talk 🧬.pptx' });
  const [saved] = await Promise.all([ben.page.waitForEvent('download'), link.click()]);
  expect(await readFile(await saved.path())).toEqual(bytes);
  expect(saved.suggestedFilename()).toBe('Our talk 🧬.pptx');
});

test('what is refused says why, and is in nobody’s way', async () => {
  await drop(ana, [{ name: 'holiday.exe.jpg', type: 'image/jpeg', bytes: Buffer.from('MZ') }]);
  await expect(tray(ana).getByRole('alert')).toHaveText(
    'The name has “.exe” in it, as programs do. Please give the file another name.',
  );
  const text = unique('Never mind');
  await ana.say(text);
  await expect(ben.message(text)).toBeVisible();
  await expect(tray(ana)).toContainText('holiday.exe.jpg');
  await tray(ana).getByRole('button', { name: 'Remove holiday.exe.jpg' }).click();
  await expect(tray(ana)).toHaveCount(0);
});

test('deleting the message takes its files from every screen', async () => {
  const text = unique('By mistake');
  await drop(ana, [{ name: 'private.txt', type: 'text/plain', bytes: Buffer.from('my diary') }]);
  await ready(ana, 1);
  await ana.composer.fill(text);
  await send(ana);
  const link = ben.message(text).getByRole('link', { name: 'Download private.txt' });
  await expect(link).toBeVisible();
  const address = (await link.getAttribute('href')) ?? '';
  await ana.message(text).focus();
  await ana.page.keyboard.press('Delete');
  await ana.page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(link).toHaveCount(0);
  expect(await ben.page.evaluate(async (path) => (await fetch(path)).status, address)).toBe(404);
});

for (const looks of LOOKS) {
  const { width } = looks.viewport;
  test(`with files waiting and sent axe objects to nothing: ${looks.colorScheme}, ${width} pixels`, async ({
    browser,
  }) => {
    const who = await signIn(browser, 'ana@oakwood.example', looks);
    await enter(who);
    await drop(who, [
      { name: 'a cell.jpg', type: 'image/jpeg', bytes: await noise() },
      {
        name: 'a very long name of a table that nobody can read to its end.csv',
        type: 'text/csv',
        bytes: letters(5_000),
      },
    ]);
    await ready(who, 2);
    expect(await offences(who.page)).toEqual([]);
    expect(await who.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await who.context.close();
  });
}

test('where a school lets in archives, one is saved by the others, and one with a program says which', async () => {
  const file = join(homeroom.schoolsDir, 'oakwood.yaml');
  const before = await readFile(file, 'utf8');
  const types = 'types: [image, video, audio, pdf, document, text, archive]';
  await writeFile(file, before.replace('attachments: true', `attachments: { ${types} }`));
  const text = unique('Our project');
  await expect(async () => {
    await pick(ana, { name: 'project.zip', mimeType: 'application/zip', buffer: archive('src/main.py') });
    await expect(ana.page.getByText('1 file ready to send').or(tray(ana).getByRole('alert'))).toBeAttached();
    const refused = await tray(ana).getByRole('alert').count();
    if (refused > 0) await tray(ana).getByRole('button', { name: 'Remove project.zip' }).click();
    expect(refused).toBe(0);
  }).toPass();
  await ana.composer.fill(text);
  await send(ana);
  await expect(ben.message(text).getByRole('link', { name: 'Download project.zip' })).toBeVisible();
  await pick(ana, { name: 'game.zip', mimeType: 'application/zip', buffer: archive('bin/setup.exe') });
  await expect(tray(ana).getByRole('alert')).toHaveText(
    'A program is in this archive: bin/setup.exe. Please take it out, and send the archive again.',
  );
});
