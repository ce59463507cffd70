// Fetched as one, once the messages can be read.
export { default as ClassNextSteps } from '#lib/first/ClassNextSteps.svelte';
export { opened } from '#lib/kit/over-page.svelte.ts';
export { default as AtGate } from './AtGate.svelte';
export { default as ClosedComposer } from './ClosedComposer.svelte';
export { default as JumpDown } from './JumpDown.svelte';
export { default as RoomMenu } from './RoomMenu.svelte';
export { default as SidePanels } from './SidePanels.svelte';
export { default as SourceNote } from './SourceNote.svelte';
export { default as StoredComposer } from './StoredComposer.svelte';
export { default as ThreadNews } from './ThreadNews.svelte';
export { default as UnreadAbove } from './UnreadAbove.svelte';
