import { expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

test('a letter that was lost on the way is stored in no name and no title', async () => {
  const { engine, rivera, chidi, biology, room } = stage();
  const lost = 'Ren\ufffd M\ufffdller';
  const api = engine.as(rivera);
  for (const ask of [
    () => engine.as(chidi).session.rename({ name: lost }),
    () => api.classrooms.create({ title: lost }),
    () => api.classrooms.rename({ classroomId: biology.id, title: lost }),
    () => api.rooms.open({ classroomId: biology.id, title: lost }),
    () => api.rooms.rename({ roomId: room.id, title: lost }),
  ])
    await expect(ask()).rejects.toThrow('lost on the way');
  const report = await api.classrooms.enrolMany({
    classroomId: biology.id,
    csv: `lost@oakwood.example,${lost},student`,
  });
  expect(report.problems).toEqual([{ line: 1, problem: expect.stringContaining('lost') }]);
  expect(await engine.rows(`select 1 from person where name like '%' || chr(65533) || '%'`)).toEqual([]);
});

test('an address is taken without what cannot be seen around it, and the rest is named', async () => {
  const { engine, rivera } = stage();
  const { id: classroomId } = await engine.as(rivera).classrooms.create({ title: 'Addresses' });
  const enrol = (csv: string) => engine.as(rivera).classrooms.enrolMany({ classroomId, csv });
  expect(await enrol('\u200bzwsp@oakwood.example,Zero Width,student\n')).toMatchObject({ added: 1, problems: [] });
  expect(await enrol('zws\u200bp@oakwood.example,Zero Width,student\n')).toMatchObject({
    problems: [{ line: 1, problem: "The address has an invisible character after 'zws'." }],
  });
  expect(await engine.rows(`select email from person where name = 'Zero Width'`)).toEqual([
    { email: 'zwsp@oakwood.example' },
  ]);
});
