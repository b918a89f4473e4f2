import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold, type CorrectionCommand } from '#libs/kernel';
import { factsInAnyOrder, propertySeed, specification } from '#libs/kernel/testing';
import { absorption, antennaOfClermont, antennaOfDrome, rhoneAlley } from '../../../test/facts.ts';
import {
  admit,
  admitted,
  applied,
  apply,
  around,
  end,
  ended,
  ids,
  originOf,
  refuse,
  refused,
  succeeded,
  succession,
  transferred,
} from '../../../test/membership-words.ts';
import { type MembershipCommand, membership } from './membership.decide.ts';
import type { MembershipEvent } from './membership.ts';

const { given } = specification(membership);
const reason = 'Mal saisi';
const EFFECT = '2015-06-30';
const resignation = (on: string) => ({ on, cause: 'resignation' as const });
const past = (since: string, on: string) => ({ ...admit(since), ended: resignation(on) });
const heard = { grievances: 'Propos publics', heardOn: '2011-01-10' };
const exclusion = { cause: 'exclusion', reason: 'fees unpaid', procedure: heard } as const;
const exclude = (on: string) => ({ ...end(on), ...exclusion });
/** Facts have the numbers of their events as ids here. */
const correct = (of: string, fact: string, changes: object): CorrectionCommand => ({
  ...{ type: 'CorrectFact', of, fact, changes, reason },
});
const voids = (of: string, fact: string): CorrectionCommand => ({ type: 'VoidFact', of, fact, reason });

type Days = readonly (readonly [since: string, until?: string])[];
function periodsOf(history: readonly MembershipEvent[], command: MembershipCommand | CorrectionCommand): Days {
  const state = given(...history)
    .when(command)
    .state();
  return state.status === 'absent'
    ? []
    : state.periods.map(({ since, until }) => (until === undefined ? [since] : [since, until]));
}

const two = [admitted('2010-01-01'), ended('2012-01-01'), admitted('2014-01-01')];

