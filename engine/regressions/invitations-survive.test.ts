import { expect, test } from 'vitest';
import { runCommand } from '../commands/run-command.ts';
import { useStage } from '../testing/stage.ts';
import { until } from '../testing/until.ts';

const stage = useStage();

test('whom a list enrolled is invited, though whoever asked never got to the end of the request', async () => {
  const { engine, rivera, biology } = stage();
  const asked = { school: engine.school('oakwood'), person: rivera };
  const csv = 'nora@oakwood.example,Nora New,student\nfred@oakwood.example,Fred New,student';
  await runCommand(engine.engine, asked, 'classroom.enrolMany', { classroomId: biology.id, csv });
  for (const address of ['nora@oakwood.example', 'fred@oakwood.example']) {
    await until(async () => (await engine.mails(address)).length > 0);
    await engine.settled();
    const mails = await engine.mails(address);
    expect(mails).toHaveLength(1);
    const token = new URL(mails[0]?.links[0] ?? '').searchParams.get('token') as string;
    expect(await engine.accounts.invitation(token, 'home')).toMatchObject({ email: address });
  }
});
