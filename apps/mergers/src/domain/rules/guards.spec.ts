import { describe, expect, it } from '@jest/globals';
import { acts, counted, fileWith, verdictOn, type Days } from '../../../test/guard-files.ts';
import { auvergneTic, clause, day, numelink, otherOperationId } from '../../../test/sample-operation.ts';
import type { Act, Plan } from './act.ts';
import type { CountingWay } from './delay.ts';
import { judge } from './rule-book.ts';

const { adopt, call, publish, open, vote, oppose, effect } = acts;
/** Long before any assembly: nothing but the guard at hand has a word. */
const EARLY: Days = { adopted: '2015-01-05', noticed: '2015-01-05', opened: '2015-01-05' };
const ofG2 = (adopted: string, way?: CountingWay): Days => ({
  ...{ ...EARLY, adopted },
  ...(way === undefined ? {} : { plan: counted(way, 'G2') }),
});
type Row = readonly [string, Days, Act, string];

function table(guard: string, rows: readonly Row[]): void {
  describe(guard, () => {
    it.each(rows)('%s', (_name, days, act, expected) => {
      expect(verdictOn(act, fileWith(days))).toBe(expected);
    });
  });
}

table('G1: the same plan hash', [
  ['passes', {}, adopt('2016-01-15'), '-'],
  ['fails for another plan', {}, { ...adopt('2016-01-15'), planHash: 'x' } as Act, 'G1 PLANS_DIFFER'],
  [
    'fails for open points, and no waiting mends it',
    { plan: { openPoints: ['the name'] } },
    adopt('2016-01-15'),
    'G1 PLAN_HAS_OPEN_POINTS',
  ],
  ['before the decree as well', { plan: { openPoints: ['the name'] } }, adopt('2015-02-01'), 'G1 PLAN_HAS_OPEN_POINTS'],
]);

table('G2: two calendar months', [
  [
    'the day before, in the strictest way',
    ofG2('2016-01-15'),
    vote('2016-03-15'),
    'G2 ASSEMBLY_TOO_EARLY from 2016-03-16',
  ],
  ['on the day', ofG2('2016-01-15'), vote('2016-03-16'), '-'],
  ['to call an assembly as well', ofG2('2016-01-15'), call('2016-03-15'), 'G2 ASSEMBLY_TOO_EARLY from 2016-03-16'],
  ['adopted on 28 December for 29 February', ofG2('2015-12-28'), vote('2016-02-29'), '-'],
  ['adopted on 29 December for it', ofG2('2015-12-29'), vote('2016-02-29'), 'G2 ASSEMBLY_TOO_EARLY from 2016-03-01'],
  ['plain backwards it is the 29th', ofG2('2015-12-29', 'plain-backwards'), vote('2016-02-29'), '-'],
  ['not the 30th', ofG2('2015-12-30', 'plain-backwards'), vote('2016-02-29'), 'G2 ASSEMBLY_TOO_EARLY from 2016-03-01'],
  ['plain forwards it is the 31st', ofG2('2015-12-31', 'plain-forwards'), vote('2016-02-29'), '-'],
  [
    'forwards in clear days it is not',
    ofG2('2015-12-31', 'clear-days-forwards'),
    vote('2016-02-29'),
    'G2 ASSEMBLY_TOO_EARLY from 2016-03-01',
  ],
  ['a month end', ofG2('2016-11-30'), vote('2017-01-31'), 'G2 ASSEMBLY_TOO_EARLY from 2017-02-01'],
  ['ends on Easter Monday, which changes nothing', ofG2('2016-01-27', 'plain-forwards'), vote('2016-03-28'), '-'],
  ['the eve of the decree', ofG2('2015-09-15'), vote('2015-09-30'), '-'],
  ['the day of the decree', ofG2('2015-09-15'), vote('2015-10-01'), 'G2 ASSEMBLY_TOO_EARLY from 2015-11-16'],
]);

