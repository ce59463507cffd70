import type { Plugin } from 'vite';
import { compactEmoji } from './emoji-data.ts';

/** Lets emoji data be imported as `data.json?compact`: without what no picker shows, at half the size. */
const emojiData: Plugin = {
  name: 'emoji-data',
  enforce: 'pre',
  transform: {
    filter: { id: /\/emoji-picker-element-data\/.*\.json\?compact$/ },
    handler: (json) => ({ code: `export default ${compactEmoji(json)}`, moduleType: 'js' }),
  },
};

export default emojiData;
