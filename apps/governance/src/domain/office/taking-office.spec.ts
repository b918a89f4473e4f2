import { describe, expect, it } from '@jest/globals';
import { countedUuid, specification } from '#libs/kernel/testing';
import { election as elections } from '../election/election.decide.ts';
import type { CalledElection, ElectionFact, ElectionState } from '../election/election.ts';
import {
  calledFor,
  DAY,
  electionId,
  filed,
  held,
  officeId,
  person,
  resolved,
  seats,
} from '../election/testing/election.fixtures.ts';
import { office, type StartMandate } from './office.decide.ts';
import type { OfficeCreated } from './office.ts';
import { mandatesOf, type TakingOffice } from './taking-office.ts';

const after = (...facts: readonly ElectionFact[]): CalledElection => {
  const state: ElectionState = facts.reduce(
    (before, fact, index) => elections.evolve(before, fact, String(index)),
    elections.initial,
  );
  if (state.status === 'absent') throw new Error('the election was not called');
  return state;
};
const three = [filed(1), filed(2), filed(3)] as const;
const pair = after(calledFor(1), filed(1, '2020-03-10', [1, 2]), held({ 1: 12 }, 1));
const tied = after(calledFor(1), ...three, held({ 1: 4, 2: 4, 3: 4 }, 1, { need: 'plurality' }));
const partly = [calledFor(2), ...three, held({ 1: 9, 2: 6, 3: 5 }, 2)] as const;
const created: OfficeCreated = {
  ...{ type: 'OfficeCreated', officeId, bodyId: countedUuid(5), clusterId: countedUuid(4) },
  ...{ kind: 'seat', title: 'Sièges', maxHolders: 3, since: '2010-01-01' },
};
const { given } = specification(office);
const TAKING: TakingOffice = { since: DAY, limit: '2021-03-18' };

/** The persons whose mandates begin, or why none does. */
function taken(election: CalledElection, office_ = seats, taking = TAKING) {
  const found = mandatesOf(election, office_, taking);
  return found.ok ? found.mandates.map((each) => each.person.personId) : found.rejection;
}

describe('whoever was elected takes office', () => {
  it('of a pair both do, each with a mandate that rests on the election', () => {
    expect(taken(pair)).toEqual([person(1).personId, person(2).personId]);
    const [first] = mandatesOf(pair, seats, TAKING).ok
      ? (mandatesOf(pair, seats, TAKING) as { mandates: readonly StartMandate[] }).mandates
      : [];
    expect(first).toMatchObject({ how: 'elected', electionId, since: DAY, limit: '2021-03-18', officeId });
  });

  it('who follows whom is said of each', () => {
    const follows = [{ personId: person(2).personId, mandateId: countedUuid(0x99) }];
    const found = mandatesOf(pair, seats, { since: DAY, follows });
    expect(found).toMatchObject({ ok: true, mandates: [{}, { follows: countedUuid(0x99) }] });
    expect(
      taken(pair, seats, { since: DAY, follows: [{ personId: person(3).personId, mandateId: countedUuid(0x99) }] }),
    ).toMatchObject({
      type: 'GOV_PERSON_NOT_ELECTED',
      found: person(3).personId,
    });
  });

  it('of those who are tied nobody does before the lot', () => {
    expect(taken(tied)).toEqual({ type: 'GOV_NOBODY_ELECTED' });
    expect(
      taken(after(calledFor(1), ...three, held({ 1: 4, 2: 4, 3: 4 }, 1, { need: 'plurality' }), resolved([3]))),
    ).toEqual([person(3).personId]);
  });

  it('after a further round those do who had not before, and the same again is a repeat', () => {
    const first = after(...partly);
    expect(taken(first)).toEqual([person(1).personId]);
    const [mandate] = (mandatesOf(first, seats, TAKING) as { mandates: readonly StartMandate[] }).mandates;
    const decided = given(created).when(mandate!).state();
    const second = after(...partly, held({ 2: 7, 3: 5 }, 1, { round: 2, need: 'plurality', on: '2020-03-26' }));
    expect(taken(second, decided, { since: '2020-03-26' })).toEqual([person(2).personId]);
    expect(taken(first, decided)).toEqual([person(1).personId]);
    expect(taken(first, decided, { since: '2020-03-27' })).toEqual({ type: 'GOV_MANDATE_EXISTS' });
  });
});

describe('a mandate that rests on an election', () => {
  const start = (n: number, more: Partial<StartMandate> = {}): StartMandate => ({
    ...{ type: 'StartMandate', officeId, mandateId: countedUuid(0x80), person: person(n), how: 'elected', since: DAY },
    ...{ electionId, election: tied },
    ...more,
  });
  const drawn = after(
    calledFor(1),
    ...three,
    held({ 1: 4, 2: 4, 3: 4 }, 1, { need: 'plurality' }),
    resolved([3], { on: '2020-03-21' }),
  );

  it('is of whoever was elected, from the day on', () => {
    const { election: _election, ...facts } = start(3, { election: drawn, since: '2020-03-21' });
    given(created)
      .when(start(3, { election: drawn, since: '2020-03-21' }))
      .then({ ...facts, type: 'MandateStarted', bodyId: created.bodyId, clusterId: created.clusterId });
  });

  it.each<[string, StartMandate, object]>([
    ['GOV_ELECTION_NOT_FOUND', start(3, { election: elections.initial }), {}],
    ['GOV_ELECTED_TO_ANOTHER_OFFICE', start(3, { officeId: countedUuid(0x70), election: drawn }), { found: officeId }],
    ['GOV_MANDATE_NOT_BY_ELECTION', start(3, { how: 'appointed', election: drawn }), { found: 'appointed' }],
    [
      'GOV_PERSON_NOT_ELECTED',
      start(2, { election: drawn }),
      { found: person(2).personId, required: person(3).personId },
    ],
    ['GOV_PERSON_NOT_ELECTED', start(3), { required: 'nobody is elected' }],
    ['GOV_MANDATE_BEFORE_ELECTION', start(3, { election: drawn }), { found: DAY, required: '2020-03-21' }],
  ])('%s', (type, command, more) => {
    given(created)
      .when(command)
      .refused({ type, ...more } as object);
  });
});
