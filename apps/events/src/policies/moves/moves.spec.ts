import { describe, expect, it } from '@jest/globals';
import type { Succession } from '#libs/process-managers';
import { noCommunity } from '../../domain/communities/community.ts';
import { sophiaConf, rhoneAlpes, sophia, telecomValley } from '../../domain/gathering/testing/gathering.fixtures.ts';
import type { CommunityDocument } from '../../read-models/communities/communities.projection.ts';
import type { GatheringDocument } from '../../read-models/gatherings/gatherings.projection.ts';
import { communitiesMoved, communitiesMovedBack } from './circle-moves.ts';
import { gatheringsMoved, gatheringsMovedBack } from './gathering-moves.ts';

const EFFECT = '2016-05-01';
const antennaId = '0198f3a1-0d00-7a10-8b00-0000000000aa';
const operationId = '0198f3a4-77aa-7b3e-8c1d-2e4f6a8b0c16';
const heir = {
  clusterId: sophia,
  name: 'X',
  nameKind: 'final',
  seat: 'Nice',
  departments: [],
  created: false,
} as const;
const succession = (more: Partial<Succession> = {}): Succession => ({
  ...{ operationId, kind: 'fusion-absorption', planVersion: 1, planHash: 'a'.repeat(64) },
  ...{ predecessors: [{ clusterId: telecomValley }], successor: heir, newAntennas: [], antennaMapping: [] },
  ...{ transitionalGovernance: { bodies: [] }, verdicts: [], decidedOn: EFFECT, effectiveOn: EFFECT },
  ...more,
});
const gathering = (plan: object = {}, more: object = {}): GatheringDocument => ({
  ...{
    gatheringId: sophiaConf.gatheringId,
    clusterId: telecomValley,
    organiserId: telecomValley,
    format: 'conference',
  },
  ...{ firstDay: '2016-07-04', lastDay: '2016-07-07', isAnnounced: true },
  known: { plan: { ...sophiaConf, ...plan }, steps: [], ...more },
});
const passing = { from: telecomValley, to: sophia, operationId, on: EFFECT };
const step = (type: string, on: string): object => ({ type, ...passing, gatheringId: sophiaConf.gatheringId, on });

describe('gatherings by an effect', () => {
  const moves = (document: GatheringDocument, more: Partial<Succession> = {}) =>
    gatheringsMoved(succession(more), [document]).map(({ count = 1, merged = 0, on, asItWas }) => [
      ...[count, merged, on],
      asItWas?.code,
    ]);

  it.each<[string, GatheringDocument, readonly unknown[], Partial<Succession>?]>([
    ['one that is to come', gathering(), [[1, 0, EFFECT, undefined]]],
    ['one that has passed by it, in a repeat', gathering({}, { passings: [passing] }), [[1, 0, EFFECT, undefined]]],
    ['one that was held by then', gathering({}, { steps: [step('GatheringHeld', '2016-04-07')] }), []],
    [
      'one that was held after it',
      gathering({}, { steps: [step('GatheringHeld', '2016-07-07')] }),
      [[1, 0, EFFECT, undefined]],
    ],
    ['one that was cancelled by then', gathering({}, { steps: [step('GatheringCancelled', EFFECT)] }), []],
    ['one of somebody else', gathering({ clusterId: rhoneAlpes, organiser: { kind: 'cluster', id: rhoneAlpes } }), []],
    [
      'one that the heir hosts as well',
      gathering({ coHosts: [{ kind: 'cluster', id: sophia }] }),
      [[1, 1, EFFECT, undefined]],
    ],
    [
      'one of two predecessors',
      gathering({ coHosts: [{ kind: 'cluster', id: rhoneAlpes }] }),
      [[2, 1, EFFECT, undefined]],
      { predecessors: [{ clusterId: telecomValley }, { clusterId: rhoneAlpes }] },
    ],
    ['one planned after it', gathering({ on: '2016-06-01' }), [[1, 0, '2016-06-01', 'EVT_CLUSTER_ABSENT']]],
    [
      'one that was to be over and nobody said so',
      gathering({ schedule: { from: '2016-04-01', to: '2016-04-02' } }),
      [[1, 0, EFFECT, 'EVT_REGISTRATION_CLOSED']],
    ],
    [
      'one planned once its cluster stood again',
      gathering({ on: '2016-06-01' }),
      [],
      { restored: [{ clusterId: telecomValley, on: '2016-06-01' }] },
    ],
  ])('%s', (...[_what, document, expected, more]) => {
    expect(moves(document, more)).toEqual(expected);
  });

  it('one of an antenna goes to the heir of the antenna', () => {
    const other = { ...heir, clusterId: rhoneAlpes };
    const shares = [{ toClusterId: rhoneAlpes, antennaIds: [antennaId] }];
    const split = succession({ heirs: [other], allocation: { otherwise: sophia, shares } });
    const to = (plan: object) => gatheringsMoved(split, [gathering(plan)]).map(({ step: { body } }) => body);
    expect(to({ organiser: { kind: 'antenna', id: antennaId } })).toMatchObject([{ ends: [{ to: rhoneAlpes }] }]);
    expect(to({})).toMatchObject([{ ends: [{ to: sophia }] }]);
  });

  it.each<[string, GatheringDocument, number]>([
    ['that had come', gathering({}, { passings: [passing] }), 1],
    ['that had not', gathering(), 0],
    ['held in the meantime', gathering({}, { passings: [passing], steps: [step('GatheringHeld', '2016-07-07')] }), 0],
  ])('come back: one %s', (_what, document, count) => {
    const annulled = { ...succession(), annulledOn: '2017-01-01' };
    const back = gatheringsMovedBack(annulled, [document]);
    expect(back.map(({ step: { body } }) => body)).toMatchObject(
      Array.from({ length: count }, () => ({ ends: [{ from: sophia, to: telecomValley }], annulment: true })),
    );
  });
});

describe('communities by an effect', () => {
  const opening = { communityId: antennaId, kind: 'community', name: 'Cloud', clusterId: telecomValley } as const;
  const community = (periods: CommunityDocument['periods'], more: object = {}): CommunityDocument => ({
    ...{ communityId: antennaId, ...noCommunity, periods },
    opening: { ...opening, since: '2014-01-01' },
    ...more,
  });

  it.each<[string, CommunityDocument, readonly string[]]>([
    ['open', community([{ since: '2014-01-01' }]), [EFFECT]],
    ['closed by then', community([{ since: '2014-01-01', until: EFFECT }]), []],
    ['closed later', community([{ since: '2014-01-01', until: '2016-06-01' }]), [EFFECT]],
    [
      'opened again later',
      community([{ since: '2014-01-01', until: '2016-01-01' }, { since: '2016-06-01' }]),
      ['2016-06-01'],
    ],
  ])('one that is %s', (_what, document, days) => {
    expect(communitiesMoved(succession(), [document]).map(({ on }) => on)).toEqual(days);
  });

  it.each<[string, CommunityDocument, number]>([
    ['open', community([{ since: '2014-01-01' }], { passings: [passing] }), 1],
    ['closed meanwhile', community([{ since: '2014-01-01', until: '2016-12-01' }], { passings: [passing] }), 0],
  ])('come back: one that is %s', (_what, document, count) => {
    expect(communitiesMovedBack({ ...succession(), annulledOn: '2017-01-01' }, [document]).length).toBe(count);
  });
});
