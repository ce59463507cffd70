import './node-version.ts';
import { installed } from '../plugins/index.ts';
import { readEnvironment } from './environment.ts';
import { runProgram, UsageError } from './explain.ts';
import { planText } from './plan-text.ts';
import { problemLine } from './school-problems.ts';
import { readSchools } from './schools.ts';

const USAGE = 'Usage: npm run plan -- <school> <command>, as in: npm run plan -- oakwood message.send';

await runProgram(async () => {
  const [slug, command] = process.argv.slice(2);
  if (!slug || !command) throw new UsageError(USAGE);
  const { schoolsDir } = await readEnvironment();
  const { good, bad } = await readSchools(schoolsDir, installed);
  const problems = bad.filter((problem) => problem.slug === slug);
  if (problems.length > 0) throw new UsageError(problems.map(problemLine).join('\n'));
  console.log(planText(good, installed, slug, command));
});
