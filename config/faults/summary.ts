import type { Campaign } from './campaign.ts';
import { VIOLATIONS, type ViolationKind } from './checker.ts';
import { FAULTS, type FaultKind } from './plan.ts';

const EXAMPLES = 3;
const KINDS = Object.keys(VIOLATIONS) as ViolationKind[];

/** What was done, what came of it, and what was found, for somebody at a terminal. */
export function summary(campaigns: readonly Campaign[]): string {
  return [...campaigns.flatMap(experienced), '', ...faults(campaigns), '', ...found(campaigns)].join('\n');
}

/** How many promises held, how many did not, and how many faults this machine could not bring about. */
export function verdict(campaigns: readonly Campaign[]): { passed: number; failed: number; skipped: number } {
  const broken = KINDS.filter((kind) => ofKind(campaigns, kind).length > 0).length;
  const skipped = new Set(campaigns.flatMap((campaign) => [...campaign.skipped])).size;
  return { passed: KINDS.length - broken, failed: broken, skipped };
}

function experienced({ kind, log, stored }: Campaign): string[] {
  const sends = [...log.sends.values()];
  const acked = sends.filter((send) => send.acked);
  const retried = acked.filter(({ tries }) => tries > 1).length;
  const promised = acked.filter(({ names }) => names).length;
  const slowest = Math.round(Math.max(0, ...log.returns.map(({ ms, busy }) => ms - busy)));
  return [
    `${kind}:`,
    `  ${acked.length} sends acknowledged (${retried} after a retry), ${sends.filter((send) => send.refused).length} refused; ${stored.messages.length} stored`,
    `  ${log.heard.length} events heard; ${promised} notices promised, ${stored.notices.length} arrived`,
    `  ${log.revocations.length} revocations: ${tally(log.revocations.map(({ what }) => what))}`,
    `  ${log.returns.length} returns to a node that listened again, the slowest after ${slowest} ms (without what a busy machine took)`,
  ];
}

function faults(campaigns: readonly Campaign[]): string[] {
  return (Object.keys(FAULTS) as FaultKind[]).map((kind) => {
    const count = campaigns.reduce((sum, { done }) => sum + (done.get(kind) ?? 0), 0);
    const isSkipped = campaigns.some(({ skipped }) => skipped.has(kind));
    return `  ${kind.padEnd(26)}${isSkipped ? 'skipped: this machine cannot do it' : `${count} ×`}`;
  });
}

function found(campaigns: readonly Campaign[]): string[] {
  return KINDS.flatMap((kind) => {
    const abouts = ofKind(campaigns, kind);
    return [
      `  ${abouts.length === 0 ? '✓' : '✗'} ${String(abouts.length).padStart(5)}  ${VIOLATIONS[kind]}`,
      ...[...times(abouts)]
        .slice(0, EXAMPLES)
        .map(([about, count]) => `             ${about}${count > 1 ? ` (${count} ×)` : ''}`),
    ];
  });
}

/** What the nodes' logs said last, each kind of line once. */
export function logged({ kind, lines }: Campaign): string {
  const messages = lines.map((line) => {
    const { level, msg, err } = parsed(line.slice(3)) as { level?: string; msg?: string; err?: { message?: string } };
    return `${line.slice(0, 2)} ${level ?? ''} ${msg ?? line.slice(0, 200)} ${err?.message ?? ''}`.slice(0, 240);
  });
  return [`The last lines of ${kind}:`, ...[...times(messages)].map(([text, count]) => `  ${text} (${count} ×)`)].join(
    '\n',
  );
}

function parsed(line: string): object {
  try {
    return Object(JSON.parse(line)) as object;
  } catch {
    return {};
  }
}

const ofKind = (campaigns: readonly Campaign[], kind: ViolationKind): string[] =>
  campaigns.flatMap((campaign) =>
    campaign.violations.filter((each) => each.kind === kind).map(({ about }) => `${campaign.kind}: ${about}`),
  );

function times(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function tally(names: readonly string[]): string {
  return [...times(names)].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
}