describe('facts of a membership that are recorded late, ahead or wrong', () => {
  it.each<[string, readonly MembershipEvent[], MembershipCommand | CorrectionCommand, Days]>([
    [
      'late: an earlier period, with its end',
      [admitted('2014-01-01')],
      past('2010-01-01', '2012-01-01'),
      [['2010-01-01', '2012-01-01'], ['2014-01-01']],
    ],
    [
      'late: a period that ends on the day on which the next one begins',
      [admitted('2014-01-01')],
      past('2010-01-01', '2014-01-01'),
      [['2010-01-01', '2014-01-01'], ['2014-01-01']],
    ],
    [
      'late: a period between two',
      two,
      past('2012-06-01', '2013-01-01'),
      [['2010-01-01', '2012-01-01'], ['2012-06-01', '2013-01-01'], ['2014-01-01']],
    ],
    [
      'late: an end of the first of two periods',
      two,
      end('2011-01-01'),
      [['2010-01-01', '2011-01-01'], ['2014-01-01']],
    ],
    [
      'late: an end before the succession',
      [admitted('2010-01-01'), succeeded],
      end('2016-03-01'),
      [['2010-01-01', '2016-03-01']],
    ],
    [
      'late: an end on the day of the succession, by a decision',
      [admitted('2010-01-01'), succeeded],
      end(succession.on),
      [['2010-01-01', succession.on]],
    ],
    ['late: an application of before the admission', [admitted('2010-01-01')], apply('2009-12-01'), [['2010-01-01']]],
    [
      'ahead: an end that another one overtakes',
      [admitted('2010-01-01'), ended('2030-01-01')],
      exclude('2020-01-01'),
      [['2010-01-01', '2020-01-01']],
    ],
    [
      'corrected: an end that lies ahead, put off',
      [admitted('2010-01-01'), ended('2030-01-01')],
      correct('MembershipEnded', '1', { on: '2031-01-01' }),
      [['2010-01-01', '2031-01-01']],
    ],
    [
      'voided: an end that lies ahead',
      [admitted('2010-01-01'), ended('2030-01-01')],
      voids('MembershipEnded', '1'),
      [['2010-01-01']],
    ],
    [
      'voided: an end that had overtaken another one',
      [admitted('2010-01-01'), ended('2030-01-01'), { ...ended('2020-01-01'), ...exclusion }],
      voids('MembershipEnded', '2'),
      [['2010-01-01', '2030-01-01']],
    ],
    [
      'corrected: an admission to another day',
      [admitted('2010-01-01'), ended('2012-01-01')],
      correct('MemberAdmitted', '0', { since: '2011-01-01' }),
      [['2011-01-01', '2012-01-01']],
    ],
    ['voided: an admission with its end, before another period', two, voids('MemberAdmitted', '0'), [['2014-01-01']]],
    [
      'voided: an admission with both of its ends',
      [admitted('2010-01-01'), ended('2030-01-01'), { ...ended('2020-01-01'), ...exclusion }],
      voids('MemberAdmitted', '0'),
      [],
    ],
    [
      'voided: an admission of a member that came over as well, whose end stays',
      [admitted('2010-01-01'), transferred(rhoneAlley), ended('2020-01-01')],
      voids('MemberAdmitted', '0'),
      [[EFFECT, '2020-01-01']],
    ],
    [
      'voided: an admission of a member that came over as well, with the end that was recorded with it',
      [transferred(rhoneAlley), admitted('2010-01-01'), ended('2020-01-01')],
      voids('MemberAdmitted', '1'),
      [[EFFECT]],
    ],
    [
      'voided: an application with its refusal, before another one',
      [applied('2010-01-10'), refused('2010-02-01'), applied('2011-01-10')],
      voids('MembershipApplied', '0'),
      [],
    ],
    [
      'voided: an end of before the succession, which then moves it',
      [admitted('2010-01-01'), succeeded, ended('2016-03-01')],
      voids('MembershipEnded', '2'),
      [['2010-01-01', succession.on]],
    ],
  ])('%s', (_what, history, command, periods) => {
    expect(periodsOf(history, command)).toEqual(periods);
  });

  it('a refusal that was taken back leaves the application open', () => {
    const open = given(applied('2010-01-10'), refused('2010-02-01')).when(voids('MembershipRefused', '1')).state();
    expect(open).toMatchObject({ status: 'applied', application: { state: 'open' } });
  });

  it('an end that the succession overtook is kept: the member leaves the successor on that day', () => {
    const state = given(admitted('2010-01-01'), ended('2017-12-31')).when({ ...succession, type: 'SucceedMembership' });
    expect(state.state()).toMatchObject({
      status: 'succeeded',
      periods: [{ until: succession.on, cause: 'succession', leaving: resignation('2017-12-31') }],
    });
  });

  it.each<[string, readonly MembershipEvent[], MembershipCommand | CorrectionCommand, object]>([
    [
      'a period into the next one',
      [admitted('2014-01-01')],
      past('2010-01-01', '2014-01-02'),
      { found: 'admission of 2014-01-01', required: 'it is a member since 2010-01-01' },
    ],
    ['a period without its end', [admitted('2014-01-01')], admit('2010-01-01'), { found: 'admission of 2014-01-01' }],
    [
      'an admission corrected into the period before it',
      two,
      correct('MemberAdmitted', '2', { since: '2011-01-01' }),
      { found: 'admission of 2011-01-01', required: 'it is a member since 2010-01-01' },
    ],
    [
      'an end corrected into the next period',
      two,
      correct('MembershipEnded', '1', { on: '2015-01-01' }),
      { found: 'admission of 2014-01-01' },
    ],
    [
      'an end taken back before a next period',
      two,
      voids('MembershipEnded', '1'),
      { found: 'admission of 2014-01-01' },
    ],
    [
      'an admission corrected past its end',
      [admitted('2010-01-01'), ended('2012-01-01')],
      correct('MemberAdmitted', '0', { since: '2013-01-01' }),
      { found: 'end of 2012-01-01' },
    ],
    [
      'an admission corrected past its end, after another period',
      [...two, ended('2015-01-01')],
      correct('MemberAdmitted', '2', { since: '2016-01-01' }),
      { found: 'end of 2015-01-01' },
    ],
    [
      'an end corrected to the day on which the membership began',
      [admitted('2010-01-01'), ended('2012-01-01')],
      correct('MembershipEnded', '1', { on: '2010-01-01' }),
      { found: 'end of 2010-01-01' },
    ],
    [
      'an application before one that it leaves open',
      [applied('2010-01-10'), refused('2010-02-01')],
      apply('2010-01-05'),
      { found: 'application of 2010-01-10' },
    ],
    [
      'a new period that an overtaken end would end',
      [admitted('2010-01-01'), ended('2030-01-01'), { ...ended('2020-01-01'), ...exclusion }],
      admit('2021-01-01'),
      { found: 'end of 2030-01-01' },
    ],
  ])('overlap: %s is refused', (_what, history, command, rejection) => {
    given(...history)
      .when(command)
      .refused({ type: 'MBR_FACT_CONTRADICTED', ...rejection });
  });

  it('an admission on a day of a period is refused with that period', () => {
    given(...two)
      .when(admit('2011-06-01'))
      .refused({ type: 'MBR_ALREADY_MEMBER', found: '2010-01-01' });
  });

  it('a later end of a period that has ended is refused', () => {
    given(...two)
      .when(end('2013-01-01'))
      .refused({ type: 'MBR_NOT_A_MEMBER' });
  });

  it('a membership of the past that ends before it begins is refused', () => {
    given().when(past('2010-01-01', '2010-01-01')).refused({ type: 'MBR_DATE_BEFORE_START', required: '2010-01-02' });
  });

  it('a membership of the past again is a repeat, and its admission may be recorded before its end', () => {
    given(admitted('2010-01-01'), ended('2012-01-01')).when(past('2010-01-01', '2012-01-01')).then();
    given(admitted('2010-01-01')).when(past('2010-01-01', '2012-01-01')).then(ended('2012-01-01'));
  });
});

