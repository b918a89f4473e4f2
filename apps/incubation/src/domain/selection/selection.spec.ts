import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '#libs/kernel';
import { deciderIsIdempotent, propertySeed, specification } from '#libs/kernel/testing';
import { callAfter, callId, day, exact, id, now, published, results } from '../call/testing/call.fixtures.ts';
import { conflictIn, conflictsIn, kinshipOf, type Relations } from './conflicts.ts';
import { openTieIn, quotientText, rankingOf } from './ranking.ts';
import { applicationIdOf, type SelectionCommand } from './selection.decide.ts';
import { selection } from './selection.ts';
import type { Conflict, ReviewRecorded, SelectionEvent } from './selection.state.ts';

const { given } = specification(selection);
const call = callAfter(published());
const [inTime, late] = [now('2016-03-27T21:59:59.999Z'), now('2016-03-27T22:00:00.000Z')];
const closed = now('2016-04-05T10:00:00.000Z');
const on = day('2016-04-05');
const organisation = (number: number) => id(20 + number);
const applicationOf = (number: number) => applicationIdOf(callId, organisation(number));
const content = (number: number) => ({
  ...{ title: `Project ${String(number)}`, contact: { personId: id(40 + number), name: 'Contact' }, partners: [] },
});
const apply = (number: number, receivedAt = inTime, title = `Project ${String(number)}`): SelectionCommand => ({
  ...{ type: 'Apply', call, callId, organisationId: organisation(number), ...content(number), title, receivedAt },
});
const received = (number: number, receivedAt: string = inTime): SelectionEvent => ({
  ...{
    type: 'ApplicationReceived',
    callId,
    applicationId: applicationOf(number),
    organisationId: organisation(number),
  },
  ...{ ...content(number), receivedAt },
});
const allowedBy = { personId: id(50), name: 'Benoît Membré' };
const invited: SelectionEvent = {
  ...{ type: 'LateApplicationInvited', callId, organisationId: organisation(1), allowedBy, reason: 'Panne', on },
};
const reviewer = (number: number) => ({ personId: id(60 + number), name: 'Reviewer' });
const of = { kind: 'organisation', id: id(80) } as const;
const assigned = (number: number, application: number): SelectionEvent => ({
  ...{
    type: 'ReviewerAssigned',
    callId,
    applicationId: applicationOf(application),
    reviewer: reviewer(number),
    of,
    on,
  },
});
const scoresOf = (innovation: number, market?: number) => [
  { criterion: 'Innovation', points: exact(innovation) },
  ...(market === undefined ? [] : [{ criterion: 'Market', points: exact(market) }]),
];
const reviewed = (number: number, application: number, innovation: number, market?: number): ReviewRecorded => ({
  ...{ type: 'ReviewRecorded', callId, applicationId: applicationOf(application), reviewerId: id(60 + number) },
  ...{ scores: scoresOf(innovation, market), reviewedAt: closed },
});
const review = (number: number, application: number, innovation: number, more: object = {}): SelectionCommand => ({
  ...{ type: 'RecordReview', call, conflicts: [], callId, applicationId: applicationOf(application) },
  ...{ reviewerId: id(60 + number), scores: scoresOf(innovation), reviewedAt: closed, ...more },
});
const decide = (reserve = 0, conflicts: readonly Conflict[] = []): SelectionCommand => ({
  ...{ type: 'DecideSelection', call, conflicts, callId, reserve, on, now: closed },
});
const order = (...numbers: readonly number[]) => ({
  ...{ callId, by: 'decision' as const, applicationIds: numbers.map(applicationOf), reason: 'Emplois', on },
});
const decideTie = (...numbers: readonly number[]): SelectionCommand => ({
  ...{ type: 'DecideTie', call, conflicts: [], ...order(...numbers) },
});

