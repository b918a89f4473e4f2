import { describe, expect, it } from '@jest/globals';
import { counted, fileWith, type Days } from '../../../test/guard-files.ts';
import { auvergneTic, clause, day, numelink } from '../../../test/sample-operation.ts';
import { legalCalendar } from './legal-calendar.ts';

const question = (on: string) => ({ on: day(on), engagements: {}, clauseOn: () => clause });
const calendar = (days: Days, on: string, target?: string) =>
  legalCalendar(fileWith(days), question(on), target === undefined ? undefined : day(target));
const NAMES: Readonly<Record<string, string>> = { [numelink]: 'N', [auvergneTic]: 'A' };
const stepsOf = (days: Days, on: string, target?: string) =>
  calendar(days, on, target).steps.map(
    ({ step, clusterId, latest, isTooLate }) =>
      `${step} ${clusterId === undefined ? '-' : String(NAMES[clusterId])} ${latest}${isTooLate ? ' too late' : ''}`,
  );

describe('the latest day of each step that remains', () => {
  it('for an effect on 28 March 2017, counted in the strictest way', () => {
    expect(stepsOf({}, '2017-01-20', '2017-03-28')).toEqual([
      'adopt-plan N 2017-01-27',
      'open-documents N 2017-02-25',
      'publish-notice N 2017-02-25',
      'record-vote N 2017-03-28',
      'adopt-plan A 2017-01-27',
      'open-documents A 2017-02-25',
      'publish-notice A 2017-02-25',
      'record-vote A 2017-03-28',
      'take-effect - 2017-03-28',
    ]);
  });

  it('says what is too late', () => {
    expect(stepsOf({ adopted: '2017-01-20' }, '2017-02-26', '2017-03-28')).toEqual([
      'open-documents N 2017-02-25 too late',
      'publish-notice N 2017-02-25 too late',
      'record-vote N 2017-03-28',
      'open-documents A 2017-02-25 too late',
      'publish-notice A 2017-02-25 too late',
      'record-vote A 2017-03-28',
      'take-effect - 2017-03-28',
    ]);
  });

  it('and what was done too late for the target', () => {
    const days: Days = { adopted: '2016-12-01', noticed: ['2017-02-20', '2017-03-01'], opened: '2017-02-20' };
    expect(stepsOf(days, '2017-03-10', '2017-03-28')).toEqual([
      'record-vote N 2017-03-28',
      'publish-notice A 2017-02-25 too late',
      'record-vote A 2017-03-28',
      'take-effect - 2017-03-28',
    ]);
  });

  it('without the assemblies that have approved', () => {
    const days: Days = { adopted: '2016-12-01', noticed: '2017-01-05', opened: '2017-01-05' };
    expect(stepsOf({ ...days, voted: ['2017-03-20', undefined] }, '2017-03-21', '2017-03-28')).toEqual([
      'record-vote A 2017-03-28',
      'take-effect - 2017-03-28',
    ]);
  });

  it('in the way of counting that the plan chose', () => {
    const plan = counted('plain-forwards', 'G2', 'G3', 'G4');
    expect(stepsOf({ plan }, '2015-12-01', '2016-02-29').slice(0, 3)).toEqual([
      'adopt-plan N 2015-12-31',
      'open-documents N 2016-01-30',
      'publish-notice N 2016-01-30',
    ]);
  });

  it('before the assembly that is called, notices before the first of all', () => {
    const days: Days = { adopted: '2017-01-02', called: ['2017-03-20', '2017-03-10'] };
    expect(stepsOf(days, '2017-01-20', '2017-03-28')).toEqual([
      'open-documents N 2017-02-07',
      'publish-notice N 2017-02-07',
      'record-vote N 2017-03-28',
      'open-documents A 2017-02-07',
      'publish-notice A 2017-02-07',
      'record-vote A 2017-03-28',
      'take-effect - 2017-03-28',
    ]);
  });

  it('documents no later than the notice that is published', () => {
    const days: Days = { adopted: '2017-01-02', noticed: ['2017-01-15', undefined] };
    expect(stepsOf(days, '2017-01-10', '2017-03-28')[0]).toBe('open-documents N 2017-01-15');
  });

  it("with the draft, the staff's opinion and the auditor's report where they are asked for", () => {
    const staffOpinion = [{ clusterId: numelink, basis: 'accord' }];
    const plan = { openPoints: ['the name'], contributionsEuros: 2_000_000, parameters: { staffOpinion } };
    const { steps } = calendar({ plan }, '2017-01-02', '2017-03-28');
    expect(steps.slice(0, 4).map(({ step, guards, latest }) => [step, guards, latest])).toEqual([
      ['draft-plan', [], '2017-01-27'],
      ['record-consultation', ['G10'], '2017-01-27'],
      ['adopt-plan', ['G2'], '2017-01-27'],
      ['open-documents', ['G4', 'G5'], '2017-02-25'],
    ]);
  });

  it('before the decree only the target sets a day', () => {
    expect(stepsOf({}, '2015-06-01', '2015-06-30')[0]).toBe('adopt-plan N 2015-06-30');
  });

  it("for the treaty's day, else the plan's target; without either there are none", () => {
    expect(calendar({ plan: { effectDate: '2017-03-28', targetDate: '2017-01-01' } }, '2017-01-02').target).toBe(
      '2017-03-28',
    );
    expect(calendar({ plan: { targetDate: '2017-01-01' } }, '2016-01-02').target).toBe('2017-01-01');
    expect(calendar({}, '2016-01-02')).toMatchObject({ target: undefined, steps: [] });
  });
});