const VOTE_OF = { ...EARLY, opened: '2015-01-05' };
table('G3: notices thirty days before the first assembly', [
  ['the last safe day', { ...VOTE_OF, noticed: '2017-02-25' }, vote('2017-03-28'), '-'],
  ['one day later', { ...VOTE_OF, noticed: '2017-02-26' }, vote('2017-03-28'), 'G3 NOTICE_TOO_LATE from 2017-03-29'],
  [
    'one day later, counted plain',
    { ...VOTE_OF, noticed: '2017-02-26', plan: counted('plain-backwards', 'G3') },
    vote('2017-03-28'),
    '-',
  ],
  [
    'plain forwards',
    { ...VOTE_OF, noticed: '2017-02-26', plan: counted('plain-forwards', 'G3') },
    vote('2017-03-28'),
    '-',
  ],
  [
    'forwards in clear days',
    { ...VOTE_OF, noticed: '2017-02-26', plan: counted('clear-days-forwards', 'G3') },
    vote('2017-03-28'),
    'G3 NOTICE_TOO_LATE from 2017-03-29',
  ],
  ['over a leap day', { ...VOTE_OF, noticed: '2016-02-28' }, vote('2016-03-30'), '-'],
  [
    'of the partner, too',
    { ...VOTE_OF, noticed: ['2017-01-02', '2017-03-01'] },
    vote('2017-03-28'),
    'G3 NOTICE_TOO_LATE from 2017-04-01',
  ],
  [
    'of the partner, missing',
    { ...VOTE_OF, noticed: ['2017-01-02', undefined] },
    vote('2017-03-28'),
    'G3 NOTICE_MISSING',
  ],
  [
    "before the partner's assembly, which was first",
    { ...VOTE_OF, noticed: '2017-02-25', voted: [undefined, '2017-03-10'] },
    vote('2017-03-28'),
    'G3 NOTICE_TOO_LATE',
  ],
  ['at the publication: no assembly is called', {}, publish('2017-03-27'), '-'],
  ['in time for one that is', { called: ['2017-04-20', '2017-03-28'] }, publish('2017-02-25'), '-'],
  [
    'too late for one that is',
    { called: ['2017-04-20', '2017-03-28'] },
    publish('2017-02-26'),
    'G3 NOTICE_TOO_LATE until 2017-02-25',
  ],
  ['begins on Easter Monday, which changes nothing', { ...VOTE_OF, noticed: '2016-03-28' }, vote('2016-04-28'), '-'],
  ['the eve of the decree', { adopted: '2015-01-05' }, vote('2015-09-30'), '-'],
  ['the day of the decree', { adopted: '2015-01-05' }, vote('2015-10-01'), 'G3 NOTICE_MISSING'],
  ['a notice before the decree counts', { ...EARLY, noticed: '2015-09-01' }, vote('2015-10-02'), '-'],
]);

const opened = (on: string, more: Days = {}): Days => ({ adopted: '2015-01-05', noticed: on, opened: on, ...more });
table('G4: documents thirty days before the own assembly, no later than the own notice', [
  ['the last safe day', opened('2017-02-25'), vote('2017-03-28'), '-'],
  [
    'one day later, where notices are counted plain',
    opened('2017-02-26', { plan: counted('plain-backwards', 'G3') }),
    vote('2017-03-28'),
    'G4 DOCUMENTS_TOO_LATE from 2017-03-29',
  ],
  [
    'one day later, both counted plain',
    opened('2017-02-26', { plan: counted('plain-forwards', 'G3', 'G4') }),
    vote('2017-03-28'),
    '-',
  ],
  [
    'clear days forwards',
    opened('2017-02-26', {
      plan: {
        parameters: {
          counting: [
            { guard: 'G3', way: 'plain-forwards', basis: 'x' },
            { guard: 'G4', way: 'clear-days-forwards', basis: 'x' },
          ],
        },
      },
    }),
    vote('2017-03-28'),
    'G4 DOCUMENTS_TOO_LATE from 2017-03-29',
  ],
  ['missing', { ...EARLY, opened: [undefined, '2015-01-05'] }, vote('2017-03-28'), 'G4 DOCUMENTS_MISSING'],
  ["the partner's are its own matter", { ...EARLY, opened: ['2015-01-05', undefined] }, vote('2017-03-28'), '-'],
  ['opened after the notice', { ...EARLY, opened: '2015-01-06' }, vote('2017-03-28'), 'G4 DOCUMENTS_TOO_LATE'],
  ['to open after the notice', { noticed: '2017-01-10' }, open('2017-01-11'), 'G4 DOCUMENTS_TOO_LATE until 2017-01-10'],
  ['to open on the day of the notice', { noticed: '2017-01-10' }, open('2017-01-10'), '-'],
  [
    'to open too late for the assembly',
    { called: ['2017-03-28', undefined] },
    open('2017-02-26'),
    'G4 DOCUMENTS_TOO_LATE until 2017-02-25',
  ],
  ['to open over a leap day', { called: ['2016-03-30', undefined] }, open('2016-02-28'), '-'],
  ['the eve of the decree', { called: ['2015-10-10', undefined] }, open('2015-09-30'), '-'],
  [
    'the day of the decree',
    { called: ['2015-10-10', undefined] },
    open('2015-10-01'),
    'G4 DOCUMENTS_TOO_LATE until 2015-09-09',
  ],
  ['begins on Easter Monday, which changes nothing', opened('2016-03-28'), vote('2016-04-28'), '-'],
]);