describe('an application', () => {
  it('is in time up to the last instant before the closing', () => given().when(apply(1)).then(received(1)));
  it('is late by 0 s at the closing', () =>
    given().when(apply(1, late)).refused({ type: 'INC_CALL_CLOSED', found: 'late by 0 s' }));
  it('that was received in time is a repeat when it is sent again late', () =>
    given(received(1)).when(apply(1, late)).then());
  it('is not another one under the same organisation', () =>
    given(received(1))
      .when(apply(1, inTime, 'Autre'))
      .refused({ type: 'INC_APPLICATION_EXISTS', found: applicationOf(1) }));
  it('is late by invitation, and says by how much and who allowed it', () =>
    given(invited)
      .when(apply(1, now('2016-03-27T22:01:30.900Z')))
      .then({ ...received(1, '2016-03-27T22:01:30.900Z'), late: { bySeconds: 90, allowedBy } } as SelectionEvent));
  it('is before the opening of a call for nobody', () =>
    given()
      .when(apply(1, now('2016-02-01T07:59:59.999Z')))
      .refused({ type: 'INC_CALL_NOT_OPEN', required: '2016-02-01T08:00:00.000Z' }));
  it('to a call that is decided is none', () =>
    given()
      .when({ ...apply(1), call: callAfter(published(), results) })
      .refused({ type: 'INC_RESULTS_PUBLISHED', found: '2016-04-20' }));
});

describe('a review', () => {
  const history = [received(1), assigned(1, 1)] as const;
  it('is by who is assigned', () =>
    given(...history)
      .when(review(1, 1, 15))
      .then(reviewed(1, 1, 15)));
  it('again is a repeat, at whatever time', () =>
    given(...history, reviewed(1, 1, 15))
      .when(review(1, 1, 15, { reviewedAt: now('2016-04-06T10:00:00.000Z') }))
      .then());
  it('replaces the earlier one', () =>
    given(...history, reviewed(1, 1, 15))
      .when(review(1, 1, 16))
      .then(reviewed(1, 1, 16)));
  it('is not by who is not assigned', () =>
    given(...history)
      .when(review(2, 1, 15))
      .refused({ type: 'INC_REVIEWER_NOT_ASSIGNED', found: id(62) }));
  it('is of an application that there is', () =>
    given(...history)
      .when(review(1, 9, 15))
      .refused({ type: 'INC_APPLICATION_NOT_FOUND', found: applicationOf(9) }));
  it('is by who is assigned for one body, and for no other as well', () =>
    given(...history)
      .when({
        ...{ type: 'AssignReviewer', call, callId, applicationId: applicationOf(1), reviewer: reviewer(1), on },
        ...{ of: { kind: 'cluster', id: id(81) }, conflict: undefined },
      })
      .refused({ type: 'INC_REVIEWER_ASSIGNED', found: of.id }));
  it('comes after the closing', () =>
    given(...history)
      .when(review(1, 1, 15, { reviewedAt: inTime }))
      .refused({ type: 'INC_CALL_NOT_CLOSED', required: '2016-03-27T22:00:00.000Z or later' }));
  it('is not by who is in conflict', () =>
    given(...history)
      .when(
        review(1, 1, 15, { conflicts: [{ applicationId: applicationOf(1), reviewerId: id(61), reason: 'partner' }] }),
      )
      .refused({ type: 'INC_REVIEWER_IN_CONFLICT', found: 'partner' }));
  it.each([
    ['more than the maximum', [{ criterion: 'Innovation', points: exact(41, 2) }], 'Innovation: 41/2'],
    ['no criterion of the rubric', [{ criterion: 'x', points: exact(1) }], 'x'],
    ['a criterion twice', [...scoresOf(1), ...scoresOf(2)], 'Innovation'],
  ])('gives not %s', (_what, scores, found) =>
    given(...history)
      .when(review(1, 1, 15, { scores }))
      .refused({ type: 'INC_SCORE_UNFIT', found }),
  );
});

