import './node-version.ts';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Campaign, cleanups, runCampaign } from './faults/campaign.ts';
import type { WorldKind } from './faults/plan.ts';
import { killAll } from './faults/program.ts';
import { createRandom } from './faults/random.ts';
import { logged, summary, verdict } from './faults/summary.ts';

/*
 * npm run faults -- --seed N --minutes M: real processes, real sockets, and everything that can go wrong with them. People
 * write and read meanwhile; afterwards a checker compares what their clients were told with what is stored. Ends with 1 when
 * a promise was broken.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '2' },
    /** Only one deployment: `one` or `two` nodes. */
    nodes: { type: 'string' },
    /** Where to write the counts, for `npm test`. */
    counts: { type: 'string' },
  },
});

/** Starting and settling take about so long for each deployment. */
const AROUND_SECONDS = 12;

const seed = Number(values.seed);
const minutes = Number(values.minutes);
const worlds = (['one node', 'two nodes'] as const).filter((kind) => !values.nodes || kind.startsWith(values.nodes));
if (!Number.isInteger(seed) || !(minutes > 0) || worlds.length === 0) {
  console.error('Usage: npm run faults -- [--seed <whole number>] [--minutes <number>] [--nodes one|two]');
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    process.once(signal, () => process.exit(1));
    await Promise.allSettled([...cleanups].map((clean) => clean()));
    process.exit(1);
  });
}
process.on('exit', killAll);

const replay = `npm run faults -- --seed ${seed} --minutes ${minutes}${values.nodes ? ` --nodes ${values.nodes}` : ''}`;
console.log(`seed ${seed}; to repeat it: ${replay}`);
const campaigns: Campaign[] = [];
for (const kind of worlds)
  campaigns.push(await runCampaign(kind, secondsOf(kind), createRandom(seed).fork(kind), console.log));

const counts = verdict(campaigns);
console.log(`\n${summary(campaigns)}\n`);
if (counts.failed > 0) {
  for (const campaign of campaigns) console.log(logged(campaign));
  console.log(`\n${counts.failed} kinds of promises were broken. To repeat it: ${replay}`);
}
if (values.counts) writeFileSync(values.counts, JSON.stringify(counts));
process.exit(counts.failed === 0 ? 0 : 1);

/** Two nodes have more that can go wrong. */
function secondsOf(kind: WorldKind): number {
  const share = worlds.length === 1 ? 1 : kind === 'one node' ? 0.4 : 0.6;
  return Math.max(10, minutes * 60 * share - AROUND_SECONDS);
}
