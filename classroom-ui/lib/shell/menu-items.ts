export { default as ClassroomItems } from './ClassroomItems.svelte';
export { default as PersonItems } from './PersonItems.svelte';
export { default as SchoolItems } from './SchoolItems.svelte';
