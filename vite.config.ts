import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import { isBrowserFile } from './config/check/browser-files.ts';
import { compactEmoji } from './plugins/reactions/ui/emoji-data.ts';
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

/** Lets emoji data be imported as `data.json?compact`: without what no picker shows, at half the size. */
const emojiData: Plugin = {
  name: 'emoji-data',
  enforce: 'pre',
  transform: {
    filter: { id: /\/emoji-picker-element-data\/.*\.json\?compact$/ },
    handler: (json) => ({ code: `export default ${compactEmoji(json)}`, moduleType: 'js' }),
  },
};

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
  plugins: [drawnByBrowsersAlone(), serverCodeGuard(), emojiData, tailwindcss(), sveltekit(svelteConfig)],
  server: { host: '127.0.0.1', fs: { allow: ['..'] } },
  build: { reportCompressedSize: false },
});
