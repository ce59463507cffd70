/** One thing the engine cannot do without, and how to ask after it. */
export interface HealthCheck {
  readonly name: string;
  /** Null when well, else one sentence. Throwing means unwell. */
  ask(): Promise<string | null>;
  /** An unwell check of this kind is listed, but the node still takes requests. */
  readonly mayFail?: boolean;
}

export interface HealthAnswer {
  /** HTTP status: 200 or 503. */
  readonly status: 200 | 503;
  /** `reasons` is keyed by the check's name; checks that are well are not in it. */
  readonly body: { readonly ready: boolean; readonly reasons: Readonly<Record<string, string>> };
}

const DEADLINE_MS = 2000;

/** Whether this node should be sent requests: every check is asked at once, and silence for two seconds is an answer too. */
export async function readiness(checks: readonly HealthCheck[], deadlineMs = DEADLINE_MS): Promise<HealthAnswer> {
  const answers = await Promise.all(checks.map((check) => answerOf(check, deadlineMs)));
  const reasons: Record<string, string> = {};
  let ready = true;
  for (const [index, check] of checks.entries()) {
    const reason = answers[index];
    if (!reason) continue;
    reasons[check.name] = reason;
    if (!check.mayFail) ready = false;
  }
  return { status: ready ? 200 : 503, body: { ready, reasons } };
}

/** Whether the process lives: it answers, so it does. */
export const liveness = (): { readonly status: 200; readonly body: { readonly alive: true } } => ({
  status: 200,
  body: { alive: true },
});

/** Shares an answer among those who ask while it is awaited and for so many milliseconds after: probes cost one of them. */
export function sharedFor(ms: number, check: HealthCheck): HealthCheck {
  let asked: Promise<string | null> | undefined;
  const askAgain = (): Promise<string | null> => {
    const answer = check.ask();
    const expire = () => setTimeout(() => (asked = undefined), ms).unref();
    answer.then(expire, expire);
    return answer;
  };
  return {
    ...check,
    ask: () => {
      asked ??= askAgain();
      return asked;
    },
  };
}

async function answerOf(check: HealthCheck, deadlineMs: number): Promise<string | null> {
  const silence = Promise.withResolvers<string>();
  const timer = setTimeout(() => silence.resolve(`did not answer within ${deadlineMs} ms`), deadlineMs);
  try {
    return await Promise.race([check.ask(), silence.promise]);
  } catch {
    // The error's own words may hold an address with a password in it.
    return 'failed when asked';
  } finally {
    clearTimeout(timer);
  }
}
