import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { clustersOf, nodeOf, reachable } from './lineage.ts';
import type { LineageEdge } from './lineage.view.ts';

const edge = (from: string, to: string, effectiveOn = '2016-01-01'): LineageEdge => ({
  ...{ from, to, operationId: `${from}>${to}`, kind: 'fusion-creation', effectiveOn },
});
const tree = [
  edge('grilog', 'clustr'),
  edge('edit', 'clustr'),
  edge('clustr', 'dl'),
  edge('numelink', 'dl'),
  edge('x', 'y'),
];
const pairs = (edges: readonly LineageEdge[]) => edges.map(({ operationId }) => operationId);

describe('reachable successions', () => {
  it.each([
    ['dl', 'ancestors', ['grilog>clustr', 'edit>clustr', 'clustr>dl', 'numelink>dl']],
    ['dl', 'descendants', []],
    ['grilog', 'descendants', ['grilog>clustr', 'clustr>dl']],
    ['clustr', 'both', ['grilog>clustr', 'edit>clustr', 'clustr>dl']],
    ['clustr', 'ancestors', ['grilog>clustr', 'edit>clustr']],
    ['nobody', 'both', []],
  ] as const)('of %s: %s', (root, direction, expected) => {
    expect(pairs(reachable(root, tree, direction))).toEqual(expected);
  });

  it('of a body that split and came together again end', () => {
    const circle = [edge('a', 'b'), edge('b', 'c'), edge('c', 'a')];
    expect(pairs(reachable('a', circle, 'both'))).toEqual(['a>b', 'b>c', 'c>a']);
  });

  it('up from a descendant lead back to where they came from', () => {
    const anyEdges = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }))
        .map(([a, b]) => edge(`c${String(a)}`, `c${String(b)}`)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(anyEdges, (edges) => {
        for (const cluster of clustersOf('c0', reachable('c0', edges, 'descendants'))) {
          expect(clustersOf(cluster, reachable(cluster, edges, 'ancestors'))).toContain('c0');
        }
      }),
      { numRuns: 100, seed: propertySeed() },
    );
  });
});

describe('a box of the drawing', () => {
  it('of a cluster of which nothing is recorded bears the name of the plan', () => {
    expect(nodeOf('a', { names: [], members: [] }, { validAt: '2016-01-01' }, 'Digital 113')).toEqual({
      ...{ clusterId: 'a', name: 'Digital 113', state: 'unknown' },
    });
  });

  const version = { knownFrom: '2015-01-01T00:00:00.000Z', knownTo: null, eventId: 'e', type: 'named', position: '0' };
  const name = (label: string, nameKind: 'working' | 'code' | 'final', validFrom: string) => ({
    ...{ factId: `cluster-name:a:${nameKind}`, kind: 'cluster-name' as const, id: `a:${nameKind}`, subjectId: 'a' },
    versions: [{ ...version, validFrom, validTo: null, value: { name: label, nameKind } }],
  });

  it.each([
    ['2016-01-01', 'Projet D'],
    ['2016-06-01', 'Le rapprochement'],
    ['2017-06-01', 'Digital League'],
    ['2010-01-01', 'Projet D'],
  ])('on %s bears the name %s', (validAt, expected) => {
    const names = [
      name('Projet D', 'code', '2015-01-01'),
      name('Le rapprochement', 'working', '2016-05-01'),
      name('Digital League', 'final', '2017-03-28'),
    ];
    expect(nodeOf('a', { names, members: [] }, { validAt }, '?').name).toBe(expected);
  });
});