/** One decision after the other, each taken where it is accepted; those that are refused are tried again after the others. */
function recorded(commands: readonly MembershipCommand[]): {
  readonly events: readonly MembershipEvent[];
  readonly left: number;
} {
  let events: readonly MembershipEvent[] = [];
  let waiting = commands;
  for (let turn = 0; turn < commands.length && waiting.length > 0; turn += 1) {
    const refusedNow: MembershipCommand[] = [];
    for (const command of waiting) {
      const decision = membership.decide(command, fold(membership, events));
      if (decision.ok) events = [...events, ...decision.events];
      else refusedNow.push(command);
    }
    waiting = refusedNow;
  }
  return { events, left: waiting.length };
}

/** What a history says of the world, whatever the order of its recording. */
function saidBy(events: readonly MembershipEvent[]): unknown {
  const { facts: _facts, voided: _voided, unsettled: _unsettled, ...said } = fold(membership, events);
  return said;
}

const days = ['2010-01-01', '2011-01-01', '2012-01-01', '2013-01-01', '2014-01-01', '2015-01-01', '2016-01-01'];
/** Rising days, in turn of an admission and of an end. */
const anyPeriods = fc
  .uniqueArray(fc.constantFrom(...days), { minLength: 1, maxLength: 7 })
  .map((some) => some.toSorted());

describe('whatever the order in which the same facts are recorded', () => {
  it('they say the same: several periods, an end that lies ahead, and a refused application', () => {
    let late = 0;
    fc.assert(
      fc.property(anyPeriods, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (some, keys) => {
        const commands: MembershipCommand[] = some.flatMap((since, index): MembershipCommand[] => {
          if (index % 2 === 1) return [];
          const until = some[index + 1];
          return [until === undefined ? admit(since) : past(since, until)];
        });
        const facts: MembershipCommand[] = [apply('2009-06-01'), refuse('2009-07-01'), ...commands];
        const inOrder = recorded(facts);
        const turned = facts
          .map((command, index) => ({ command, key: keys[index] ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ command }) => command);
        const outOfOrder = recorded(turned);
        expect([inOrder.left, outOfOrder.left]).toEqual([0, 0]);
        expect(saidBy(outOfOrder.events)).toEqual(saidBy(inOrder.events));
        if (JSON.stringify(outOfOrder.events) !== JSON.stringify(inOrder.events)) late += 1;
      }),
      { numRuns: 300, seed: propertySeed() },
    );
    expect(late).toBeGreaterThan(50);
  });

  it('correcting a fact equals never having stated the wrong one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...days.slice(1)), fc.constantFrom(...days.slice(1)), (wrong, right) => {
        const after = given(admitted('2010-01-01'), ended(wrong)).when(correct('MembershipEnded', '1', { on: right }));
        const events = after.decision.ok ? after.decision.events : [];
        const stated = [admitted('2010-01-01'), ended(right)];
        expect(saidBy([admitted('2010-01-01'), ended(wrong), ...events])).toEqual(saidBy(stated));
      }),
      { numRuns: 50, seed: propertySeed() },
    );
  });
});

