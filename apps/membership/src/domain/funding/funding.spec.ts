import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import {
  publish,
  published,
  record,
  recorded,
  remindedOfAccounts,
  remindOfAccounts,
  ruleSet,
  setRule,
  setYear,
  yearSet,
} from '../../../test/funding-words.ts';
import { cluster } from '../cluster/cluster.ts';
import { funding, type FundingCommand, type FundingFact } from './funding.ts';

const { given } = specification(funding);
const short = [2015, '2015-01-01', '2015-09-01'] as const;

describe('the funding of a cluster', () => {
  it.each<[string, readonly FundingFact[], FundingCommand, readonly FundingFact[]]>([
    ['has other years than the calendar', [], setYear(...short), [yearSet(...short)]],
    ['has a rule of its balance', [], setRule('2015-01-01'), [ruleSet('2015-01-01')]],
    ['is recorded by day and source', [], record('2015-03-01', 1), [recorded('2015-03-01', 1)]],
    ['recorded twice in the same words, is recorded once', [recorded('2015-03-01', 1)], record('2015-03-01', 1), []],
    [
      'of two sources on a day is recorded twice',
      [recorded('2015-03-01', 1)],
      record('2015-03-01', 1, { source: 'Lyon' }),
      [recorded('2015-03-01', 1, { source: 'Lyon' })],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly FundingFact[], FundingCommand, object]>([
    ['before its foundation', [], record('2006-06-28', 1), { type: 'MBR_DATE_BEFORE_START' }],
    ['of no cluster', [], { ...record('2015-01-01', 1), cluster: cluster.initial }, { type: 'MBR_CLUSTER_NOT_FOUND' }],
    [
      'for a year without a day',
      [],
      setYear(2015, '2015-01-01', '2015-01-01'),
      { type: 'MBR_DATE_BEFORE_START', found: '2015-01-01', required: 'a day after 2015-01-01' },
    ],
    [
      'for a year that has days of another one, with the first of them',
      [yearSet(...short)],
      setYear(2016, '2015-08-01', '2016-08-01'),
      { type: 'MBR_FINANCIAL_YEAR_OVERLAPS', found: '2015-08-01' },
    ],
    [
      'for a year that is named out of order',
      [yearSet(...short)],
      setYear(2014, '2015-09-01', '2016-09-01'),
      { type: 'MBR_FINANCIAL_YEAR_OVERLAPS', found: '2015-09-01' },
    ],
    [
      'for a year that begins on two days',
      [yearSet(...short)],
      setYear(2015, '2015-09-01', '2016-09-01'),
      { type: 'MBR_FACT_CONTRADICTED', required: 'the financial year 2015 begins on 2015-01-01' },
    ],
    [
      'with two rules from one day on',
      [ruleSet('2015-01-01')],
      setRule('2015-01-01', []),
      { type: 'MBR_FACT_CONTRADICTED', required: 'there is a rule from 2015-01-01 on' },
    ],
  ])('is refused %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it.each<[string, readonly FundingFact[]]>([
    ['two rules from one day on', [ruleSet('2015-01-01'), ruleSet('2015-01-01')]],
    ['one year twice', [yearSet(...short), yearSet(2015, '2016-01-01', '2017-01-01')]],
  ])('with %s is an altered history', (_what, history) => {
    expect(() => {
      requireSettled(fold(funding, history));
    }).toThrow('cannot follow');
  });
});

factsInAnyOrder(funding, {
  FinancialYearSet: {
    fact: yearSet(...short),
    after: [yearSet(2016, '2015-09-01', '2016-09-01')],
    command: setYear(...short),
    other: { since: '2015-02-01', until: '2015-08-01' },
    overlap: [{ command: setYear(2014, '2014-02-01', '2015-02-01'), day: '2015-01-01' }],
  },
  FundingRuleSet: {
    fact: ruleSet('2015-01-01'),
    after: [ruleSet('2016-01-01', [])],
    command: setRule('2015-01-01'),
    other: { bounds: [], since: '2015-02-01' },
    overlap: [{ command: setRule('2015-01-01', []), day: '2015-01-01' }],
  },
  FundingRecorded: {
    fact: recorded('2015-03-01', 100),
    after: [recorded('2015-04-01', 100)],
    command: record('2015-03-01', 100),
    other: { resource: 'fees', amountCents: 101, source: 'Esker', on: '2015-03-02' },
    overlap: 'amounts add up',
  },
  AccountsPublished: {
    fact: published(2015, '2016-09-01'),
    after: [published(2016, '2017-09-01')],
    command: publish(2015, '2016-09-01'),
    other: { receipt: 'JO 12', on: '2016-09-02' },
    overlap: [{ command: publish(2015, '2016-10-01'), day: '2016-09-01' }],
  },
  AccountsReminded: {
    fact: remindedOfAccounts(2015, '2016-08-01', 1),
    after: [published(2015, '2016-09-01')],
    command: remindOfAccounts(2015, '2016-08-01', 1),
    other: { nth: 2, on: '2016-08-02' },
    overlap: [{ command: remindOfAccounts(2015, '2016-08-05', 1), day: '2016-08-01' }],
  },
});
