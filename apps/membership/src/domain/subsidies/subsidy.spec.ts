import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { digitalLeague, numelink } from '../../../test/facts.ts';
import {
  addCondition,
  conditionAdded,
  consent,
  consented,
  grant,
  granted,
  lapse,
  lapsed,
  meet,
  met,
  otherCondition,
  receiveReport,
  refuse,
  refused,
  region,
  release,
  released,
  remindedOf,
  remindOf,
  reportReceived,
  request,
  requested,
  sign,
  signed,
  spend,
  spent,
  succeed,
  succeeded,
  theSubsidy,
} from '../../../test/subsidy-words.ts';
import { organisation } from '../organisation/organisation.ts';
import { subsidy, type SubsidyCommand } from './subsidy.decide.ts';
import { frozenSince, holderOf, subsidyOn, unspentCents, type SubsidyFact } from './subsidy.ts';

const { given } = specification(subsidy);
const asked = requested('2014-10-01');
const promised = [asked, granted('2015-02-01')];
const frozen = [...promised, conditionAdded('2015-02-01')];
const consentNeeded = [requested('2014-10-01', { onSuccession: 'needs-consent' }), granted('2015-02-01')];
const byLaw = succeeded('2017-03-28');

describe('a subsidy', () => {
  it.each<[string, readonly SubsidyFact[], SubsidyCommand, readonly SubsidyFact[]]>([
    ['is requested', [], request('2014-10-01'), [asked]],
    [
      'is requested for an amount that nobody knows',
      [],
      request('2014-10-01', { amountCents: null }),
      [requested('2014-10-01', { amountCents: null })],
    ],
    ['requested twice in the same words, is requested once', [asked], request('2014-10-01'), []],
    ['is granted for another amount', [asked], grant('2015-02-01', 3_000_000), [granted('2015-02-01', 3_000_000)]],
    ['is granted for an amount that nobody knows', [asked], grant('2015-02-01', null), [granted('2015-02-01', null)]],
    ['is frozen under a condition', promised, addCondition('2015-03-01'), [conditionAdded('2015-03-01')]],
    [
      'is released once its condition is met',
      [...frozen, met('2015-04-01')],
      release('2015-04-15'),
      [released('2015-04-15')],
    ],
    ['is spent in part', promised, spend('2015-03-01', 1_000_000), [spent('2015-03-01', 1_000_000)]],
    [
      'is spent to the cent',
      [...promised, spent('2015-03-01', 1_000_000)],
      spend('2015-03-02', 3_000_000),
      [spent('2015-03-02', 3_000_000)],
    ],
    [
      'of an unknown amount, is spent',
      [asked, granted('2015-02-01', null)],
      spend('2015-03-01', 9_000_000),
      [spent('2015-03-01', 9_000_000)],
    ],
    [
      'spent before it was frozen, is recorded late',
      [...promised, conditionAdded('2015-03-01')],
      spend('2015-02-15', 1),
      [spent('2015-02-15', 1)],
    ],
    [
      'is spent once it was released',
      [...frozen, met('2015-04-01'), released('2015-04-15')],
      spend('2015-04-15', 1),
      [spent('2015-04-15', 1)],
    ],
    [
      'that lapsed, is reported on',
      [...promised, spent('2015-03-01', 1), lapsed('2015-12-31')],
      receiveReport('2016-05-01'),
      [reportReceived('2016-05-01')],
    ],
    ['passes to the successor of its cluster', promised, succeed('2017-03-28'), [byLaw]],
    ['that lapsed before, does not pass', [...promised, lapsed('2016-01-01')], succeed('2017-03-28'), []],
    ['that passed, passes once', [...promised, byLaw], succeed('2017-03-28'), []],
    [
      'is spent by the successor',
      [...promised, byLaw],
      spend('2017-04-01', 1),
      [spent('2017-04-01', 1, { clusterId: digitalLeague })],
    ],
    ['was spent by the predecessor', [...promised, byLaw], spend('2017-03-27', 1), [spent('2017-03-27', 1)]],
    ['passes once its granter consents', [...consentNeeded, byLaw], consent('2017-05-01'), [consented('2017-05-01')]],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly SubsidyFact[], SubsidyCommand, object]>([
    ['that nobody requested', [], grant('2015-02-01'), { type: 'MBR_SUBSIDY_NOT_FOUND', found: theSubsidy }],
    ['before the cluster was founded', [], request('2006-01-01'), { type: 'MBR_DATE_BEFORE_START' }],
    [
      'with the id of another one',
      [asked],
      request('2014-10-01', { year: 2016 }),
      { type: 'MBR_SUBSIDY_EXISTS', found: region },
    ],
    [
      'spent while it is frozen',
      frozen,
      spend('2015-03-01', 1),
      { type: 'MBR_SUBSIDY_FROZEN', found: 'frozen from 2015-02-01 on' },
    ],
    [
      'spent before its release',
      [...frozen, met('2015-04-01'), released('2015-04-15')],
      spend('2015-04-14', 1),
      { type: 'MBR_SUBSIDY_FROZEN' },
    ],
    [
      'spent until its granter consents',
      [...consentNeeded, byLaw],
      spend('2017-04-01', 1),
      { type: 'MBR_SUBSIDY_FROZEN', found: 'frozen from 2017-03-28 on', required: 'the consent of its granter' },
    ],
    [
      'spent beyond what was granted, with both numbers',
      [...promised, spent('2015-03-01', 1_000_000)],
      spend('2015-03-02', 3_000_001),
      { type: 'MBR_SUBSIDY_OVERSPENT', found: 4_000_001, required: 4_000_000 },
    ],
    [
      'spent before it was granted',
      promised,
      spend('2015-01-31', 1),
      { type: 'MBR_FACT_CONTRADICTED', found: 'expense of 2015-01-31', required: 'it was not granted' },
    ],
    [
      'spent after it lapsed',
      [...promised, lapsed('2015-12-31')],
      spend('2016-01-01', 1),
      { type: 'MBR_FACT_CONTRADICTED', required: 'it lapsed on 2015-12-31' },
    ],
    [
      'corrected to less than was spent',
      [...promised, spent('2015-03-01', 10)],
      { type: 'CorrectFact', of: 'SubsidyGranted', fact: '1', changes: { amountCents: 9 }, reason: 'x' } as never,
      { type: 'MBR_SUBSIDY_OVERSPENT', found: 10, required: 9 },
    ],
    [
      'released before its condition is met',
      frozen,
      release('2015-04-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'the condition of 2015-02-01 is not met' },
    ],
    [
      'released with one of two conditions met',
      [...frozen, conditionAdded('2015-02-02', otherCondition), met('2015-04-01')],
      release('2015-04-15'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'the condition of 2015-02-02 is not met' },
    ],
    [
      'released that is not frozen',
      promised,
      release('2015-04-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'it is not frozen under a condition' },
    ],
    [
      'frozen before it was granted',
      [asked],
      addCondition('2015-01-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'it was not granted' },
    ],
    [
      'frozen late under a condition that an expense contradicts',
      [...promised, spent('2015-03-01', 1)],
      addCondition('2015-02-15'),
      { type: 'MBR_FACT_CONTRADICTED', found: 'expense of 2015-03-01', required: 'it is frozen from 2015-02-15 on' },
    ],
    [
      'whose condition nobody knows',
      frozen,
      meet('2015-03-01', otherCondition),
      { type: 'MBR_FACT_CONTRADICTED', required: `there is no condition ${otherCondition}` },
    ],
    [
      'refused after it was granted',
      promised,
      refuse('2015-03-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'it was granted on 2015-02-01' },
    ],
    [
      'granted after it was refused',
      [asked, refused('2015-01-15')],
      grant('2015-02-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'it was refused on 2015-01-15' },
    ],
    [
      'consented to without a merger',
      promised,
      consent('2017-05-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'no merger needs the consent of its granter' },
    ],
  ])('is refused %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it('of a granter that is not registered is refused', () => {
    const { in: around, ...asks } = request('2014-10-01') as Extract<
      SubsidyCommand,
      { readonly type: 'RequestSubsidy' }
    >;
    given()
      .when({ ...asks, in: { ...around, granter: organisation.initial } })
      .refused({ type: 'MBR_ORGANISATION_NOT_FOUND', found: region });
  });

  it('lapses in a merger where its policy says so, and stays with the cluster that had it', () => {
    const facts = [requested('2014-10-01', { onSuccession: 'lapses' }), granted('2015-02-01'), byLaw];
    const known = subsidyOn(facts, '2017-03-28')!;
    expect([known.end, holderOf(known)]).toEqual([{ how: 'lapsed', on: '2017-03-28' }, numelink]);
  });

  it('is frozen by a condition and by a merger each on its own', () => {
    const facts = [
      ...consentNeeded,
      conditionAdded('2016-01-01'),
      byLaw,
      consented('2017-05-01'),
      met('2017-06-01'),
      released('2017-07-01'),
    ];
    const days = ['2015-12-31', '2016-01-01', '2017-05-01', '2017-06-30', '2017-07-01'];
    expect(days.map((day) => frozenSince(subsidyOn(facts, day)!))).toEqual([
      undefined,
      '2016-01-01',
      '2016-01-01',
      '2016-01-01',
      undefined,
    ]);
  });

  it.each<[string, readonly SubsidyFact[], number | null | undefined]>([
    ['nothing was granted', [asked], undefined],
    ['an unknown amount was', [asked, granted('2015-02-01', null), spent('2015-03-01', 5)], null],
    ['a part is spent', [...promised, spent('2015-03-01', 5)], 3_999_995],
  ])('where %s, has so much left', (_what, facts, cents) => {
    expect(unspentCents(subsidyOn(facts, '2020-01-01')!)).toBe(cents);
  });

  it('on a day is what its facts up to it say', () => {
    expect(subsidyOn(frozen, '2014-09-30')).toBeUndefined();
    expect(subsidyOn(frozen, '2015-01-31')).toMatchObject({ request: { year: 2015 }, conditions: [] });
  });

  it.each<[string, readonly SubsidyFact[]]>([
    ['requested twice', [asked, asked]],
    ['granted and never requested', [granted('2015-02-01')]],
    ['granted twice', [...promised, granted('2015-03-01')]],
    ['reminded of twice for the same time', [...promised, remindedOf('2016-05-01', 1), remindedOf('2016-06-01', 1)]],
    ['passed from a cluster that had it not', [...promised, byLaw, { ...byLaw, operationId: 'another' } as never]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => {
      requireSettled(fold(subsidy, history));
    }).toThrow('cannot follow');
  });
});

factsInAnyOrder(subsidy, {
  SubsidyRequested: {
    fact: asked,
    after: [granted('2015-02-01')],
    carries: true,
    command: request('2014-10-01'),
    other: {
      granterId: theSubsidy,
      amountCents: 1,
      purpose: 'rent',
      year: 2016,
      onSuccession: 'lapses',
      on: '2014-09-01',
    },
    overlap: [{ command: request('2014-12-01'), day: region }],
  },
  SubsidyGranted: {
    before: [asked],
    fact: granted('2015-02-01'),
    after: [spent('2015-03-01', 1)],
    carries: true,
    command: grant('2015-02-01'),
    other: { amountCents: 3_000_000, on: '2015-01-31' },
    overlap: [{ command: grant('2015-04-01'), day: '2015-02-01' }],
  },
  SubsidyConventionSigned: {
    before: promised,
    fact: signed('2015-02-15'),
    after: [spent('2015-03-01', 1)],
    command: sign('2015-02-15'),
    other: { on: '2015-02-16' },
    overlap: [{ command: sign('2015-04-01'), day: '2015-02-15' }],
  },
  SubsidyConditionAdded: {
    before: promised,
    fact: conditionAdded('2015-02-15'),
    after: [met('2015-03-01'), released('2015-03-02')],
    carries: true,
    command: addCondition('2015-02-15'),
    other: { condition: 'statutes', on: '2015-02-16' },
    overlap: [{ command: spend('2015-02-20', 1), day: '2015-02-15' }],
  },
  SubsidyConditionMet: {
    before: frozen,
    fact: met('2015-03-01'),
    after: [released('2015-03-02')],
    carries: true,
    command: meet('2015-03-01'),
    other: { on: '2015-02-20' },
    overlap: [{ command: meet('2015-03-05'), day: '2015-03-01' }],
  },
  SubsidyReleased: {
    before: [...frozen, met('2015-03-01')],
    fact: released('2015-03-02'),
    after: [spent('2015-03-05', 1)],
    carries: true,
    command: release('2015-03-02'),
    other: { on: '2015-03-03' },
    overlap: [{ command: addCondition('2015-03-01', otherCondition), day: '2015-03-01' }],
  },
  SubsidySpent: {
    before: promised,
    fact: spent('2015-03-01', 1_000),
    after: [spent('2015-04-01', 500)],
    command: spend('2015-03-01', 1_000),
    other: { amountCents: 999, use: 'rent', on: '2015-03-02' },
    overlap: 'expenses add up',
  },
  SubsidyReportReceived: {
    before: promised,
    fact: reportReceived('2016-05-01', 'AR 1'),
    after: [remindedOf('2016-07-01', 1)],
    command: receiveReport('2016-05-01', 'AR 1'),
    other: { receipt: 'AR 2', on: '2016-05-02' },
    overlap: [{ command: receiveReport('2016-06-01'), day: '2016-05-01' }],
  },
  SubsidyReminded: {
    before: promised,
    fact: remindedOf('2016-05-01', 1),
    after: [remindedOf('2016-06-15', 2)],
    command: remindOf('2016-05-01', 1),
    other: { nth: 3, on: '2016-05-02' },
    overlap: [{ command: remindOf('2016-05-05', 1), day: '2016-05-01' }],
  },
  SubsidyRefused: {
    before: [asked],
    fact: refused('2015-01-15'),
    after: [signed('2015-02-15')],
    command: refuse('2015-01-15'),
    other: { reason: 'too late', on: '2015-01-16' },
    overlap: [{ command: grant('2015-02-01'), day: '2015-01-15' }],
  },
  SubsidyLapsed: {
    before: promised,
    fact: lapsed('2015-12-31'),
    after: [reportReceived('2016-05-01')],
    command: lapse('2015-12-31'),
    other: { reason: 'by the granter', on: '2015-12-30' },
    overlap: [{ command: spend('2016-01-01', 1), day: '2015-12-31' }],
  },
  SubsidySucceeded: { before: promised, fact: byLaw, after: [spent('2017-04-01', 1)], command: succeed('2017-03-28') },
  SubsidyConsentGiven: {
    before: [...consentNeeded, byLaw],
    fact: consented('2017-05-01'),
    after: [spent('2017-06-01', 1)],
    carries: true,
    command: consent('2017-05-01'),
    other: { on: '2017-05-02' },
    overlap: [{ command: consent('2017-05-02'), day: '2017-05-02' }],
  },
});
