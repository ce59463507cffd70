/** What few need who sign in: fetched together, once it is needed. */
export { default as ChoosePassword } from './ChoosePassword.svelte';
export { default as EndedMembership } from './EndedMembership.svelte';
export { default as SchoolOfName, NamedSignIn } from './SchoolOfName.svelte';
