import { describe, expect, test } from 'vitest';
import { check, VIOLATIONS, type ViolationKind } from './checker.ts';
import { createLog, type Heard, type Log, type SendLog, type Stored, type StoredEvent } from './log.ts';

interface Run {
  readonly log: Log;
  readonly stored: {
    -readonly [K in keyof Stored]: Stored[K][number][];
  };
}

const PEOPLE = ['ana', 'ben'];
const COUNT = 6;

/** Ana writes six messages in a room; Ana and Ben hear them all. One names Quentin, who is told. */
function soundRun(): Run {
  const log = createLog();
  const stored: Run['stored'] = { messages: [], events: [], members: [], notices: [], orphans: [] };
  for (let seq = 1; seq <= COUNT; seq += 1) {
    const message = `m${seq}`;
    const clientId = `c${seq}`;
    const names = seq === 2 ? 'quentin' : null;
    const send = { person: 'ana', room: 'r', clientId, at: seq * 100, names, tries: 1, refused: null };
    log.sends.set(clientId, { ...send, acked: { at: seq * 100 + 10, message, seq } });
    stored.messages.push({ id: message, room: 'r', seq, author: 'ana', clientId });
    stored.events.push({ room: 'r', seq, event: 'message.sent', message, person: null });
    for (const person of PEOPLE) log.heard.push(heard(person, seq));
  }
  stored.members.push(...PEOPLE.map((person) => ({ room: 'r', person, visibleFrom: 0 })));
  stored.notices.push({ person: 'quentin', message: 'm2', count: 1 });
  return { log, stored };
}

const heard = (person: string, seq: number, more: Partial<Heard> = {}): Heard => ({
  ...{ at: seq * 100 + 20, person, room: 'r', seq, event: 'message.sent', message: `m${seq}`, clientId: `c${seq}` },
  ...{ prompt: true, ...more },
});
const sendOf = ({ log }: Run, seq: number): SendLog => log.sends.get(`c${seq}`) as SendLog;
const unhear = ({ log }: Run, person: string, seqs: readonly number[]): void => {
  const rest = log.heard.filter((each) => each.person !== person || !seqs.includes(each.seq ?? 0));
  log.heard.splice(0, log.heard.length, ...rest);
};
const revoke = ({ log }: Run, at: number, until = Number.POSITIVE_INFINITY): void =>
  void log.revocations.push({ what: 'removal', person: 'ben', room: 'r', at, until });
const system = (seq: number, event: string, person: string): StoredEvent => ({
  ...{ room: 'r', seq, event, message: null, person },
});
const kinds = (run: Run): ViolationKind[] => [...new Set(check(run.log, run.stored).map(({ kind }) => kind))];

/** Each plants one violation in a sound run. */
const PLANTED: Readonly<Record<ViolationKind, readonly ((run: Run) => void)[]>> = {
  lost: [
    (run) => void run.stored.messages.pop(),
    (run) => void Object.assign(run.stored.messages[0] ?? {}, { id: 'another' }),
    (run) => void Object.assign(run.stored.messages[0] ?? {}, { seq: 99 }),
  ],
  unstored: [
    (run) => void run.log.heard.push(heard('ben', 7)),
    (run) => void Object.assign(run.stored.events[3] ?? {}, { message: 'another' }),
  ],
  'stored twice': [
    (run) => void run.stored.messages.push({ id: 'again', room: 'r', seq: 9, author: 'ana', clientId: 'c1' }),
    (run) => void run.stored.events.push({ room: 'r', seq: 9, event: 'message.sent', message: 'm1', person: null }),
  ],
  doubled: [(run) => void run.log.heard.push(heard('ben', 6)), (run) => void run.log.heard.push(heard('ben', 2))],
  disordered: [
    (run) => {
      unhear(run, 'ben', [3]);
      run.log.heard.push(heard('ben', 3));
    },
    (run) => {
      const [early, late] = [sendOf(run, 1), sendOf(run, 6)];
      const acked = early.acked;
      early.acked = late.acked && { ...late.acked, at: 110 };
      late.acked = acked && { ...acked, at: 610 };
    },
  ],
  disagreement: [
    (run) => {
      unhear(run, 'ben', [4]);
      run.log.heard.push(heard('ben', 4, { message: 'another' }));
    },
  ],
  gap: [
    (run) => unhear(run, 'ben', [3, 4]),
    (run) => unhear(run, 'ben', [6]),
    (run) => {
      unhear(run, 'ben', [2, 3]);
      run.log.heard.push(heard('ben', 1, { event: 'startOver' }));
    },
  ],
  unknown: [(run) => void Object.assign(sendOf(run, 6), { acked: null })],
  'wrong fate': [(run) => void Object.assign(sendOf(run, 6), { acked: null, refused: { at: 700, code: 'missing' } })],
  leak: [
    (run) => {
      revoke(run, 100);
      run.log.heard.push(heard('ben', 9, { at: 1_200, event: 'typing.started', seq: null }));
    },
    (run) => {
      revoke(run, 450);
      unhear(run, 'ben', [5]);
      run.log.heard.push(heard('ben', 5, { at: 1_500, prompt: false }));
    },
  ],
  access: [
    (run) => {
      revoke(run, 100);
      run.log.answered.push({ asked: 1_150, at: 1_160, person: 'ben', room: 'r', what: 'messages.page' });
    },
    (run) => {
      run.log.revocations.push({ what: 'sign-out', person: 'ana', room: null, at: -900, until: 5_000 });
      unhear(run, 'ana', [1, 2, 3, 4, 5, 6]);
    },
  ],
  notice: [
    (run) => void run.stored.notices.pop(),
    (run) => void Object.assign(run.stored.notices[0] ?? {}, { count: 2 }),
  ],
  orphan: [(run) => void run.stored.orphans.push({ table: 'message', column: 'room_id', count: 1 })],
  failure: [(run) => void run.log.failures.push({ at: 1, person: 'ben', what: 'messages.send' })],
  crash: [(run) => void run.log.crashes.push({ at: 1, node: 'a', code: 1 })],
  return: [(run) => void run.log.returns.push({ person: 'ben', node: 'a', ms: 1_001, busy: 0 })],
};

