import { type ChildProcess, spawn } from 'node:child_process';

/** How a tool ended. `output` is what it said on both streams, in order. */
export interface ToolResult {
  readonly ok: boolean;
  readonly output: string;
}

export interface ToolOptions {
  /** Show the output as it comes, besides returning it. */
  readonly show?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The folder all tools run in: the project's root. */
export const root: string = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/**
 * Runs a tool of node_modules by its JavaScript file, in a process of its own with the Node that runs us: what the tool
 * loads is gone with it, and no other Node on PATH is met.
 */
export function runTool(file: string, args: readonly string[] = [], options: ToolOptions = {}): Promise<ToolResult> {
  return runProgram(process.execPath, [`${root}/${file}`, ...args], options);
}

/** Runs any program; one that cannot be started is a result that is not ok. */
export function runProgram(program: string, args: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return finished(child, options.show ?? false);
}

function finished(child: ChildProcess, show: boolean): Promise<ToolResult> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (show) process.stdout.write(text);
    });
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}