it.each([
  ['2017-05-10', 'Décret du 16 août 1901, art. 15-4 (décret n° 2015-832 du 7 juillet 2015)'],
  ['2017-05-11', 'Décret du 16 août 1901, art. 15-4 (décret n° 2017-908 du 6 mai 2017)'],
])('G4 of %s cites %s', (on, citation) => {
  const file = fileWith({ ...EARLY, opened: [undefined, undefined] });
  expect(judge(vote(on), file)).toMatchObject({ refusal: { guard: 'G4', citation } });
});

const large = { contributionsEuros: 1_550_000 };
table("G5: an auditor's report from EUR 1,550,000 on", [
  ['one euro less needs none', { ...EARLY, plan: { contributionsEuros: 1_549_999 } }, vote('2016-03-31'), '-'],
  ['not valued yet needs none', { ...EARLY, plan: { contributionsEuros: null } }, vote('2016-03-31'), '-'],
  ['missing at the vote', { ...EARLY, plan: large }, vote('2016-03-31'), 'G5 AUDITOR_REPORT_MISSING'],
  ['missing among the documents', { plan: large }, open('2016-02-01'), 'G5 AUDITOR_REPORT_MISSING'],
  ['among them', { plan: large }, open('2016-02-01', '2016-02-01'), '-'],
  [
    'of a later day cannot be among them',
    { plan: large },
    open('2016-02-01', '2016-02-02'),
    'G5 AUDITOR_REPORT_TOO_LATE from 2016-02-02',
  ],
  ['the day before the first assembly', { ...EARLY, plan: large, report: '2016-03-30' }, vote('2016-03-31'), '-'],
  [
    'on its day',
    { ...EARLY, plan: large, report: '2016-03-31' },
    vote('2016-03-31'),
    'G5 AUDITOR_REPORT_TOO_LATE from 2016-04-01',
  ],
  [
    'after the assembly of the partner',
    { ...EARLY, plan: large, report: '2016-03-20', voted: [undefined, '2016-03-19'] },
    vote('2016-03-31'),
    'G5 AUDITOR_REPORT_TOO_LATE',
  ],
  ['a leap day', { ...EARLY, plan: large, report: '2016-02-29' }, vote('2016-03-01'), '-'],
  ['the eve of the decree', { ...EARLY, plan: large }, vote('2015-09-30'), '-'],
  ['the day of the decree', { ...EARLY, plan: large }, vote('2015-10-01'), 'G5 AUDITOR_REPORT_MISSING'],
]);

table('G6: the dissolution clause of the day', [
  ['passes', EARLY, vote('2016-03-31'), '-'],
  ['no statutes', EARLY, { ...vote('2016-03-31'), clause: undefined } as Act, 'G6 STATUTES_UNKNOWN'],
  [
    'another clause',
    EARLY,
    { ...vote('2016-03-31'), clause: { ...clause, kind: 'ordinary' } } as Act,
    'G6 STATUTES_UNKNOWN',
  ],
  ['before the decree as well', EARLY, { ...vote('2015-03-31'), clause: undefined } as Act, 'G6 STATUTES_UNKNOWN'],
]);

