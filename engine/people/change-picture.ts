import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { SetAvatarDraft } from '../accounts/words.ts';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { missing } from '../errors/domain-error.ts';
import { AVATAR_TYPE, avatarPicture } from './avatar-picture.ts';
import { Person } from './person.ts';
import { personView } from './person-view.ts';
import { tellRooms } from './tell-rooms.ts';

/**
 * Gives the asker a picture, or takes it away (null).
 * @throws DomainError `people.avatar-too-large`, `people.avatar-unreadable`
 */
export const changePicture = command('person.changePicture', {
  draft: SetAvatarDraft as z.ZodType<{ image: string | null }>,
  access: () => Promise.resolve({}),
  async run({ image }, _access, work) {
    const person = await work.em.findOne(Person, { id: work.asked.person?.id ?? '' });
    if (!person) throw missing();
    person.avatarVersion = image === null ? await dropPicture(work, person) : await keepPicture(work, person, image);
    await work.em.flush();
    await tellRooms(work, person);
    return personView(person);
  },
});

async function keepPicture(work: UnitOfWork, person: Person, image: string): Promise<string> {
  const picture = await avatarPicture(Buffer.from(image, 'base64'));
  const version = createHash('sha256').update(picture).digest('hex').slice(0, 16);
  await run(
    work.em,
    sql`insert into avatar (person_id, school_id, version, image, type)
     values (${person.id}, ${person.schoolId}, ${version}, ${picture}, ${AVATAR_TYPE})
     on conflict (person_id) do update set version = excluded.version, image = excluded.image, type = excluded.type`,
  );
  return version;
}

async function dropPicture(work: UnitOfWork, person: Person): Promise<null> {
  await run(work.em, sql`delete from avatar where person_id = ${person.id}`);
  return null;
}
