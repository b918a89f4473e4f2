import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Entry } from './support/trace/call-trace.ts';
import { hopsOf, isAppend, isDecision, isFold, isLoad, untilCommit } from './support/trace/hops.ts';
import { auvergneTic, numelink, operationId } from '../../apps/mergers/test/sample-operation.ts';

const OPERATION = `mergers.operation-${operationId}`;
const ENGAGEMENTS = [numelink, auvergneTic].map((clusterId) => `mergers.engagement-${clusterId}`);

const isStep = (entry: Entry): boolean =>
  isLoad(entry) || isDecision(entry) || isFold(entry) || isAppend(entry) || entry.name === 'otherwise';

/** Every function of the project reports its caller, in a process of its own. */
describe('POST a vote, traced from the route to the commit', () => {
  let votes: readonly (readonly Entry[])[];
  beforeAll(async () => {
    const trace = 'tests/system/support/trace';
    const program = [`${trace}/run-traced.mjs`, `${trace}/traced-votes.ts`];
    const { stdout } = await promisify(execFile)(process.execPath, program, { maxBuffer: 2 ** 26 });
    votes = stdout
      .trim()
      .split('\n')
      .map((line) => untilCommit(JSON.parse(line) as readonly Entry[]));
  });

  const vote = (which: 'first' | 'last'): readonly Entry[] => votes[which === 'first' ? 0 : 1] ?? [];
  const about = (entries: readonly Entry[], index: number) => entries.map((entry) => entry.about[index]);

  it.each([
    ['first', 'one stream', 14],
    ['last', 'which is the effect and frees both bodies, three streams', 24],
  ] as const)('the %s vote (%s) crosses a file %i times at most', (which, _what, limit) => {
    const hops = hopsOf(vote(which), isStep).map(({ from, to }) => `${from.file}#${from.name} → ${to.file}#${to.name}`);
    expect(hops.length > 10 && hops.length <= limit ? [] : hops).toEqual([]);
    expect(hops.at(-1)).toMatch(/#appendAll$/);
  });

  it.each([
    ['first', [OPERATION], ['AssemblyVoted']],
    [
      'last',
      [OPERATION, ...ENGAGEMENTS],
      ['AssemblyVoted', 'OperationApproved', 'SuccessionTookEffect', 'BodyReleased', 'BodyReleased'],
    ],
  ] as const)(
    'the %s vote decides on each stream once, as it was seen last, and folds each of its events once',
    (which, streams, events) => {
      const entries = vote(which);
      // The commands before it have left these states; the append asserts that they are the newest.
      expect(about(entries.filter(isLoad), 0)).toEqual([]);
      expect(entries.filter(isDecision)).toHaveLength(streams.length);
      expect(about(entries.filter(isFold), 1)).toEqual(events);
      expect(entries.filter(isAppend)).toHaveLength(1);
    },
  );
});