describe('the ranking', () => {
  const two = [received(1), received(2), assigned(1, 1), assigned(1, 2), assigned(2, 1)] as const;
  const rankedAfter = (conflicts: readonly Conflict[], ...events: readonly SelectionEvent[]) =>
    rankingOf(fold(selection, [...two, ...events]), call.published.rubric, conflicts).map(
      ({ applicationId, rank, mean, reviews, recused, isTied }) => ({
        ...{ is: applicationId === applicationOf(1) ? 1 : 2, rank, mean: mean && quotientText(mean) },
        ...{ reviews, recused, isTied },
      }),
    );

  it('is by the exact weighted mean of what was given', () => {
    // (2 · 15/20 + 1 · 5/10) / 3, and 2 · 10/20 / 2.
    expect(rankedAfter([], reviewed(1, 1, 15, 5), reviewed(1, 2, 10))).toMatchObject([
      { is: 1, rank: 1, mean: '2/3', reviews: 1 },
      { is: 2, rank: 2, mean: '1/2', reviews: 1 },
    ]);
  });
  it('takes nothing as 0 that was not given', () => {
    expect(rankedAfter([], reviewed(1, 1, 15))).toMatchObject([
      { is: 1, mean: '3/4' },
      { is: 2, rank: undefined },
    ]);
  });
  it('has no review in its denominators that is in conflict', () => {
    const conflict: Conflict = { applicationId: applicationOf(1), reviewerId: id(62), reason: 'succession' };
    const events = [reviewed(1, 1, 10), reviewed(2, 1, 20)];
    expect(rankedAfter([], ...events)[0]).toMatchObject({ mean: '3/4', reviews: 2, recused: 0 });
    expect(rankedAfter([conflict], ...events)[0]).toMatchObject({ mean: '1/2', reviews: 1, recused: 1 });
  });
  it('keeps a tie until exactly these are put in order', () => {
    const tie = [reviewed(1, 1, 10), reviewed(1, 2, 10)] as const;
    expect(rankedAfter([], ...tie)).toMatchObject([
      { rank: 1, isTied: true },
      { rank: 1, isTied: true },
    ]);
    const decided: SelectionEvent = { type: 'TieDecided', ...order(2, 1) };
    expect(rankedAfter([], ...tie, decided)).toMatchObject([
      { is: 2, rank: 1, isTied: false },
      { is: 1, rank: 2, isTied: false },
    ]);
    // A later review makes it another tie, or none.
    expect(rankedAfter([], ...tie, decided, reviewed(2, 1, 20))[0]).toMatchObject({ is: 1, mean: '3/4' });
  });
  it('is the same whatever the order of reviews, and each mean is a share', () => {
    const anyReview = fc.tuple(fc.constantFrom(1, 2), fc.nat({ max: 20 }), fc.option(fc.nat({ max: 10 })));
    fc.assert(
      fc.property(fc.array(anyReview, { minLength: 1, maxLength: 6 }), (given) => {
        const assignments = given.map(([application], index) => assigned(10 + index, application));
        const reviews = given.map(([application, innovation, market], index) =>
          reviewed(10 + index, application, innovation, market ?? undefined),
        );
        const there = rankedAfter([], ...assignments, ...reviews);
        const back = rankedAfter([], ...assignments, ...reviews.toReversed());
        const means = there.flatMap(({ mean }) => (mean === undefined ? [] : [mean.split('/').map(BigInt)]));
        return (
          JSON.stringify(there) === JSON.stringify(back) &&
          means.every(([numerator = -1n, denominator = 0n]) => numerator >= 0n && numerator <= denominator)
        );
      }),
      { seed: propertySeed() },
    );
  });
});

describe('the selection', () => {
  const history = [received(1), received(2), assigned(1, 1), assigned(1, 2)] as const;
  const ranked = { ...{ reviews: 1, recused: 0 } };
  it('ranks, with the numbers that decided', () =>
    given(...history, reviewed(1, 1, 15), reviewed(1, 2, 10))
      .when(decide(1))
      .then({
        ...{ type: 'SelectionDecided', callId, reserve: 1, conflicts: [], on },
        ranking: [
          { applicationId: applicationOf(1), rank: 1, mean: '3/4', ...ranked },
          { applicationId: applicationOf(2), rank: 2, mean: '1/2', ...ranked },
        ],
      }));
  it('waits for a score of each', () =>
    given(...history, reviewed(1, 1, 15))
      .when(decide())
      .refused({ type: 'INC_REVIEWS_MISSING', found: applicationOf(2) }));
  it('waits for the order of a tie through which the last place goes', () =>
    given(...history, reviewed(1, 1, 10), reviewed(1, 2, 10))
      .when(decide())
      .refused({ type: 'INC_TIE_UNDECIDED' }));
  it('leaves a tie alone that decides nothing', () => {
    const state = fold(selection, [...history, reviewed(1, 1, 10), reviewed(1, 2, 10)]);
    const ranking = rankingOf(state, call.published.rubric, []);
    expect([openTieIn(ranking, 2, 0), openTieIn(ranking, 0, 0)]).toEqual([undefined, undefined]);
    expect(openTieIn(ranking, 1, 0)).toHaveLength(2);
    expect(openTieIn(ranking, 0, 1)).toHaveLength(2);
  });
  it('takes the order of a tie by the rule of the call', () =>
    given(...history, reviewed(1, 1, 10), reviewed(1, 2, 10))
      .when({ ...decideTie(1, 2), by: 'lots' } as SelectionCommand)
      .refused({ type: 'INC_TIE_RULE_DIFFERS', required: 'decision' }));
  it('takes no order of what is no tie', () =>
    given(...history, reviewed(1, 1, 11), reviewed(1, 2, 10))
      .when(decideTie(1, 2))
      .refused({ type: 'INC_TIE_NOT_FOUND' }));
  it('comes after the closing', () =>
    given(...history)
      .when({ ...decide(), now: inTime } as SelectionCommand)
      .refused({ type: 'INC_CALL_NOT_CLOSED' }));
  it('is the last of its stream', () => {
    const decided = { type: 'SelectionDecided', callId, reserve: 0, ranking: [], conflicts: [], on } as const;
    expect(() => fold(selection, [decided, received(1)])).toThrow('cannot follow');
  });
});