const conditionId = 'c';
const condition = { conditions: [{ conditionId, description: 'Guarantee', blocking: true }] };
const approved: Days = { ...EARLY, voted: ['2016-03-30', '2016-03-31'] };
table('G7 and G8: conditions, and the day of the effect', [
  ['open', { ...approved, plan: condition }, effect('2016-09-30'), 'G7 CONDITION_OPEN'],
  ['open, after the reform of contracts', { ...approved, plan: condition }, effect('2016-10-01'), 'G7 CONDITION_OPEN'],
  ['the day before the last approval', approved, effect('2016-03-30'), 'G8 EFFECT_TOO_EARLY from 2016-03-31'],
  ['on that day', approved, effect('2016-03-31'), '-'],
  [
    "the day before the treaty's",
    { ...approved, plan: { effectDate: '2017-02-28' } },
    effect('2017-02-27'),
    'G8 EFFECT_TOO_EARLY from 2017-02-28',
  ],
  ["on the treaty's", { ...approved, plan: { effectDate: '2016-02-29' } }, effect('2016-03-31'), '-'],
  [
    'before the decree as well',
    { ...EARLY, voted: ['2015-03-30', undefined] },
    effect('2015-03-31'),
    'G8 EFFECT_TOO_EARLY',
  ],
]);

const revised: Days = { drafted: '2016-02-29', version: 2 };
table('G9: a revision starts adoption, notices and documents again', [
  ['an adoption of the day before', revised, adopt('2016-02-28'), 'G9 REVISED_SINCE from 2016-02-29'],
  ['of the day', revised, adopt('2016-02-29'), '-'],
  ['a notice of the day before', revised, publish('2016-02-28'), 'G9 REVISED_SINCE from 2016-02-29'],
  ['of the day', revised, publish('2016-02-29'), '-'],
  ['documents of the day before', revised, open('2016-02-28'), 'G9 REVISED_SINCE from 2016-02-29'],
  ['of the day', revised, open('2016-02-29'), '-'],
  ['a first version is no revision', { drafted: '2016-02-29' }, publish('2016-02-28'), '-'],
  [
    'the eve of the decree, by contract',
    { drafted: '2016-02-29', version: 2 },
    publish('2015-09-30'),
    'G9 REVISED_SINCE from 2016-02-29',
  ],
  [
    'the day of the decree',
    { drafted: '2016-02-29', version: 2 },
    publish('2015-10-01'),
    'G9 REVISED_SINCE from 2016-02-29',
  ],
]);

const staff = { parameters: { staffOpinion: [{ clusterId: numelink, basis: 'Code du travail, art. L. 2312-8' }] } };
table("G10: the staff committee's opinion before adoption, where the plan says so", [
  ['not asked for', {}, adopt('2016-01-15'), '-'],
  ['missing', { plan: staff }, adopt('2016-01-15'), 'G10 STAFF_NOT_CONSULTED'],
  [
    'the day before the opinion',
    { plan: staff, consulted: '2016-01-16' },
    adopt('2016-01-15'),
    'G10 STAFF_NOT_CONSULTED from 2016-01-16',
  ],
  ['on its day', { plan: staff, consulted: '2016-01-15' }, adopt('2016-01-15'), '-'],
  ['of the partner it is not asked', { plan: staff }, { ...adopt('2016-01-15'), clusterId: auvergneTic } as Act, '-'],
]);

it.each([
  ['2008-04-30', 'Code du travail, art. L. 432-1 (ancien)'],
  ['2008-05-01', 'Code du travail, art. L. 2323-19 (ancien)'],
  ['2015-12-31', 'Code du travail, art. L. 2323-19 (ancien)'],
  ['2016-01-01', 'Code du travail, art. L. 2323-33 (ancien)'],
  ['2017-12-31', 'Code du travail, art. L. 2323-33 (ancien)'],
  ['2018-01-01', 'Code du travail, art. L. 2312-8'],
])('G10 of %s cites %s', (on, citation) => {
  const file = fileWith({ drafted: '2008-01-01', plan: staff });
  expect(judge(adopt(on), file)).toMatchObject({ refusal: { guard: 'G10', citation } });
});

