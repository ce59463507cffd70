import './node-version.ts';
import { runAdmin } from './admin-commands.ts';
import { runProgram } from './explain.ts';

await runProgram(() => runAdmin(process.argv.slice(2), process.env, (text) => console.log(text)));
