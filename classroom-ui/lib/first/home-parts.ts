// Fetched as one, where a home page has something to say.
export { default as HomeScreen } from './HomeScreen.svelte';
export { default as NarrowHome } from './NarrowHome.svelte';
