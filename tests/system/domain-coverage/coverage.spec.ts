import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  coverageSchema,
  faultsOf,
  namesIn,
  quotedIn,
  readCoverage,
  unnamed,
  type Clause,
  type Names,
} from './coverage.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const known: Names = {
  commands: new Set(['membership/clusters', 'membership/clusters/{id}/dissolve']),
  events: new Set(['membership.ClusterRegistered']),
  queries: new Set(['membership/clusters/{id}']),
  titlesOf: (file) => (file === 'a.spec.ts' ? ['records what is known of it'] : undefined),
};
const carried: Clause = {
  clause: 'x',
  commands: ['membership/clusters'],
  events: ['membership.ClusterRegistered'],
  queries: ['membership/clusters/{id}'],
  tests: ['a.spec.ts › what is known'],
};
const coverageOf = (...clauses: readonly object[]) =>
  coverageSchema.parse([{ section: '2', rows: [{ row: 'Cluster', clauses }] }]);

describe('the coverage of the domain', () => {
  it('names what there is, and each clause is carried', () => {
    expect(faultsOf(readCoverage(root), namesIn(root))).toEqual([]);
  });
});

describe('the check of it', () => {
  it('has nothing to say of a clause that is carried, or says why it is not', () => {
    expect(faultsOf(coverageOf(carried, { clause: 'y', missing: 'no command yet' }), known)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a command that is none', { commands: ['membership/clusters/{id}/sell'] }, 'commands have no'],
    ['a query of another context', { queries: ['mergers/clusters/{id}'] }, 'queries have no'],
    ['an event without its context', { events: ['ClusterRegistered'] }, 'events have no ClusterRegistered'],
    ['a file that is not there', { tests: ['b.spec.ts › what is known'] }, 'there is no b.spec.ts'],
    ['a title that is not in the file', { tests: ['a.spec.ts › nothing'] }, 'a.spec.ts has no nothing'],
    ['a file without a title', { tests: ['a.spec.ts'] }, 'names no title'],
    ['a clause without a test', { tests: undefined }, 'has no test'],
    ['a test alone', { commands: undefined, events: undefined, queries: undefined }, 'is carried by no command'],
    ['what is missing and carried', { missing: 'x' }, 'is missing, and has what carries it'],
  ])('finds %s', (_what, wrong, fault) => {
    const [found, ...others] = faultsOf(coverageOf({ ...carried, ...wrong }), known);
    expect(found).toContain('2 › Cluster › x: ');
    expect(found).toContain(fault);
    expect(others).toEqual([]);
  });

  it('finds a clause that stands there twice, and a key that there is not', () => {
    expect(faultsOf(coverageOf(carried, carried), known)).toEqual([expect.stringContaining('twice')]);
    expect(() => coverageOf({ ...carried, command: ['membership/clusters'] })).toThrow('command');
  });

  it('lists what no clause names', () => {
    expect(unnamed(coverageOf(carried), known)).toEqual({
      commands: ['membership/clusters/{id}/dissolve'],
      events: [],
      queries: [],
    });
  });

  it('takes for a title what is quoted, and no comment', () => {
    expect(quotedIn(`  // it('never')\n  it('isn\\'t', () => expect("x"));`)).toEqual(["isn't", 'x']);
  });
});
