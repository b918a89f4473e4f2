import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { requireSettled } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { body as bodies } from '../body/body.ts';
import { meeting as meetings } from '../meeting/meeting.ts';
import { office as offices } from '../office/office.decide.ts';
import { statutes as statutesOf } from '../statutes/statutes.ts';
import { election, type ElectionCommand } from './election.decide.ts';
import type { ElectionRejection } from './election.rejection.ts';
import type { ElectionFact } from './election.ts';
import { electedIn, statusOf } from './result.ts';
import {
  assembly,
  calledFor,
  callFor,
  candidacy,
  convenedFor,
  DAY,
  file,
  filed,
  held,
  heldOn,
  person,
  record,
  resolve,
  resolved,
  seats,
  tallyOf,
  withdraw,
  withdrawn,
} from './testing/election.fixtures.ts';

const { given } = specification(election);
const four = [filed(1), filed(2), filed(3), filed(4)] as const;
const called = calledFor(2);
const TIED = { 1: 8, 2: 7, 3: 7, 4: 1 };
const tied = [called, ...four, held(TIED, 2)] as const;

/** What an election has come to. */
function cameTo(...facts: readonly ElectionFact[]) {
  let state = election.initial;
  for (const [index, fact] of facts.entries()) state = election.evolve(state, fact, String(index));
  requireSettled(state);
  if (state.status === 'absent') return undefined;
  const { called: its, rounds } = state;
  return [statusOf(its.places, rounds), electedIn(rounds).map(({ candidacyId }) => candidacyId)];
}