describe('a conflict of interest', () => {
  const application = fold(selection, [received(1)]).applications[0]!;
  const applicant = organisation(1);
  const relations = (
    passages: readonly (readonly [string, string])[] = [],
    partners: readonly string[] = [],
  ): Relations => ({
    ...kinshipOf(passages),
    partners: new Set(partners),
  });
  const about = (bodyId: string, related = relations(), current = application.current) =>
    conflictIn({ current }, { reviewer: reviewer(1), of: { kind: 'organisation', id: bodyId } }, related);

  it.each<[string, string, Relations, string | undefined]>([
    ['of the applicant', applicant, relations(), 'applicant'],
    ['of its predecessor', id(90), relations([[id(90), applicant]]), 'succession'],
    ['of its successor', id(90), relations([[applicant, id(90)]]), 'succession'],
    [
      'of a predecessor of its predecessor',
      id(91),
      relations([
        [id(91), id(90)],
        [id(90), applicant],
      ]),
      'succession',
    ],
    ['of another partner of the incubator', id(90), relations([], [id(90), applicant]), 'partner'],
    ['of a successor of a partner', id(91), relations([[id(90), id(91)]], [id(90), applicant]), 'partner'],
    ['of a partner where the applicant is none', id(90), relations([], [id(90)]), undefined],
    ['of nobody of these', id(90), relations([[id(91), id(92)]]), undefined],
  ])('%s: %s', (_what, bodyId, related, reason) => expect(about(bodyId, related)).toBe(reason));

  it('is with the partners that the application names, and who goes on as these', () => {
    const current = { ...application.current, partners: [{ kind: 'cluster' as const, id: id(90) }] };
    expect(about(id(90), relations(), current)).toBe('partner');
    expect(about(id(91), relations([[id(90), id(91)]]), current)).toBe('partner');
  });
  it('is of the contact itself', () => {
    const current = { ...application.current, contact: reviewer(1) };
    expect(about(id(90), relations(), current)).toBe('contact');
  });
  it('is what the reviewer declares, too', () => {
    const declared: SelectionEvent = {
      ...{ type: 'ConflictDeclared', callId, applicationId: applicationOf(1), reviewerId: id(61), reason: 'x', on },
    };
    const { applications } = fold(selection, [received(1), assigned(1, 1), declared]);
    expect(conflictsIn(applications, relations())).toEqual([
      { applicationId: applicationOf(1), reviewerId: id(61), reason: 'declared' },
    ]);
  });
});

describe('a history of a selection', () => {
  const number = fc.constantFrom(1, 2);
  const anyCommand: fc.Arbitrary<SelectionCommand> = fc.oneof(
    fc.tuple(number, fc.constantFrom(inTime, late)).map(([each, moment]) => apply(each, moment)),
    number.map((each): SelectionCommand => ({
      ...{ type: 'WithdrawApplication', call, callId, applicationId: applicationOf(each), withdrawnAt: inTime },
    })),
    fc.tuple(number, number).map(([each, application]): SelectionCommand => ({
      ...{ type: 'AssignReviewer', call, callId, applicationId: applicationOf(application) },
      ...{ reviewer: reviewer(each), of, on },
    })),
    fc
      .tuple(number, number, fc.constantFrom(10, 15))
      .map(([each, application, points]) => review(each, application, points)),
    fc.constantFrom(decideTie(1, 2), decide(), decide(1)),
  );
  deciderIsIdempotent('selection', selection, fc.array(anyCommand, { maxLength: 14 }));
});
