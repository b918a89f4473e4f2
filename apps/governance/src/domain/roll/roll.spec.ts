import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ROLL_MAX } from '#libs/contracts';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { body as bodies, type BodyState } from '../body/body.ts';
import { countedVoters, isOnRoll, MOST_VOTERS, roll, rollVersion, type RollCommand, type RollFrozen } from './roll.ts';

const [rollId, bodyId, clusterId] = [countedUuid(1), countedUuid(2), countedUuid(3)];
const [anna, bruno, chloe] = [countedUuid(11), countedUuid(12), countedUuid(13)];
const body: BodyState = bodies.evolve(bodies.initial, {
  ...{ type: 'BodyCreated', bodyId, clusterId, kind: 'assembly', name: 'Assemblée', since: '2010-01-01' },
});
const on = '2016-03-01';
const voters = [
  { group: 'grandes entreprises', voterIds: [bruno] },
  { group: 'PME', voterIds: [anna] },
];
const freeze: RollCommand = { type: 'FreezeRoll', rollId, bodyId, voters, on, body };
const frozen: RollFrozen = { type: 'RollFrozen', rollId, bodyId, clusterId, ...countedVoters(voters), on };
const reason = 'Chloé was left out';
const more = [...voters, { voterIds: [chloe] }];
const amend: RollCommand = { type: 'AmendRoll', rollId, voters: more, reason, on: '2016-03-05' };
const amended = {
  ...{ type: 'RollAmended' as const, rollId, bodyId, clusterId, rollVersion: 2 },
  ...{ ...countedVoters(more), reason, on: '2016-03-05' },
};
const { given } = specification(roll);

describe('a roll', () => {
  it('is frozen with its count and its hash', () => {
    given().when(freeze).then(frozen);
    expect(frozen.count).toBe(2);
  });
  it('has the hash of its RFC 8785 text, whatever the order in which it was given', () => {
    const text = `[{"group":"PME","voterIds":["${anna}"]},{"group":"grandes entreprises","voterIds":["${bruno}"]}]`;
    expect(frozen.sha256).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    expect(countedVoters(voters.toReversed())).toEqual(countedVoters(voters));
  });
  it('has as many voters at most as its event takes', () => {
    expect(MOST_VOTERS).toBe(ROLL_MAX);
  });
  it('frozen again with the same voters is already so', () => {
    given(frozen)
      .when({ ...freeze, voters: voters.toReversed() })
      .then();
  });
  it('is amended by a further version, and keeps the one before', () => {
    given(frozen).when(amend).then(amended);
    const state = roll.evolve(roll.evolve(roll.initial, frozen), amended);
    expect(rollVersion(state)?.rollVersion).toBe(2);
    expect([1, 2].map((number) => rollVersion(state, number)?.count)).toEqual([2, 3]);
    const [first, second] = [rollVersion(state, 1), rollVersion(state, 2)];
    expect([first, second].map((version) => version && isOnRoll(version, chloe))).toEqual([false, true]);
  });
  it('amended with the same voters again is already so', () => {
    given(frozen, amended)
      .when({ ...amend, reason: 'twice' })
      .then();
  });
});

describe('refusals of a roll, in their precedence', () => {
  it.each([
    ['GOV_BODY_NOT_FOUND', [], { ...freeze, body: bodies.initial }],
    ['GOV_ROLL_EXISTS', [frozen], { ...freeze, voters: more }],
    ['GOV_BODY_BEFORE_CREATION', [], { ...freeze, on: '2009-12-31' }],
    ['GOV_ROLL_EMPTY', [], { ...freeze, voters: [] }],
    ['GOV_VOTER_TWICE', [], { ...freeze, voters: [...voters, { voterIds: [anna] }] }],
    [
      'GOV_ROLL_TOO_LARGE',
      [],
      { ...freeze, voters: [{ voterIds: Array.from({ length: 1_001 }, (_each, index) => countedUuid(100 + index)) }] },
    ],
    ['GOV_ROLL_NOT_FOUND', [], amend],
    ['GOV_ROLL_BEFORE_FREEZING', [frozen], { ...amend, on: '2016-02-29' }],
    ['GOV_VOTER_TWICE', [frozen], { ...amend, voters: [...more, { voterIds: [anna] }] }],
  ] as const)('%s', (type, history, command) => {
    given(...history)
      .when(command)
      .refused({ type });
  });
});

describe('the history of a roll', () => {
  const anyVoters = fc.subarray([anna, bruno, chloe], { minLength: 1 }).map((voterIds) => [{ voterIds }]);
  const anyCommand: fc.Arbitrary<RollCommand> = fc.oneof(
    anyVoters.map((drawn) => ({ ...freeze, voters: drawn })),
    anyVoters.map((drawn) => ({ ...amend, voters: drawn })),
  );
  deciderIsIdempotent('roll', roll, fc.array(anyCommand, { maxLength: 6 }));
});

factsInAnyOrder(roll, {
  RollFrozen: {
    fact: frozen,
    after: [amended],
    carries: true,
    command: freeze,
    overlap: 'a roll is frozen once, under an id of its own',
  },
  RollAmended: {
    before: [frozen],
    fact: amended,
    after: 'a further version has a number of its own',
    command: amend,
    overlap: 'versions lie beside each other',
  },
});
