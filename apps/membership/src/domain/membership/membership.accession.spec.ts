import { describe, expect, it } from '@jest/globals';
import { specification } from '#libs/kernel/testing';
import { absorption, esker, rhoneAlley } from '../../../test/facts.ts';
import { admit, admitted, applied, ended, from, ids, receive, transferred } from '../../../test/membership-words.ts';
import { membership } from './membership.decide.ts';
import type { MembershipEvent } from './membership.ts';

const { given } = specification(membership);
const EFFECT = '2016-03-31';
const on = EFFECT;
const accession = { college: 'Start-ups', on };
const joins = { ...receive(), accession };
const joined: MembershipEvent = {
  ...{ type: 'MemberAdmitted', ...ids, college: 'Start-ups', operationId: absorption, since: EFFECT },
};
const gone = { type: 'MBR_ORGANISATION_GONE', found: EFFECT, required: 'a day before 2016-03-01' } as const;
const annulled = { ...joins, annulledOn: '2019-06-24' };
const goes: MembershipEvent = {
  ...{ type: 'MembershipEnded', ...ids, cause: 'annulment', operationId: absorption, on: '2019-06-24' },
};

/** The types of what is recorded. */
function typesOf(history: readonly MembershipEvent[], command: Parameters<ReturnType<typeof given>['when']>[0]) {
  const { decision } = given(...history).when(command);
  return decision.ok ? decision.events.map(({ type }) => type) : [decision.rejection.type];
}

describe('an organisation that has acceded to a merger', () => {
  it('is a member of the successor on the day of the effect, by that operation', () =>
    given().when(joins).then(joined));
  it('once', () => given(joined).when(joins).then());

  it.each<[string, readonly MembershipEvent[], boolean]>([
    ['is a member that day', [admitted('2010-02-01')], false],
    ['is one from that day on', [admitted(EFFECT)], false],
    ['has left before', [admitted('2010-02-01'), ended('2014-01-01')], true],
    ['has left on that day', [admitted('2010-02-01'), ended(EFFECT)], true],
    ['leaves after it', [admitted('2010-02-01'), ended('2016-04-01')], false],
    ['is admitted later', [admitted('2017-01-01')], true],
    ['has applied', [applied('2016-01-10')], true],
  ])('joins or not where it %s', (_what, history, isJoining) =>
    given(...history)
      .when(joins)
      .then(...(isJoining ? [joined] : [])),
  );

  it('and comes over from a predecessor, comes by that alone', () =>
    given()
      .when({ ...receive(from(rhoneAlley)), accession })
      .then(transferred(rhoneAlley)));

  it('joins no more where the accession is taken back, or turns out to be moot', () => {
    expect(typesOf([joined], receive())).toEqual(['MemberAdmittedVoided']);
    expect(typesOf([admitted('2010-02-01'), joined], joins)).toEqual(['MemberAdmittedVoided']);
    expect(typesOf([joined], { ...receive(from(rhoneAlley)), accession })).toEqual([
      'MemberAdmittedVoided',
      'MemberTransferred',
    ]);
  });

  it('is refused where it is gone, unless it had joined: then it has not', () => {
    const late = { ...joins, accession: { ...accession, gone } };
    given().when(late).refused(gone);
    expect(typesOf([joined], late)).toEqual(['MemberAdmittedVoided']);
    // What is annulled needs nobody's decision.
    given()
      .when({ ...late, annulledOn: '2019-06-24' })
      .then();
  });

  it('goes with a merger that is annulled, unless it was admitted meanwhile', () => {
    given().when(annulled).then(joined, goes);
    given(joined).when(annulled).then(goes);
    const admittedToo = given(joined, admitted('2018-01-01')).when(annulled).state();
    expect(admittedToo).toMatchObject({ status: 'active', periods: [{ since: EFFECT, admittedOn: '2018-01-01' }] });
  });

  it('is a member like every other: it resigns, and is not admitted twice', () => {
    given(joined).when(admit('2016-06-01')).refused({ type: 'MBR_ALREADY_MEMBER', found: EFFECT });
    const left = given(joined, ended('2018-01-01')).when(joins).state();
    expect(left).toMatchObject({ status: 'ended', periods: [{ since: EFFECT, until: '2018-01-01' }] });
  });

  it('has not left with an admission that never was, whose end was recorded with it', () => {
    const history = [joined, admitted('2010-02-01'), ended('2017-01-15')];
    const voided = { type: 'VoidFact', of: 'MemberAdmitted', fact: '1', reason: 'never so' } as const;
    expect(typesOf(history, voided)).toEqual(['MembershipEndedVoided', 'MemberAdmittedVoided']);
  });

  it('is not corrected by hand: it follows the accession', () => {
    const fact = { of: 'MemberAdmitted', fact: '0', reason: 'typed wrong' };
    given(joined)
      .when({ type: 'VoidFact', ...fact })
      .refused({ type: 'MBR_FACT_NOT_FOUND' });
    given(joined)
      .when({ type: 'CorrectFact', ...fact, changes: { since: '2016-04-01' } })
      .refused({ type: 'MBR_FACT_NOT_FOUND' });
  });

  it('had applied: the application has come to nothing', () => {
    const state = given(applied('2016-01-10'), joined).when(joins).state();
    expect(state).toMatchObject({ organisationId: esker, status: 'active', application: { state: 'lapsed' } });
  });
});