test('a sound run has no violation', () => {
  expect(check(soundRun().log, soundRun().stored)).toEqual([]);
});

describe('a planted violation is found', () => {
  const all = Object.entries(PLANTED).flatMap(([kind, plants]) =>
    plants.map((plant, place) => [`${VIOLATIONS[kind as ViolationKind]} (${place + 1})`, kind, plant] as const),
  );
  test.each(all)('%s', (_name, kind, plant) => {
    const run = soundRun();
    plant(run);
    expect(kinds(run)).toContain(kind);
  });
});

describe('what is right is no violation', () => {
  test.each<[string, (run: Run) => void]>([
    [
      'a gap that the client was told of',
      (run) => {
        unhear(run, 'ben', [2, 3]);
        run.log.heard.splice(2, 0, heard('ben', 3, { event: 'startOver', message: null }));
      },
    ],
    [
      'what was recorded while somebody was out of a room whose past is hidden',
      (run) => {
        unhear(run, 'ben', [2, 3, 4]);
        run.stored.events[2] = system(3, 'participant.left', 'ben');
        run.stored.events[4] = system(5, 'participant.joined', 'ben');
        run.log.heard.splice(0, run.log.heard.length, ...run.log.heard.filter(({ seq }) => seq !== 3 && seq !== 5));
        run.log.heard.push(...PEOPLE.map((person) => heard(person, 5, { event: 'participant.joined', message: null })));
        run.log.heard.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
        run.log.sends.delete('c3');
        run.log.sends.delete('c5');
        run.stored.members.splice(0, 2, { room: 'r', person: 'ben', visibleFrom: 4 });
        unhear(run, 'ana', [1, 2, 3, 4, 5, 6]);
      },
    ],
    [
      'what somebody put out does not hear',
      (run) => {
        unhear(run, 'ben', [5, 6]);
        run.stored.members.pop();
      },
    ],
    [
      'what was on its way to a slow reader before a revocation',
      (run) => {
        revoke(run, 650);
        unhear(run, 'ben', [6]);
        run.log.heard.push(heard('ben', 6, { at: 9_000, prompt: false }));
      },
    ],
    [
      'a call that is answered after something was given back',
      (run) => {
        revoke(run, -1_000, 60);
        run.log.answered.push({ asked: 50, at: 70, person: 'ben', room: 'r', what: 'messages.page' });
      },
    ],
    [
      'a client that came back late on a machine that was busy',
      (run) => void run.log.returns.push({ person: 'ben', node: 'a', ms: 1_900, busy: 950 }),
    ],
    [
      'what is heard after something was given back',
      (run) => {
        revoke(run, 450, 460);
      },
    ],
  ])('%s', (_name, change) => {
    const run = soundRun();
    change(run);
    expect(check(run.log, run.stored)).toEqual([]);
  });
});