describe('an election', () => {
  it('is called, and called again without a difference', () => {
    given().when(callFor(2)).then(called);
    given(called).when(callFor(2)).then();
  });

  it('has candidacies of one person or of two', () => {
    given(called).when(file(1)).then(filed(1));
    given(called)
      .when(file(1, '2020-03-10', [1, 2]))
      .then(filed(1, '2020-03-10', [1, 2]));
    given(called, filed(1)).when(file(1)).then();
  });

  it('knows persons by their ids, whatever name they were given', () => {
    const otherwise = [{ person: { ...person(1), name: 'Otherwise' } }];
    given(called, filed(1))
      .when({ ...file(1), candidates: otherwise })
      .then();
  });

  it('whoever withdrew may stand in another candidacy', () => {
    given(called, filed(1), withdrawn(1))
      .when(file(2, '2020-03-16', [1, 2]))
      .then(filed(2, '2020-03-16', [1, 2]));
    given(called, filed(1)).when(withdraw(1)).then(withdrawn(1));
    given(called, filed(1), withdrawn(1)).when(withdraw(1)).then();
  });

  it('is held, and the event says by which numbers somebody has a place', () => {
    const [decided] = [held({ 1: 9, 2: 7, 3: 5, 4: 1 }, 2)];
    expect(decided).toMatchObject({ outcome: 'elected', elected: [candidacy(1), candidacy(2)], need: 'majority' });
    given(called, ...four)
      .when(record({ 1: 9, 2: 7, 3: 5, 4: 1 }))
      .then(decided);
    expect(cameTo(called, ...four, decided)).toEqual(['elected', [candidacy(1), candidacy(2)]]);
  });

  it('the same numbers again are no second round, in whatever order they are named', () => {
    const { votes, ...rest } = tallyOf(TIED);
    const turned = { ...record(TIED), tally: { ...rest, votes: votes.toReversed() } };
    given(...tied)
      .when(turned)
      .then();
    given(called, ...four)
      .when(turned)
      .then(held(TIED, 2));
  });

  it('a tie is resolved by a lot that is recorded', () => {
    given(...tied)
      .when(resolve([3]))
      .then(resolved([3]));
    given(...tied, resolved([3]))
      .when(resolve([3]))
      .then();
    expect(cameTo(...tied)).toEqual(['tied', [candidacy(1)]]);
    expect(cameTo(...tied, resolved([3]))).toEqual(['elected', [candidacy(1), candidacy(3)]]);
  });

  it('a tie is over where some of those who were tied withdraw', () => {
    const left = [...tied, withdrawn(2, '2020-03-20')] as const;
    const by = { by: 'withdrawal', on: '2020-03-20' } as const;
    given(...left)
      .when(resolve([3], by))
      .then(resolved([3], by));
    given(...left)
      .when(resolve([3], { on: '2020-03-20' }))
      .refused({ type: 'GOV_TIE_RULE', found: 'lot', required: 'withdrawal' });
  });

  it('where nobody has the majority, the next round is content with more votes than the others', () => {
    const first = held({ 1: 6, 2: 3, 3: 2, 4: 1 }, 1);
    expect(first.outcome).toBe('none');
    const begun = [calledFor(1), ...four, first] as const;
    const second = held({ 1: 5, 2: 4 }, 1, {
      round: 2,
      need: 'plurality',
      tally: tallyOf({ 1: 5, 2: 4 }, { ballots: 9 }),
    });
    given(...begun)
      .when(record({}, { tally: second.tally }))
      .then(second);
    expect(cameTo(...begun, second)).toEqual(['elected', [candidacy(1)]]);
  });

  it('a second round with the same numbers says that it is one', () => {
    const votes = { 1: 6, 2: 6 };
    const begun = [calledFor(1), filed(1), filed(2), held(votes, 1)] as const;
    given(...begun)
      .when(record(votes))
      .then();
    given(...begun)
      .when(record(votes, { round: 2 }))
      .then(held(votes, 1, { round: 2, need: 'plurality' }));
  });

  it('a round fills the places that are left, by those who are left', () => {
    const first = held({ 1: 9, 2: 6, 3: 5, 4: 3 }, 2);
    expect(first).toMatchObject({ outcome: 'partly-elected', elected: [candidacy(1)] });
    const begun = [called, ...four, first] as const;
    given(...begun)
      .when(record({ 2: 7, 3: 5 }))
      .then(held({ 2: 7, 3: 5 }, 1, { round: 2, need: 'plurality' }));
    given(...begun)
      .when(record({ 1: 7, 3: 5 }))
      .refused({ type: 'GOV_ELECTION_CANDIDACIES_DIFFER', required: [2, 3, 4].map(candidacy).join(', ') });
  });

  it('a round without a quorum that is recorded late changes nothing of the one after it', () => {
    const second = held({ 1: 8, 2: 4 }, 1, { round: 2, on: '2020-03-26' });
    const nobody = tallyOf({}, { present: 9, ballots: 0 });
    given(calledFor(1), filed(1), filed(2), second)
      .when(record({}, { round: 1, tally: nobody }))
      .then(held({}, 1, { tally: nobody }));
  });

  it('a vote without a quorum is held again, and is no round', () => {
    const nobody = tallyOf({}, { present: 9, ballots: 0 });
    const [first] = [held({}, 2, { tally: nobody })];
    expect(first.outcome).toBe('inquorate');
    given(called, ...four)
      .when(record({}, { tally: nobody }))
      .then(first);
    const second = held({ 1: 9, 2: 7, 3: 5, 4: 1 }, 2, { round: 2, on: '2020-04-09' });
    given(called, ...four, first)
      .when(record({ 1: 9, 2: 7, 3: 5, 4: 1 }, { on: '2020-04-09' }))
      .then(second);
  });

  it('with nobody who stands, nobody is elected: that is an outcome', () => {
    const empty = tallyOf({}, { blank: 12 });
    given(called)
      .when(record({}, { tally: empty }))
      .then(held({}, 2, { tally: empty }));
    expect(held({}, 2, { tally: empty }).outcome).toBe('none');
  });

  it('of a second convocation says so, and what was not as it has to be', () => {
    const first = countedUuid(0x99);
    const { decision } = given(called, ...four).when({ ...record(TIED), meeting: heldOn(DAY, { secondOf: first }) });
    expect(decision).toMatchObject({ events: [{ reckoning: { convocation: 'second' } }] });
    const late = {
      ...record(TIED, { on: '2020-03-20' }),
      meeting: meetings.evolve(convenedFor('2020-03-19'), {
        ...{
          type: 'MeetingHeld',
          meetingId: record(TIED).meetingId,
          bodyId: called.bodyId,
          clusterId: called.clusterId,
        },
        ...{ members: 20, present: 12, represented: 3, on: '2020-03-20' },
      }),
    } as const;
    expect(given({ ...called, agendaItem: 2 }, ...four).when(late).decision).toMatchObject({
      events: [{ irregularities: [{ kind: 'not-on-agenda' }, { kind: 'held-on-other-day' }] }],
    });
  });
});

