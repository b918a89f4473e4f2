import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { clustersOf, edgesAt, reachable } from './lineage.ts';
import type { LineageEdge } from './lineage.view.ts';
import type { Fact } from '../../read-models/facts/fact.ts';

const CLUSTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

/** Successions, each from a cluster to a later one: nobody is a part of their own past. */
const anyEdges: fc.Arbitrary<readonly LineageEdge[]> = fc
  .uniqueArray(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })), { selector: String, maxLength: 12 })
  .map((pairs) =>
    pairs.map(([from, step], index) => ({
      from: CLUSTERS[from] ?? 'a',
      to: CLUSTERS[Math.min(from + 1 + step, CLUSTERS.length - 1)] ?? 'g',
      operationId: `o${String(index)}`,
      kind: 'fusion-absorption',
      effectiveOn: `20${String(10 + from)}-01-01`,
    })),
  );
const anyRoot = fc.constantFrom(...CLUSTERS);
const run = (check: (edges: readonly LineageEdge[], root: string) => void): void => {
  fc.assert(fc.property(anyEdges, anyRoot, check), { numRuns: 300, seed: propertySeed() });
};

/** Whether a way of edges leads from one cluster to the other, found the slow way. */
function leads(edges: readonly LineageEdge[], from: string, to: string): boolean {
  return from === to || edges.some((edge) => edge.from === from && leads(edges, edge.to, to));
}

describe('any lineage', () => {
  it('upwards has every edge that leads to the root, and no other', () => {
    let found = 0;
    run((edges, root) => {
      const expected = edges.filter(({ to }) => leads(edges, to, root));
      expect(reachable(root, edges, 'ancestors')).toEqual(expected);
      found += expected.length;
    });
    expect(found).toBeGreaterThan(100);
  });

  it('downwards has every edge that leads away from it, and no other', () => {
    run((edges, root) => {
      expect(reachable(root, edges, 'descendants')).toEqual(edges.filter(({ from }) => leads(edges, root, from)));
    });
  });

  it('both ways has those and no sibling', () => {
    run((edges, root) => {
      const [up, down] = [reachable(root, edges, 'ancestors'), reachable(root, edges, 'descendants')];
      const both = reachable(root, edges, 'both');
      expect(both).toEqual(edges.filter((edge) => up.includes(edge) || down.includes(edge)));
      for (const cluster of clustersOf(root, both))
        expect(leads(edges, cluster, root) || leads(edges, root, cluster)).toBe(true);
    });
  });

  it('is seen from both ends: an ancestor has the root among its descendants', () => {
    run((edges, root) => {
      for (const ancestor of clustersOf(root, reachable(root, edges, 'ancestors')))
        expect(clustersOf(ancestor, reachable(ancestor, edges, 'descendants'))).toContain(root);
    });
  });

  it('ends where clusters succeed each other in a circle, as no law but a wrong record lets them', () => {
    const edge = (from: string, to: string): LineageEdge => ({
      ...{ from, to, operationId: `${from}${to}`, kind: 'fusion-creation', effectiveOn: '2016-01-01' },
    });
    const circle = [edge('a', 'b'), edge('b', 'c'), edge('c', 'a')];
    for (const direction of ['ancestors', 'descendants', 'both'] as const)
      expect(reachable('a', circle, direction)).toEqual(circle);
  });
});

describe('the edges at a point', () => {
  const anySuccessions = fc.array(
    fc.record({ on: fc.integer({ min: 0, max: 9 }), recorded: fc.integer({ min: 0, max: 9 }) }),
    { maxLength: 8 },
  );
  const at = (year: number) => `201${String(year)}-06-01`;
  const instantOf = (year: number) => `${at(year)}T10:00:00.000Z`;
  const factOf = (on: number, recorded: number, index: number): Fact<'succession'> => ({
    ...{ factId: `succession:${String(index)}`, kind: 'succession', id: String(index) },
    ...{ subjectId: `from ${String(index)}`, objectId: `to ${String(index)}` },
    versions: [
      {
        ...{ validFrom: at(on), validTo: null, knownFrom: instantOf(recorded), knownTo: null },
        value: {
          operationId: `o${String(index)}`,
          operationKind: 'fusion-creation',
          successorName: 'N',
          created: true,
        },
        ...{ eventId: String(index), type: 'effect', position: String(index) },
      },
    ],
  });

  it('are those in effect and known, in the order of their days', () => {
    fc.assert(
      fc.property(anySuccessions, fc.nat({ max: 9 }), fc.nat({ max: 9 }), (all, valid, known) => {
        const facts = all.map(({ on, recorded }, index) => factOf(on, recorded, index));
        const edges = edgesAt(facts, { validAt: at(valid), knownAt: instantOf(known) });
        const expected = all.flatMap(({ on, recorded }, index) =>
          on <= valid && recorded <= known ? [`o${String(index)}`] : [],
        );
        expect(edges.map(({ operationId }) => operationId).toSorted()).toEqual(expected.toSorted());
        const days = edges.map(({ effectiveOn }) => effectiveOn);
        expect(days).toEqual(days.toSorted());
      }),
      { numRuns: 200, seed: propertySeed() },
    );
  });
});
