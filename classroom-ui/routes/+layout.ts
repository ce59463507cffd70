/** Everything stands behind a sign-in and lives by its socket: the server only sends the shell. */
export const ssr = false;