describe('refusals of an election, in their precedence', () => {
  const elsewhere = convenedFor(DAY, { bodyId: countedUuid(0x77) });
  const others = offices.evolve(offices.initial, {
    ...{ type: 'OfficeCreated', officeId: called.officeId, bodyId: countedUuid(9), clusterId: countedUuid(8) },
    ...{ kind: 'seat', title: 'Sièges', maxHolders: 3, since: '2010-01-01' },
  });
  const whole = [called, ...four, held({ 1: 9, 2: 7, 3: 5, 4: 1 }, 2)] as const;
  const weighed = statutesOf.evolve(statutesOf.initial, {
    ...{ type: 'StatutesAdopted', clusterId: called.clusterId, statutesVersion: 1, inForceFrom: '2010-01-01' },
    clauses: (() => {
      const counting = { by: 'weight', groups: [{ group: 'PME', weight: { numerator: 2, denominator: 1 } }] } as const;
      const half = { numerator: 1, denominator: 2 };
      const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true, counting } as const;
      return { ordinary: clause, amendment: clause, dissolution: clause };
    })(),
  });
  it.each<[string, readonly ElectionFact[], ElectionCommand, object]>([
    ['GOV_BODY_NOT_FOUND', [], { ...callFor(2), body: bodies.initial }, {}],
    ['GOV_OFFICE_NOT_FOUND', [], { ...callFor(2), office: offices.initial }, {}],
    ['GOV_ELECTION_EXISTS', [called], callFor(1), {}],
    ['GOV_OFFICE_OF_ANOTHER_CLUSTER', [], { ...callFor(2), office: others }, {}],
    ['GOV_BODY_BEFORE_CREATION', [], { ...callFor(2), on: '2009-01-01' }, {}],
    ['GOV_ELECTION_PLACES_EXCEED_OFFICE', [], callFor(4), { found: 4, required: 3 }],
    ['GOV_MEETING_NOT_FOUND', [], { ...callFor(2), meeting: meetings.initial }, {}],
    ['GOV_MEETING_OF_ANOTHER_BODY', [], { ...callFor(2), meeting: elsewhere }, {}],
    ['GOV_ELECTION_NOT_FOUND', [], file(1), {}],
    ['GOV_CANDIDACY_EXISTS', [called, filed(1)], file(1, '2020-03-11'), {}],
    ['GOV_CANDIDATE_TWICE', [called, filed(1)], file(2, '2020-03-11', [1]), { found: person(1).personId }],
    ['GOV_CANDIDATE_TWICE', [called], file(1, '2020-03-11', [1, 1]), {}],
    [
      'GOV_CANDIDACIES_TOO_MANY',
      [called, ...Array.from({ length: 60 }, (_each, n) => filed(n))],
      file(61),
      { found: 61, required: 60 },
    ],
    ['GOV_ELECTION_DECIDED', whole, file(5, '2020-03-20'), { required: `none after ${DAY}: all places are filled` }],
    ['GOV_ELECTION_CANDIDACIES_DIFFER', whole, file(5), {}],
    ['GOV_CANDIDACY_NOT_FOUND', [called], withdraw(1), {}],
    [
      'GOV_CANDIDACY_WITHDRAWN',
      [called, filed(1), withdrawn(1)],
      withdraw(1, '2020-03-16'),
      { found: '2020-03-16', required: '2020-03-15' },
    ],
    ['GOV_FACT_CONTRADICTED', whole, withdraw(1, '2020-03-20'), { required: `the candidacy was elected on ${DAY}` }],
    ['GOV_ELECTION_CANDIDACIES_DIFFER', whole, withdraw(3), {}],
    [
      'GOV_ELECTION_DECIDED',
      whole,
      record({ 3: 7, 4: 5 }),
      { found: DAY, required: `none after ${DAY}: all places are filled` },
    ],
    [
      'GOV_ELECTION_DECIDED',
      [...tied],
      record({ 2: 7, 3: 5 }, { round: 1 }),
      { required: `the tally of round 1 on ${DAY}` },
    ],
    ['GOV_STATUTES_NOT_IN_FORCE', [called, ...four], record(TIED, { statutes: statutesOf.initial }), { on: DAY }],
    ['GOV_BODY_NOT_FOUND', [called, ...four], record(TIED, { body: bodies.initial }), {}],
    ['GOV_MEETING_NOT_FOUND', [called, ...four], record(TIED, { meeting: meetings.initial }), {}],
    ['GOV_MEETING_OF_ANOTHER_BODY', [called, ...four], record(TIED, { meeting: elsewhere }), {}],
    [
      'GOV_VOTES_EXCEED_ATTENDANCE',
      [called, ...four],
      record(TIED, { tally: tallyOf(TIED, { ballots: 13 }) }),
      { found: 13, required: 12 },
    ],
    [
      'GOV_BALLOTS_EXCEEDED',
      [called, ...four],
      record(TIED, { tally: tallyOf(TIED, { blank: 13 }) }),
      { found: 13, required: 12 },
    ],
    ['GOV_VOTES_EXCEED_PLACES', [called, ...four], record({ 1: 9, 2: 7, 3: 7, 4: 2 }), { found: 25, required: 24 }],
    ['GOV_MEETING_NOT_HELD_THAT_DAY', [called, ...four], record(TIED, { meeting: convenedFor(DAY) }), {}],
    [
      'GOV_TALLY_CONTRADICTS_SHEET',
      [called, ...four],
      record(TIED, { tally: tallyOf(TIED, { present: 13 }) }),
      {
        found: '13 present and 0 represented of 20 members',
        required: '12 present and 3 represented of 20 members at most',
      },
    ],
    [
      'GOV_ELECTION_COUNTED_BY_GROUPS',
      [called, ...four],
      record(TIED, { statutes: weighed }),
      { found: 'votes by weight: PME' },
    ],
    ['GOV_ELECTION_CANDIDACIES_DIFFER', [called, ...four], record({ 1: 9, 2: 7 }), {}],
    ['GOV_ELECTION_CANDIDACIES_DIFFER', [called, filed(1)], record({ 1: 9, 5: 7 }), { required: candidacy(1) }],
    [
      'GOV_ELECTION_ROUND_EARLY',
      [called, ...four, held({ 1: 6, 2: 6, 3: 5, 4: 5 }, 2)],
      record({ 1: 6, 2: 6 }, { on: '2020-03-18' }),
      { found: '2020-03-18', required: DAY },
    ],
    [
      'GOV_ELECTION_NEED_DIFFERS',
      [calledFor(1), filed(1), filed(2), held({ 1: 8, 2: 4 }, 1, { round: 2, on: '2020-03-26' })],
      record({ 1: 6, 2: 6 }, { round: 1 }),
      { found: 'majority', required: 'plurality' },
    ],
    ['GOV_ELECTION_NOT_HELD', [called], resolve([1]), {}],
    ['GOV_ELECTION_NOT_TIED', whole, resolve([3]), {}],
    ['GOV_TIE_NOT_AMONG', tied, resolve([4]), { found: candidacy(4), required: [2, 3].map(candidacy).join(', ') }],
    ['GOV_TIE_NOT_AMONG', tied, resolve([2, 2]), {}],
    ['GOV_TIE_PLACES', tied, resolve([2, 3]), { found: 2, required: 1 }],
    ['GOV_TIE_RULE', tied, resolve([2], { by: 'withdrawal' }), { required: 'age, seniority or lot' }],
    ['GOV_TIE_RESOLVED', [...tied, resolved([3])], resolve([2]), { required: `the result of ${DAY}` }],
    [
      'GOV_ELECTION_PLACES_DIFFER',
      [...tied, resolved([3])],
      {
        ...{ type: 'CorrectFact', of: 'ElectionCalled', fact: '0', changes: { places: 3 }, reason: 'x' },
      } as never,
      { found: 2, required: 3 },
    ],
  ])('%s', (type, history, command, more) => {
    given(...history)
      .when(command)
      .refused({ type, ...more } as Partial<ElectionRejection>);
  });

  it('too few of a tie for two places', () => {
    const three = held({ 1: 8, 2: 8, 3: 8 }, 2);
    given(called, filed(1), filed(2), filed(3), three)
      .when(resolve([1]))
      .refused({ type: 'GOV_TIE_PLACES', found: 1, required: 2 });
  });
});