describe('the earliest lawful effect', () => {
  it.each<[string, Days, string, string | undefined]>([
    ['when nothing is done: two clear months', {}, '2016-01-15', '2016-03-16'],
    ['from the draft of the plan on', { drafted: '2016-02-01' }, '2016-01-15', '2016-04-02'],
    ['after adoption: notices are what is missing', { adopted: '2016-01-15' }, '2016-03-01', '2016-04-01'],
    [
      'once all is published',
      { adopted: '2016-01-15', noticed: '2016-02-01', opened: '2016-02-01' },
      '2016-02-10',
      '2016-03-16',
    ],
    ["not before the treaty's day", { plan: { effectDate: '2017-01-01' } }, '2016-01-15', '2017-01-01'],
    ['open points stand against it', { plan: { openPoints: ['the name'] } }, '2016-01-15', undefined],
    [
      'a report that is missing opens the documents anew',
      {
        ...{ adopted: '2016-01-15', noticed: '2016-02-01', opened: '2016-02-01' },
        plan: { contributionsEuros: 2_000_000 },
      },
      '2016-03-01',
      '2016-04-01',
    ],
    ['before the decree at once', {}, '2015-06-01', '2015-06-01'],
    ['on the eve of the decree not by its rules', {}, '2015-09-30', '2015-09-30'],
    ['after it by them', {}, '2015-10-01', '2015-12-02'],
  ])('%s', (_name, days, on, expected) => {
    expect(calendar(days, on).earliestEffect).toBe(expected);
  });

  it('is not known without statutes', () => {
    const file = fileWith({});
    expect(
      legalCalendar(file, { ...question('2016-01-15'), clauseOn: () => undefined }).earliestEffect,
    ).toBeUndefined();
  });
});

it('the delay of creditors is shown once every notice is published', () => {
  expect(calendar({ noticed: ['2016-02-01', undefined] }, '2016-02-10').oppositions).toEqual([]);
  expect(calendar({ noticed: ['2016-02-01', '2016-02-27'] }, '2016-02-10').oppositions).toEqual([
    { clusterId: numelink, until: '2016-03-29' },
    { clusterId: auvergneTic, until: '2016-03-29' },
  ]);
});
