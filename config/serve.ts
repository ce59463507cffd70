import './node-version.ts';

// The composition root. `--dev` runs the same server in a child that is started anew when its files change.
if (process.argv.includes('--dev') && !process.argv.includes('--child')) {
  const { superviseServer } = await import('./dev-supervisor.ts');
  await superviseServer(import.meta.filename);
} else {
  const { serve } = await import('./serve-homeroom.ts');
  await serve({ dev: process.argv.includes('--dev') });
}
