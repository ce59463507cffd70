import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { routeContext } from '../../engine/plugin-host/route-context.ts';
import type { Scene } from '../../engine/testing/laws/replay.ts';
import type { TestEngine, TestPerson } from '../../engine/testing/start-test-engine.ts';
import { beginUpload } from './begin-upload.ts';
import { changeFile } from './change-file.ts';
import { finishUpload } from './finish-upload.ts';
import { incomingPath, openIncoming } from './incoming.ts';
import attachments from './server.ts';

const contextOf = (engine: TestEngine, person: TestPerson) =>
  routeContext(engine.engine, { school: engine.school('oakwood'), person }, attachments, {
    ...{ path: '/files', segments: [], query: {} },
  });

/** Uploads a file as somebody, without the doors. */
export async function bring(engine: TestEngine, person: TestPerson, name: string, bytes: Uint8Array): Promise<string> {
  const ctx = contextOf(engine, person);
  const id = await beginUpload({ name, size: bytes.length, voice: false }, ctx);
  await openIncoming(ctx);
  await writeFile(incomingPath(ctx, id), bytes);
  await finishUpload(id, ctx);
  return id;
}

/** A picture of one colour. */
export const picture = (width = 40, height = 30, format: 'jpeg' | 'png' | 'webp' | 'gif' = 'jpeg'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#2a7' } })
    .toFormat(format)
    .toBuffer();

type Cause = (scene: Scene) => Promise<unknown>;

/** A picture of which something is found out once it is shown, in the room and in a thread; a text beside. */
export const causes: readonly Cause[] = [
  async ({ engine, room, ana, send }) => {
    const files = [
      { id: await bring(engine, ana, 'cell.jpg', await picture()), caption: 'A cell', alt: 'A green wall' },
      { id: await bring(engine, ana, 'notes.txt', Buffer.from('Cells have walls.')) },
    ];
    await send(room, ana, '', { with: { attachments: files } });
    await findOut(engine, ana, files[0]?.id);
  },
  async ({ engine, room, ben, send, root }) => {
    const id = await bring(engine, ben, 'leaf.png', await picture(40, 30, 'png'));
    await send(room, ben, 'Here', { threadRoot: root.id, with: { attachments: [{ id }] } });
    await findOut(engine, ben, id);
  },
];

/** What is made of the file may have been made before it was sent: it is told once more. */
async function findOut(engine: TestEngine, person: TestPerson, id = ''): Promise<void> {
  await engine.settled();
  await changeFile(id, {}, contextOf(engine, person));
}
