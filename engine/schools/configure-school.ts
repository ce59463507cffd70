import { v7 as newId } from 'uuid';
import { z } from 'zod';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { string } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { conflict } from '../errors/domain-error.ts';
import { adminAccess, takeAdminsTurn } from '../people/admins.ts';
import { SchoolTitle } from '../text.ts';
import type { SettingsChange } from '../views.ts';
import { isPlain } from './plain-values.ts';
import { cannotWrite, whyNot } from './school-files.ts';

const word = z.string().min(1).max(100);
const Settings = z.custom<Readonly<Record<string, unknown>>>(isPlain, 'Give settings by their names.');

const SettingsDraft = z.strictObject({
  title: SchoolTitle.optional(),
  locale: word.optional(),
  timezone: word.optional(),
  registration: z
    .union([z.enum(['closed', 'code']), z.strictObject({ domains: z.array(z.string().max(253)).min(1).max(100) })])
    .optional(),
  plugins: z
    .array(z.strictObject({ id: word, on: z.boolean().optional(), settings: Settings.optional() }))
    .max(200)
    .optional(),
});

/**
 * Changes how the school is set up, in its file, for admins. `fingerprint` is that of the file the admin has read. Row and
 * file change together: the file takes its place last, when nothing is left to do but to commit.
 * @throws DomainError `people.admins-only`; `invalid`, naming the setting; `schools.changed` (by whom), and why it cannot be
 * written now: `schools.no-file`, `schools.read-only`, `schools.mistakes`, `schools.other-nodes`, `schools.hand-written`,
 * `schools.not-written`
 */
export const configureSchool = command('school.configure', {
  draft: z.strictObject({ fingerprint: z.string().max(64), settings: SettingsDraft }),
  access: adminAccess,
  async run({ fingerprint, settings }, _access, work) {
    await takeAdminsTurn(work);
    const { engine, asked } = work;
    const file = await engine.schoolFiles.read(asked.school.slug);
    const closed = whyNot(engine.nodes, asked.school.slug, file);
    if (closed) throw cannotWrite(closed);
    if (file.fingerprint !== fingerprint) throw await changedMeanwhile(work, file.fingerprint);
    const edit = file.edit(settings);
    if (edit.changes.length === 0) return { fingerprint, changes: [] };
    await noteChange(work, edit.fingerprint, edit.changes);
    await edit.write();
    return { fingerprint: edit.fingerprint, changes: edit.changes };
  },
});

async function noteChange(work: UnitOfWork, fingerprint: string, changes: readonly SettingsChange[]): Promise<void> {
  const { person, plugin, school } = work.asked;
  await run(
    work.em,
    sql`insert into school_change (id, school_id, by_person, by_plugin, fingerprint, changes, at)
     values (${newId()}, ${school.id}, ${person?.id ?? null}, ${plugin ?? null}, ${fingerprint},
       ${JSON.stringify(changes)}::jsonb, ${work.at})`,
  );
}

/** Names who made the file what it is now, where that was done here; by hand it can have been anybody with the server. */
async function changedMeanwhile({ em }: UnitOfWork, fingerprint: string) {
  const [last] = await run(
    em,
    sql({ name: string.orNull })`select case when c.fingerprint = ${fingerprint} then p.name end as name
     from school_change c left join person p on p.id = c.by_person order by c.id desc limit 1`,
  );
  const by = last?.name ?? null;
  return conflict('schools.changed', `The settings were changed meanwhile${by ? ` by ${by}` : ''}.`, { by });
}