const place = { college: 'companies', antennaId: antennaOfDrome, segment: 'publishers' };
const sponsors = [antennaOfDrome];
const always = [{ since: '2009-01-01' }];
const supporters = { [antennaOfDrome]: always, [rhoneAlley]: always };
const supported = { sponsors, in: { ...around, supporters } };
const elsewhere = { college: 'start-ups', antennaId: antennaOfClermont, segment: 'services' };
factsInAnyOrder(membership, {
  MembershipEnded: {
    before: [admitted('2010-01-01')],
    fact: { type: 'MembershipEnded', ...ids, ...exclusion, on: '2012-01-01' },
    after: [succeeded],
    command: exclude('2012-01-01'),
    other: { cause: 'resignation', reason: 'moved', procedure: { ...heard, grievances: 'Autres' }, on: '2013-01-01' },
    overlap: 'of two ends the earlier one stands',
  },
  MembershipApplied: {
    fact: { type: 'MembershipApplied', ...ids, ...place, sponsors, on: '2010-01-10' },
    after: [refused('2010-02-01')],
    carries: true,
    command: { ...apply('2010-01-10'), ...place, ...supported },
    other: { ...elsewhere, sponsors: [rhoneAlley], on: '2010-01-05' },
    overlap: [{ command: apply('2010-01-05'), day: '2010-01-10' }],
  },
  MembershipRefused: {
    before: [applied('2010-01-10')],
    fact: { type: 'MembershipRefused', ...ids, reason: 'no digital activity', decidedBy: 'board', on: '2010-02-01' },
    after: [admitted('2011-01-01')],
    command: { ...refuse('2010-02-01'), decidedBy: 'board' },
    other: { reason: 'no place', decidedBy: 'bureau', on: '2010-02-02' },
    overlap: 'it takes no time, and there is an application open on its day or there is none',
  },
  MemberAdmitted: {
    fact: { type: 'MemberAdmitted', ...ids, ...place, decidedBy: 'board', sponsors, since: '2010-01-01' },
    after: [ended('2012-01-01')],
    carries: true,
    command: { ...admit('2010-01-01'), ...place, ...supported, decidedBy: 'board' },
    other: { ...elsewhere, decidedBy: 'assembly', sponsors: [rhoneAlley], since: '2011-01-01' },
    overlap: [
      { command: admit('2009-01-01'), day: '2010-01-01' },
      { command: admit('2011-06-01'), day: '2010-01-01' },
    ],
  },
  MemberTransferred: {
    fact: { type: 'MemberTransferred', ...ids, operationId: absorption, origin: originOf(rhoneAlley), since: EFFECT },
    after: [ended('2017-12-31')],
  },
  MembershipOriginAdded: {
    before: [admitted('2010-01-01')],
    fact: { type: 'MembershipOriginAdded', ...ids, operationId: absorption, origin: originOf(rhoneAlley), on: EFFECT },
    after: [ended('2017-12-31')],
  },
  MembershipRestored: {
    before: [admitted('2010-01-01'), { type: 'MembershipSucceeded', ...succession }],
    fact: { type: 'MembershipRestored', ...ids, operationId: succession.operationId, since: '2019-06-24' },
    after: [ended('2020-12-31')],
  },
  MembershipSucceeded: {
    before: [admitted('2010-01-01')],
    fact: { type: 'MembershipSucceeded', ...succession },
    after: [ended('2017-12-31')],
  },
});