const noticed = (on: string, more: Days = {}): Days => ({ noticed: on, ...more });
const seat = (department: string): Partial<Plan> => ({ parameters: { seats: [{ clusterId: numelink, department }] } });
table('G11: creditors have thirty days from the last notice', [
  ['the last day', noticed('2016-02-01'), oppose('2016-03-02'), '-'],
  ['one day later', noticed('2016-02-01'), oppose('2016-03-03'), 'G11 OPPOSITION_TOO_LATE until 2016-03-02'],
  ['from the last notice of all', noticed('', { noticed: ['2016-02-01', '2016-02-10'] }), oppose('2016-03-11'), '-'],
  [
    'one day after that',
    noticed('', { noticed: ['2016-02-01', '2016-02-10'] }),
    oppose('2016-03-12'),
    'G11 OPPOSITION_TOO_LATE until 2016-03-11',
  ],
  ['while the partner has not published', { noticed: ['2016-02-01', undefined] }, oppose('2017-01-01'), '-'],
  ['without an own notice', { noticed: [undefined, '2016-02-01'] }, oppose('2016-02-10'), 'G11 NOTICE_MISSING'],
  ['that end on Easter Monday run to Tuesday', noticed('2016-02-27'), oppose('2016-03-29'), '-'],
  ['and no further', noticed('2016-02-27'), oppose('2016-03-30'), 'G11 OPPOSITION_TOO_LATE until 2016-03-29'],
  ['that end on a Saturday run to Monday', noticed('2016-01-14'), oppose('2016-02-15'), '-'],
  ['that end on Good Friday', noticed('2016-02-24'), oppose('2016-03-29'), 'G11 OPPOSITION_TOO_LATE until 2016-03-25'],
  ['in Alsace it is a holiday', { ...noticed('2016-02-24'), plan: seat('67') }, oppose('2016-03-29'), '-'],
  ['in La Réunion 20 December is', { ...noticed('2017-11-20'), plan: seat('974') }, oppose('2017-12-21'), '-'],
  [
    'in clear days one more',
    { ...noticed('2016-02-01'), plan: counted('clear-days-forwards', 'G11') },
    oppose('2016-03-03'),
    '-',
  ],
  ['a claim of the day before the notice', noticed('2016-02-01'), oppose('2016-02-20', '2016-01-31'), '-'],
  ['a claim of its day', noticed('2016-02-01'), oppose('2016-02-20', '2016-02-01'), 'G11 CLAIM_NOT_OLDER'],
  ['the eve of the decree', noticed('2015-08-01'), oppose('2015-09-30'), '-'],
  ['the day of the decree', noticed('2015-08-01'), oppose('2015-10-01'), 'G11 OPPOSITION_TOO_LATE until 2015-08-31'],
]);

it.each([
  ['2023-06-30', 'L. 236-14 (ancien)'],
  ['2023-07-01', 'L. 236-15'],
])('G11 of %s cites the article as it is numbered then: %s', (on, article) => {
  expect(judge(oppose(on), fileWith(noticed('2023-03-01')))).toMatchObject({
    refusal: { guard: 'G11', citation: expect.stringContaining(article) },
  });
});

it('G11 never blocks the effect, resolved or not', () => {
  const opposition = {
    ...{ oppositionId: 'o', clusterId: numelink, creditor: 'A creditor' },
    claimSince: '2015-01-01',
  };
  const file = { ...fileWith(approved), oppositions: [{ ...opposition, on: day('2016-02-01') }] };
  expect(judge(effect('2016-03-31'), file)).toMatchObject({
    ok: true,
    verdicts: [{ guard: 'G7' }, { guard: 'G8' }, { guard: 'G11', rule: 'G11.2015' }],
  });
});

table('G12: one operation past ADOPTED', [
  [
    'free',
    {},
    { act: 'engage', clusterId: numelink, operationId: 'x', engagedBy: undefined, on: day('2016-01-15') },
    '-',
  ],
  [
    'bound by another',
    {},
    { act: 'engage', clusterId: numelink, operationId: 'x', engagedBy: otherOperationId, on: day('2016-01-15') },
    'G12 BODY_ENGAGED',
  ],
  [
    'bound by this one',
    {},
    { act: 'engage', clusterId: numelink, operationId: 'x', engagedBy: 'x', on: day('2015-01-15') },
    '-',
  ],
]);

it('a refusal names the day that is lawful under all guards together', () => {
  const days: Days = { adopted: '2016-01-15', noticed: '2016-03-20', opened: '2016-03-01' };
  expect(verdictOn(vote('2016-02-01'), fileWith(days))).toBe('G2 ASSEMBLY_TOO_EARLY from 2016-04-20');
  expect(verdictOn(vote('2016-04-19'), fileWith(days))).toBe('G3 NOTICE_TOO_LATE from 2016-04-20');
  expect(verdictOn(vote('2016-04-20'), fileWith(days))).toBe('-');
});
