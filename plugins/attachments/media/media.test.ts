import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outsideContext } from '../../../engine/plugin-host/outside.ts';
import { runScheduledJob } from '../../../engine/plugin-host/run-job.ts';
import type { Cast } from '../../../engine/testing/cast.ts';
import { until } from '../../../engine/testing/until.ts';
import type { FileView } from '../contract.ts';
import { makeMp4 } from '../hostile/make-mp4-trial.ts';
import { prepare } from '../prepare.ts';
import plugin from '../server.ts';
import { type Doors, startDoors, type Uploader } from '../tus-trial.ts';
import { convert } from './convert.ts';
import { FILM, FILM_OUT, make, oddFilm, PICTURES, SOUND, told } from './sounds-and-films-trial.ts';

let doors: Doors;
let cast: Cast;
let ana: Uploader;
let ben: Uploader;
beforeAll(async () => {
  doors = await startDoors();
  ({ cast, ana, ben } = doors);
});
afterAll(() => doors?.server.stop());

const VOICE = { duration: 7_000, peaks: [10, 90, 40] };
const voice = { voice: '1' };

async function upload(name: string, bytes: Uint8Array, more = {}): Promise<string> {
  const { id, status, code } = await ana.upload(name, bytes, more);
  expect([status, code]).toEqual([204, undefined]);
  return id;
}
/** Sends an upload and answers what Ben is shown of it when nothing more is done in the background. */
async function sent(id: string, more = {}): Promise<FileView> {
  const message = await cast.send(cast.room, cast.ana, '', { with: { attachments: [{ id, ...more }] } });
  await doors.server.settled();
  const { messages } = await doors.server.as(cast.ben).messages.page({ roomId: cast.room.id });
  const [file] = filesOn(messages.find((one) => one.id === message.id) as never);
  return file as FileView;
}
const filesOn = ({ shows }: { shows: Readonly<Record<string, unknown>> }) => shows.attachments as FileView[];
const fetched = async (path: string) => {
  const answer = await ben.ask(path);
  return { type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
};
const left = () => readdir(join(doors.server.engine.deployment.dataDir, 'files', 'working')).catch(() => []);

describe('a film', () => {
  test('that every browser plays has a length, a shape and a picture, and no second copy', async () => {
    const id = await upload('walk.mp4', await make('a.mp4', ...FILM, '-c:v', 'libx264'));
    await doors.server.settled();
    const file = await sent(id);
    expect(file).toMatchObject({ kind: 'video', width: 160, height: 120, forms: ['poster'], state: 'ready' });
    expect(file.duration).toBeGreaterThan(350);
    expect(file.duration).toBeLessThan(500);
    expect(await sharp(Buffer.from(file.blur ?? '', 'base64')).metadata()).toMatchObject({ format: 'webp', width: 24 });
    const poster = await fetched(`/files/${id}/poster`);
    expect(poster.type).toBe('image/webp');
    expect(await sharp(poster.bytes).metadata()).toMatchObject({ format: 'webp', width: 160, height: 120 });
    expect((await ben.ask(`/files/${id}/web`)).status).toBe(404);
  });

  test('of another codec has a copy that every browser plays, and the room hears of it', async () => {
    const id = await upload('odd.mov', await oddFilm());
    const file = await sent(id);
    expect(file.forms).toEqual(['poster', 'web']);
    const copy = await fetched(`/files/${id}/web`);
    expect(copy.type).toBe('video/mp4');
    const lines = (await told(copy.bytes)).join('\n');
    expect(lines).toContain('codec_name="h264"');
    expect(lines).toContain('codec_name="aac"');
    expect(lines).not.toContain('Ana');
    const heard = doors.server.heard(cast.room.id).filter(({ event }) => event === 'attachments.changed');
    expect(heard.at(-1)?.payload).toMatchObject({ fileId: id, facts: { forms: ['poster', 'web'] } });
    expect(JSON.stringify(heard)).not.toContain('blur');
  });

  test('that is played everywhere but for its container is copied as it is', async () => {
    const bytes = await make('a.mov', ...FILM, '-c:v', 'libx264');
    const id = await upload('phone.mov', bytes);
    expect((await sent(id)).forms).toEqual(['poster', 'web']);
    const copy = await fetched(`/files/${id}/web`);
    expect(copy.bytes.subarray(4, 12).toString()).toBe('ftypisom');
  });

  test('says nothing of where the camera went, in words or in a track of its own', async () => {
    const place = ['-metadata', 'location=+52.5200+013.4050/', '-metadata', 'make=Phone of Ana'];
    const way = Buffer.from('1\n00:00:00,000 --> 00:00:00,300\n+52.5200\n').toString('base64');
    const track = ['-f', 'srt', '-i', `data:text/plain;base64,${way}`, '-map', '0', '-map', '1', '-map', '2'];
    const bytes = await make(
      'a.mp4',
      ...PICTURES,
      ...SOUND,
      ...track,
      ...FILM_OUT,
      '-c:v',
      'libx264',
      '-c:s',
      'mov_text',
      ...place,
    );
    expect(bytes.includes('+52.5200')).toBe(true);
    const id = await upload('flight.mp4', bytes);
    const file = await sent(id);
    const whole = await fetched(`/files/${id}`);
    expect(whole.bytes.length).toBe(file.size);
    expect(whole.bytes.includes('+52.5200')).toBe(false);
    expect(whole.bytes.includes('Phone of Ana')).toBe(false);
    expect((await told(whole.bytes)).filter((line) => line.includes('codec_name'))).toHaveLength(2);
  });
});

describe('a voice message', () => {
  const recorded = () => make('a.webm', ...SOUND, '-c:a', 'libopus', '-f', 'webm', '-live', '1');

  test('has the waveform its sender saw, the length it really has, and a copy for iPhones', async () => {
    const file = await sent(await upload('voice.webm', await recorded(), voice), { voice: VOICE });
    expect(file).toMatchObject({ kind: 'voice', type: 'audio/webm', peaks: VOICE.peaks, forms: ['web'] });
    expect(file.duration).toBeGreaterThan(350);
    expect(file.duration).toBeLessThan(700);
    const copy = await fetched(`/files/${file.id}/web`);
    expect(copy.type).toBe('audio/mp4');
    expect((await told(copy.bytes)).join()).toContain('codec_name="aac"');
  });

  test('in a form that all play has no second copy', async () => {
    const bytes = await make('a.m4a', ...SOUND, '-c:a', 'aac');
    const file = await sent(await upload('voice.m4a', bytes, voice), { voice: VOICE });
    expect(file).toMatchObject({ kind: 'voice', type: 'audio/mp4', forms: [] });
  });

  test('is a sound by its content, and where the school does not want any, none', async () => {
    const film = await make('a.webm', ...FILM.slice(0, 4), '-c:v', 'libvpx', '-f', 'webm');
    expect((await ana.upload('voice.webm', film, voice)).code).toBe('attachments.not-offered');
    const id = await upload('voice.webm', await recorded(), voice);
    await doors.server.usePlugins('oakwood', { attachments: { voice: false } });
    expect((await ana.upload('voice.webm', await recorded(), voice)).code).toBe('attachments.not-offered');
    await expect(sent(id, { voice: VOICE })).rejects.toMatchObject({ cause: { code: 'attachments.not-offered' } });
    await doors.server.usePlugins('oakwood', { attachments: true });
    await expect(sent(id)).rejects.toMatchObject({ cause: { code: 'attachments.not-there' } });
    await doors.server.settled();
  });
});

describe('what ffmpeg cannot read', () => {
  const aside = () => {
    const asked = { school: doors.server.school('oakwood'), person: null, plugin: 'attachments' };
    return outsideContext(doors.server.engine, asked, plugin as never);
  };

  test('is handed out as it came, and not tried again', async () => {
    const bytes = await make('a.mp4', ...FILM, '-c:v', 'libx264');
    // A table of four thousand million samples.
    bytes.fill(0xff, bytes.indexOf('stsz') + 12, bytes.indexOf('stsz') + 16);
    expect(await sent(await upload('hostile.mp4', bytes))).toMatchObject({ kind: 'video', state: 'ready' });
    const id = await upload('empty.mp4', makeMp4());
    expect(await sent(id)).toMatchObject({ kind: 'video', state: 'ready', duration: null, forms: [] });
    expect((await fetched(`/files/${id}`)).bytes.equals(makeMp4())).toBe(true);
    expect(await doors.server.rows('select prepared from attachments_file where id = $1', [id])).toEqual([
      { prepared: 'done' },
    ]);
  });

  test('nor where there is no ffmpeg: it is as it came', async () => {
    const path = process.env.PATH;
    const bytes = await oddFilm();
    try {
      process.env.PATH = '/nowhere';
      expect(await sent(await upload('plain.mov', bytes))).toMatchObject({ forms: [], duration: null, state: 'ready' });
    } finally {
      process.env.PATH = path;
    }
  });

  test('is let go when the process is stopped, and done at the next start', async () => {
    const id = await upload('later.mov', await oddFilm());
    await doors.server.settled();
    await doors.server.rows(`update attachments_file set prepared = 'not yet', forms = forms - 'web' where id = $1`, [
      id,
    ]);
    const stopped = { ...aside(), stopping: AbortSignal.abort() };
    await expect(prepare.runLong({ fileId: id }, stopped)).rejects.toThrow(/abort/);
    await expect(convert.runLong({ fileId: id }, stopped)).rejects.toThrow(/abort/);
    await convert.runLong({ fileId: id }, aside());
    expect((await ana.ask(`/files/${id}/web`)).status).toBe(200);
  });

  test('a film that is deleted meanwhile leaves nothing', async () => {
    const id = await upload('gone.mov', await oddFilm());
    await doors.server.settled();
    await doors.server.rows(`update attachments_file set forms = forms - 'web' where id = $1`, [id]);
    const running = convert.runLong({ fileId: id }, aside());
    await until(async () => (await left()).length > 0);
    await doors.server.rows('delete from attachments_file where id = $1', [id]);
    await runScheduledJob(doors.server.engine, 'attachments.tidy');
    await running;
    const { dataDir } = doors.server.engine.deployment;
    const kept = await readdir(join(dataDir, 'files', 'kept', doors.server.school('oakwood').id));
    expect(kept).not.toContain(id);
  });

  test('and no working folder is left, nor anything logged', async () => {
    expect(await left()).toEqual([]);
    expect(doors.server.logged).toEqual([]);
  });
});
