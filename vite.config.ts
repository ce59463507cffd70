import { globSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import { isBrowserFile } from './config/check/browser-files.ts';
import svelteConfig from './svelte.config.js';

/** Refuses server code in the browser's bundle. Kit's own guard does not look outside Vite's root. */
function serverCodeGuard(): Plugin {
  const ours = /^\/(engine|plugins|config|migrations)\//;
  return {
    name: 'server-code-guard',
    load(id) {
      if (this.environment.name !== 'client' || !id.startsWith(import.meta.dirname)) return null;
      const path = id.slice(import.meta.dirname.length).replace(/\?.*$/, '');
      if (ours.test(path) && !isBrowserFile(path.slice(1))) {
        this.error(
          `${path.slice(1)} is server code, and the classroom UI imported it: use "import type", or a contract.`,
        );
      }
      return null;
    },
  };
}

/** What a plugin's UI adds to the build: the default export of its `ui/vite.ts`. */
const ofPlugins = await Promise.all(
  globSync('plugins/*/ui/vite.ts', { cwd: import.meta.dirname }).map(
    async (file) =>
      ((await import(pathToFileURL(`${import.meta.dirname}/${file}`).href)) as { default: Plugin }).default,
  ),
);

/**
 * Pages are drawn by browsers alone (`ssr = false`), so the server's half of the build gets empty components: compiling all
 * of them a second time would double the first start.
 */
function drawnByBrowsersAlone(): Plugin {
  return {
    name: 'drawn-by-browsers-alone',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      return this.environment.name === 'ssr' && id.endsWith('.svelte') && !id.includes('/.svelte-kit/') ? '' : null;
    },
  };
}

export default defineConfig({
  root: 'classroom-ui',
  plugins: [drawnByBrowsersAlone(), serverCodeGuard(), ...ofPlugins, tailwindcss(), sveltekit(svelteConfig)],
  server: { host: '127.0.0.1', fs: { allow: ['..'] } },
  build: { reportCompressedSize: false },
});
