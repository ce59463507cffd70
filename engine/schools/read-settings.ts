import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { json } from '../database/row.ts';
import { run, sql, text } from '../database/sql.ts';
import { isoUtc } from '../messages/thread-facts.ts';
import { adminsOnly } from '../people/admins.ts';
import { personJson } from '../people/person-view.ts';
import type { OfferedPlugin, SchoolChangeView, SchoolSettings, SchoolSettingsView } from '../views.ts';
import { whyNot } from './school-files.ts';
import type { LiveSchool } from './schools.ts';

const MOST_CHANGES = 50;

/** How the school is set up, as its file says; while that has mistakes, as it runs. For admins. @throws DomainError `people.admins-only` */
export async function readSettings(work: UnitOfWork): Promise<SchoolSettingsView> {
  const { engine, asked } = work;
  if (asked.person?.role !== 'admin') throw adminsOnly();
  const { offered } = engine.schoolFiles;
  const file = await engine.schoolFiles.read(asked.school.slug);
  return {
    fingerprint: file.fingerprint,
    closed: whyNot(engine.nodes, asked.school.slug, file),
    problems: file.problems,
    settings: file.read?.settings ?? runningSettings(asked.school, offered),
    offered,
    history: await readChanges(work),
  };
}

function runningSettings(
  { title, locale, timezone, registration, plugins }: LiveSchool,
  offered: readonly OfferedPlugin[],
): SchoolSettings {
  const choices = offered.map(({ id, defaults }) => {
    const settings = plugins.manifest.plugins[id];
    return [id, { on: settings !== undefined, settings: settings ?? defaults }];
  });
  return {
    ...{ title, locale, timezone },
    registration: registration.by === 'domains' ? { domains: registration.domains } : registration.by,
    plugins: Object.fromEntries(choices),
  };
}

async function readChanges({ em }: UnitOfWork): Promise<SchoolChangeView[]> {
  const rows = await run(
    em,
    sql({
      change: json<SchoolChangeView>(),
    })`select jsonb_build_object('id', c.id, 'at', ${isoUtc(sql`c.at`)}, 'changes', c.changes,
       'by', case when by_one.id is not null then ${personJson(sql`by_one`)}
         when c.by_plugin is not null then jsonb_build_object('plugin', c.by_plugin) end) change
     from school_change c left join person by_one on by_one.id = c.by_person
     order by c.id desc limit ${text(MOST_CHANGES)}`,
  );
  return rows.map(({ change }) => change);
}
