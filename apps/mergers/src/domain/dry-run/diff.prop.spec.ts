import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import {
  absorptionPlan,
  auvergneTic,
  clustR,
  day,
  draft,
  history,
  numelink,
  start,
} from '../../../test/sample-operation.ts';
import { operation } from '../operation/operation.decide.ts';
import { fileOf } from '../operation/operation.ts';
import { diff, type DryRunInput, type Member } from './diff.ts';
import { dissolution } from './dissolution.ts';

const participants = [
  { clusterId: numelink, role: 'absorbing' as const },
  { clusterId: auvergneTic, role: 'absorbed' as const },
  { clusterId: clustR, role: 'absorbed' as const },
];
const plan = absorptionPlan({
  antennaMapping: [{ fromClusterId: clustR, toAntennaId: countedUuid(1, 0xa0) }],
  collegeMapping: [
    { fromClusterId: clustR, toCollege: 'companies' },
    { fromClusterId: auvergneTic, fromCollege: 'labs', toCollege: 'research' },
  ],
});
const state = fold(operation, history(start('fusion-absorption', participants), draft(plan)));
if (state.status === 'absent') throw new Error('no operation');
const file = fileOf(state);

/** An organisation is a member of a cluster once. */
const anyMembers: fc.Arbitrary<readonly Member[]> = fc.uniqueArray(
  fc.record({
    clusterId: fc.constantFrom(numelink, auvergneTic, clustR),
    organisationId: fc.integer({ min: 1, max: 30 }).map((n) => countedUuid(n, 0x50)),
    periods: fc.constant([{ since: '2012-01-01' }]),
    antennaId: fc.option(
      fc.integer({ min: 1, max: 3 }).map((n) => countedUuid(n, 0xa0)),
      { nil: undefined },
    ),
    college: fc.constantFrom(undefined, 'labs', 'schools'),
  }),
  { selector: ({ clusterId, organisationId }) => `${clusterId}/${organisationId}`, maxLength: 90 },
);

const inputOf = (members: readonly Member[]): DryRunInput => ({
  ...{ file, status: 'drafted', on: day('2016-02-01'), members, governance: {}, engagements: {} },
  ...{ clauseOn: () => undefined, clusterNames: {}, antennaNames: {} },
});

const sumOf = (rows: readonly { readonly members: number }[]) => rows.reduce((sum, { members }) => sum + members, 0);

it('the totals of a dry run add up, whoever belongs to what, in whatever order', () => {
  fc.assert(
    fc.property(anyMembers, fc.nat(), (members, turn) => {
      const ask = (list: readonly Member[]) => diff(inputOf(list)).members;
      const result = ask(members);
      expect(result.total).toBe(new Set(members.map(({ organisationId }) => organisationId)).size);
      expect(result.total).toBe(result.sum - result.merged);
      expect(result.merged).toBe(result.duplicates.reduce((extra, { clusterIds }) => extra + clusterIds.length - 1, 0));
      expect(sumOf(result.byOrigin)).toBe(result.sum);
      expect(sumOf(result.byAntenna)).toBe(result.total);
      expect(sumOf(result.byCollege)).toBe(result.total);
      // What a dissolution ends is what the merger moves.
      const { total, predecessors } = dissolution(inputOf(members));
      const moved = result.byOrigin.filter(({ clusterId }) => clusterId !== numelink);
      expect(predecessors.map(({ figures }) => figures.memberships.lost)).toEqual(moved.map((each) => each.members));
      expect(total.memberships).toEqual({ lost: sumOf(moved), kept: sumOf(moved), needConsent: 0 });
      expect(total.members.lost).toBe(
        new Set(members.filter(({ clusterId }) => clusterId !== numelink).map((each) => each.organisationId)).size,
      );
      const cut = members.length === 0 ? 0 : turn % members.length;
      const { byAntenna, byCollege } = ask([...members.slice(cut), ...members.slice(0, cut)]);
      expect({ byAntenna, byCollege }).toEqual({ byAntenna: result.byAntenna, byCollege: result.byCollege });
    }),
    { numRuns: 200, seed: propertySeed() },
  );
});
