// What few rows of messages need. Fetched as one, once the messages can be read.
export { default as FailedRow } from './FailedRow.svelte';
export { default as MessageToolbar } from './MessageToolbar.svelte';
export { default as PendingState } from './PendingState.svelte';
