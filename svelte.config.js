import adapter from '@sveltejs/adapter-node';

/** Where `config/build-ui.ts` wants a build, so that a half-made one never stands at `build/`. */
const out = process.env.UI_OUT ?? 'build';

/**
 * Svelte's and SvelteKit's options, read by vite.config.ts (Kit 3 takes them from there and nowhere else).
 * Paths of `files` and `outDir` are relative to classroom-ui/, the adapter's `out` to this folder.
 * @type {import('@sveltejs/kit/vite').Config}
 */
export default {
  compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
  adapter: adapter({ out, precompress: true }),
  outDir: '../.svelte-kit',
  files: { src: '.', assets: 'static' },
  serviceWorker: { register: false },
  version: { name: process.env.UI_VERSION ?? 'dev' },
  csp: {
    mode: 'auto',
    directives: {
      'default-src': ['self'],
      'script-src': ['self'],
      // Components set positions and sizes by style attributes, which no nonce can cover.
      'style-src': ['self', 'unsafe-inline'],
      'img-src': ['self', 'data:', 'blob:'],
      'media-src': ['self', 'blob:'],
      'font-src': ['self', 'data:'],
      'connect-src': ['self'],
      'object-src': ['none'],
      'base-uri': ['none'],
      'form-action': ['self'],
    },
  },
};