describe('the history of an election', () => {
  it('that was held before it was called is a bug, not a refusal', () => {
    expect(() => requireSettled(election.evolve(election.initial, held(TIED, 2)))).toThrow(
      'the election was not called before that day',
    );
  });
  const anyVotes = fc.record({ 1: fc.nat(12), 2: fc.nat(12), 3: fc.nat(12) });
  const anyCommand: fc.Arbitrary<ElectionCommand> = fc.oneof(
    fc.constantFrom<ElectionCommand>(callFor(2), callFor(1), file(1), file(2), file(3), file(2, '2020-03-11', [2, 4])),
    fc.constantFrom<ElectionCommand>(withdraw(3), withdraw(2), resolve([1]), resolve([2]), resolve([1, 2])),
    fc.constantFrom<ElectionCommand>(record({ 1: 8, 2: 8, 3: 8 }), record({ 1: 6, 2: 6 }), record({ 1: 9, 2: 3 })),
    anyVotes.map((votes) => record(votes)),
  );
  deciderIsIdempotent('election', election, fc.array(anyCommand, { maxLength: 10 }));
});

factsInAnyOrder(election, {
  ElectionCalled: {
    fact: { ...called, meetingId: countedUuid(6), agendaItem: 1 },
    after: [filed(1), filed(2), filed(3), filed(4), held(TIED, 2)],
    carries: true,
    command: { ...callFor(2), meetingId: countedUuid(6), agendaItem: 1 },
    other: { places: 1, meetingId: countedUuid(0x66), agendaItem: 2, on: '2020-03-02' },
    overlap: 'an election is called once, under an id of its own',
  },
  CandidacyFiled: {
    before: [called],
    fact: filed(1),
    after: [filed(2, '2020-03-12'), withdrawn(2, '2020-03-14')],
    command: file(1),
    other: { candidates: [{ person: person(9) }], on: '2020-03-11' },
    overlap: 'a candidacy is filed once, under an id of its own',
  },
  CandidacyWithdrawn: {
    before: [called, filed(1)],
    fact: withdrawn(1),
    after: [filed(2, '2020-03-16')],
    command: withdraw(1),
    other: { on: '2020-03-14' },
    overlap: [{ command: withdraw(1, '2020-03-16'), day: '2020-03-15' }],
  },
  ElectionHeld: {
    before: [called, filed(1), filed(2), filed(3)],
    fact: held({ 1: 8, 2: 8, 3: 8 }, 2),
    after: [resolved([1, 2], { on: '2020-03-20' })],
    carries: true,
    command: record({ 1: 8, 2: 8, 3: 8 }),
    other: { tally: tallyOf({ 1: 7, 2: 7, 3: 7 }) },
    overlap: [{ command: record({ 1: 9, 2: 8, 3: 7 }, { round: 1 }), day: DAY }],
  },
  TieResolved: {
    before: [...tied],
    fact: resolved([3], { witness: person(8) }),
    after: 'nothing counts after it',
    command: resolve([3], { witness: person(8) }),
    other: { by: 'age', elected: [candidacy(2)], witness: person(9), on: '2020-03-20' },
    overlap: [{ command: resolve([2]), day: DAY }],
  },
});

it('is of an assembly that elects holders of an office of another body', () => {
  const decision = given().when({ ...callFor(2), body: assembly, office: seats, meeting: convenedFor(DAY) });
  expect(decision.decision).toMatchObject({ ok: true });
});
