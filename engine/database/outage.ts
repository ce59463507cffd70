/** Connections lost or refused, the server starting or stopping. PostgreSQL error classes 08 and 57P, and the socket's own. */
export function isOutage(cause: unknown): boolean {
  const code = (cause as { code?: string } | undefined)?.code ?? '';
  if (/^(08|57P)/.test(code) || /^E(CONN|PIPE|HOST|TIMEDOUT)/.test(code)) return true;
  return cause instanceof Error && /Connection terminated|timeout exceeded when trying to connect/.test(cause.message);
}
