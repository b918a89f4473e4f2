import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import {
  absorptionPlan,
  adoptedAbsorption,
  approvedCreation,
  auvergneTic,
  blockingCondition,
  clause,
  conditionId,
  creationPlan,
  day,
  history,
  numelink,
} from '../../../test/sample-operation.ts';
import { fileOf } from '../operation/operation.ts';
import { operation } from '../operation/operation.decide.ts';
import type { OperationCommand } from '../operation/operation.commands.ts';
import type { Act, OperationFile } from './act.ts';
import { effectDay } from './g8-effect-date.ts';
import { guard, shortfall, versionOn } from './rule.ts';
import { judge, ruleBook } from './rule-book.ts';

function fileAfter(...commands: readonly OperationCommand[]): OperationFile {
  const state = fold(operation, history(...commands));
  if (state.status === 'absent') throw new Error('no operation');
  return fileOf(state);
}

const adoptedOn = (on: string): OperationFile => ({
  ...fileAfter(...adoptedAbsorption()),
  adoptions: { [numelink]: { planHash: 'h', on: day(on) }, [auvergneTic]: { planHash: 'h', on: day(on) } },
  ...calledOn('2015-01-02'),
});

const calledOn = (on: string): Pick<OperationFile, 'notices' | 'documents'> => {
  const both = { [numelink]: { on: day(on) }, [auvergneTic]: { on: day(on) } };
  return { notices: both, documents: both };
};

const voteOn = (on: string): Act => ({ act: 'vote', clusterId: numelink, on: day(on), clause });

describe('the rule book', () => {
  it('names each version once', () => {
    const ids = ruleBook.flatMap(({ versions }) => versions.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    [
      '2008-04-30',
      ['G1.contract', 'G9.contract', 'G10.1982', 'G6.statutes', 'G7.contract', 'G8.contract', 'G12.contract'],
    ],
    [
      '2015-09-30',
      ['G1.contract', 'G9.contract', 'G10.2008', 'G6.statutes', 'G7.contract', 'G8.contract', 'G12.contract'],
    ],
    [
      '2015-10-01',
      [
        ...['G1.2015', 'G9.2015', 'G10.2008', 'G2.2015', 'G3.2015', 'G4.2015', 'G5.2015', 'G6.2015'],
        ...['G7.contract', 'G8.2015', 'G11.2015', 'G12.2015'],
      ],
    ],
    [
      '2016-09-30',
      [
        ...['G1.2015', 'G9.2015', 'G10.2016', 'G2.2015', 'G3.2015', 'G4.2015', 'G5.2015', 'G6.2015'],
        ...['G7.contract', 'G8.2015', 'G11.2015', 'G12.2015'],
      ],
    ],
    [
      '2016-10-01',
      [
        ...['G1.2015', 'G9.2015', 'G10.2016', 'G2.2015', 'G3.2015', 'G4.2015', 'G5.2015', 'G6.2015'],
        ...['G7.2016', 'G8.2015', 'G11.2015', 'G12.2015'],
      ],
    ],
    [
      '2017-05-10',
      [
        ...['G1.2015', 'G9.2015', 'G10.2016', 'G2.2015', 'G3.2015', 'G4.2015', 'G5.2015', 'G6.2015'],
        ...['G7.2016', 'G8.2015', 'G11.2015', 'G12.2015'],
      ],
    ],
    [
      '2017-05-11',
      [
        ...['G1.2015', 'G9.2015', 'G10.2016', 'G2.2015', 'G3.2015', 'G4.2017', 'G5.2015', 'G6.2015'],
        ...['G7.2016', 'G8.2015', 'G11.2015', 'G12.2015'],
      ],
    ],
    [
      '2018-01-01',
      [
        ...['G1.2015', 'G9.2015', 'G10.2018', 'G2.2015', 'G3.2015', 'G4.2017', 'G5.2015', 'G6.2015'],
        ...['G7.2016', 'G8.2015', 'G11.2015', 'G12.2015'],
      ],
    ],
    [
      '2023-06-30',
      [
        ...['G1.2015', 'G9.2015', 'G10.2018', 'G2.2015', 'G3.2015', 'G4.2017', 'G5.2015', 'G6.2015'],
        ...['G7.2016', 'G8.2015', 'G11.2015', 'G12.2015'],
      ],
    ],
    [
      '2023-07-01',
      [
        ...['G1.2015', 'G9.2015', 'G10.2018', 'G2.2015', 'G3.2015', 'G4.2017', 'G5.2015', 'G6.2015'],
        ...['G7.2016', 'G8.2015', 'G11.2023', 'G12.2015'],
      ],
    ],
  ])('in force on %s', (on, ids) => {
    expect(ruleBook.flatMap((each) => versionOn(each, day(on))?.id ?? [])).toEqual(ids);
  });

  it('takes a guard as an addition, and a version that asks for something else', () => {
    const staff = guard({
      id: 'G2',
      at: ['vote'],
      summary: ['a test', 'un essai'],
      versions: [
        { id: 'G2.test', validTo: day('2031-01-01'), citation: 'a later text' },
        { id: 'G2.next', validFrom: day('2031-01-01'), citation: 'a still later text', check: () => undefined },
      ],
      check: ({ on }) =>
        on < '2030-01-01' || on >= '2031-01-01'
          ? shortfall('MRG_ASSEMBLY_TOO_EARLY', [on, on], ['2030', '2030'])
          : undefined,
      occasions: () => [],
    });
    expect(judge(voteOn('2029-12-31'), adoptedOn('2016-01-15'), [staff])).toMatchObject({
      ok: false,
      refusal: { type: 'MRG_ASSEMBLY_TOO_EARLY', guard: 'G2', rule: 'G2.test', citation: 'a later text' },
    });
    for (const on of ['2030-01-01', '2031-01-01'])
      expect(judge(voteOn(on), adoptedOn('2016-01-15'), [staff])).toMatchObject({ ok: true });
    expect(
      judge({ act: 'take-effect', on: day('2029-12-31'), journalOfficielOn: undefined }, adoptedOn('2016-01-15'), [
        staff,
      ]),
    ).toEqual({ ok: true, verdicts: [] });
  });
});

describe('G2: two calendar months, not sixty days, counted in the strictest way', () => {
  it.each([
    ['2016-01-15', '2016-03-15', '2016-03-16', '60 days are not two months'],
    ['2015-12-31', '2016-02-29', '2016-03-01', 'the last day of February in a leap year'],
    ['2015-12-28', '2016-02-28', '2016-02-29', 'clear of both days in a leap year'],
    ['2016-12-31', '2017-02-28', '2017-03-01', 'the last day of February'],
    ['2017-12-30', '2018-02-28', '2018-03-01', 'no 30 February either'],
    ['2016-07-01', '2016-09-01', '2016-09-02', '62 days over two long months do not suffice'],
    ['2016-07-31', '2016-09-30', '2016-10-01', 'a month of thirty days'],
    ['2016-11-30', '2017-01-31', '2017-02-01', 'over the turn of the year'],
    ['2015-08-01', '2015-10-01', '2015-10-02', 'the decree counts adoptions before it'],
  ])('adopted %s: not on %s, from %s on (%s)', (adopted, tooEarly, lawful) => {
    const refused = judge(voteOn(tooEarly), adoptedOn(adopted));
    if (tooEarly < lawful)
      expect(refused).toMatchObject({
        ok: false,
        refusal: { type: 'MRG_ASSEMBLY_TOO_EARLY', guard: 'G2', rule: 'G2.2015', earliestLawfulDate: lawful },
      });
    const judged = judge(voteOn(lawful), adoptedOn(adopted));
    expect(judged).toMatchObject({ ok: true });
    const g4 = lawful < '2017-05-11' ? 'G4.2015' : 'G4.2017';
    expect(judged.ok && judged.verdicts.map(({ rule: id }) => id)).toEqual(['G2.2015', 'G3.2015', g4, 'G6.2015']);
  });

  it('says what was found, what is required and under which text', () => {
    const judged = judge(voteOn('2016-03-15'), adoptedOn('2016-01-15'));
    expect(judged).toEqual({
      ok: false,
      refusal: {
        type: 'MRG_ASSEMBLY_TOO_EARLY',
        guard: 'G2',
        rule: 'G2.2015',
        citation: 'Décret du 16 août 1901, art. 15-1 (décret n° 2015-832 du 7 juillet 2015)',
        found: "an assembly on 2016-03-15, 60 days after the board's adoption on 2016-01-15",
        required:
          "two calendar months after the board's adoption, counted back from the act in clear days: 2016-03-16 or later",
        inFrench: {
          found: "une assemblée le 2016-03-15, 60 jours après l'arrêté du projet le 2016-01-15",
          required:
            "deux mois après l'arrêté du projet, comptés à rebours de l'acte en jours francs : le 2016-03-16 au plus tôt",
        },
        delay: {
          ...{ amount: 2, unit: 'months', way: 'clear-days-backwards' },
          ...{ since: 'adoption', from: '2016-01-15', days: 60 },
        },
        earliestLawfulDate: '2016-03-16',
      },
    });
  });

  it.each([
    ['2015-09-30', true],
    ['2015-10-01', false],
    ['2015-10-20', false],
    ['2015-10-21', true],
  ])('adopted on 20 August 2015, a vote on %s is lawful: %s', (on, ok) => {
    expect(judge(voteOn(on), adoptedOn('2015-08-20')).ok).toBe(ok);
  });

  it.each([
    ['2016-03-15', false],
    ['2016-03-16', true],
  ])('applies to the day for which an assembly is called: %s', (on, ok) => {
    expect(judge({ act: 'schedule-assembly', clusterId: numelink, on: day(on) }, adoptedOn('2016-01-15')).ok).toBe(ok);
  });

  it('is counted for each body from its own adoption', () => {
    const file: OperationFile = {
      ...adoptedOn('2016-01-15'),
      adoptions: {
        [numelink]: { planHash: 'h', on: day('2016-01-15') },
        [auvergneTic]: { planHash: 'h', on: day('2016-01-31') },
      },
    };
    expect(judge({ act: 'vote', clusterId: auvergneTic, on: day('2016-03-20'), clause }, file)).toMatchObject({
      refusal: { earliestLawfulDate: '2016-04-01' },
    });
    expect(judge(voteOn('2016-03-20'), file).ok).toBe(true);
  });

  it('is not passed by a body whose board never adopted', () => {
    expect(judge(voteOn('2016-03-31'), { ...adoptedOn('2016-01-15'), adoptions: {} })).toMatchObject({
      refusal: { guard: 'G2', found: 'no adoption by the board of this body' },
    });
  });
});

describe('G6: the dissolution clause in force that day', () => {
  it.each([
    ['2015-09-30', 'G6.statutes', 'Code civil, art. 1134 (ancien); loi du 1er juillet 1901, art. 9'],
    ['2016-03-31', 'G6.2015', 'Loi du 1er juillet 1901, art. 9 bis, I'],
  ])('on %s it is %s', (on, id, citation) => {
    const judged = judge(voteOn(on), adoptedOn('2015-01-15'));
    expect(judged.ok && judged.verdicts.at(-1)).toEqual({ guard: 'G6', rule: id, citation });
  });

  it.each([
    ['no statutes', undefined, 'no statutes in force that day'],
    ['another clause', { ...clause, kind: 'ordinary' as const }, 'the clause for ordinary decisions'],
  ])('%s', (_name, given, found) => {
    const act: Act = { act: 'vote', clusterId: numelink, on: day('2016-03-31'), clause: given };
    expect(judge(act, adoptedOn('2016-01-15'))).toMatchObject({
      ok: false,
      refusal: { type: 'MRG_STATUTES_UNKNOWN', guard: 'G6', found },
    });
  });
});

describe('G7: conditions precedent', () => {
  const plan = creationPlan({ conditions: [blockingCondition], effectDate: '2016-03-20' });
  const effectOn = (on: string): Act => ({ act: 'take-effect', on: day(on), journalOfficielOn: undefined });
  const recorded = (status: 'fulfilled' | 'waived' | 'failed', on: string): OperationCommand => ({
    type: 'RecordCondition',
    conditionId,
    status,
    on: day(on),
  });

  it('an open one blocks and is named', () => {
    expect(judge(effectOn('2016-04-01'), fileAfter(...approvedCreation(plan)))).toMatchObject({
      refusal: { type: 'MRG_CONDITION_OPEN', guard: 'G7', found: 'open: Guarantee on working capital' },
    });
  });

  it.each([
    ['fulfilled', true],
    ['waived', true],
    ['failed', false],
  ] as const)('one that was %s: lawful %s', (status, ok) => {
    const file = fileAfter(...approvedCreation(plan), recorded(status, '2016-03-25'));
    expect(judge(effectOn('2016-04-01'), file).ok).toBe(ok);
  });

  it('is lifted from the day on which it was fulfilled', () => {
    const file = fileAfter(...approvedCreation(plan), recorded('fulfilled', '2016-03-25'));
    expect(judge(effectOn('2016-03-24'), file)).toMatchObject({
      refusal: { guard: 'G7', earliestLawfulDate: '2016-03-25' },
    });
    expect(judge(effectOn('2016-03-25'), file).ok).toBe(true);
  });

  it('one that does not block never stands in the way', () => {
    const harmless = creationPlan({
      conditions: [{ ...blockingCondition, blocking: false }],
      effectDate: '2016-03-20',
    });
    expect(judge(effectOn('2016-03-20'), fileAfter(...approvedCreation(harmless))).ok).toBe(true);
  });

  it.each([
    ['2016-09-30', 'G7.contract'],
    ['2016-10-01', 'G7.2016'],
  ])('on %s under %s', (on, id) => {
    const judged = judge(effectOn(on), fileAfter(...approvedCreation(creationPlan({ effectDate: '2016-03-20' }))));
    expect(judged.ok && judged.verdicts.map((verdict) => verdict.rule)).toEqual([id, 'G8.2015']);
  });
});

describe('G8: the day of legal effect', () => {
  const absorptionVotes = (effectDate?: string): OperationFile => ({
    ...fileAfter(...adoptedAbsorption(absorptionPlan({ effectDate }))),
    votes: {
      [numelink]: { outcome: 'adopted', on: day('2016-03-31') },
      [auvergneTic]: { outcome: 'adopted', on: day('2016-03-24') },
    },
  });

  it.each<[string, OperationFile, string | undefined, string | undefined]>([
    ['an absorption: the last deliberation', absorptionVotes(), undefined, '2016-03-31'],
    ["the treaty's date", absorptionVotes('2016-06-30'), undefined, '2016-06-30'],
    [
      "never before the last approval, whatever the treaty's date",
      absorptionVotes('2016-01-01'),
      undefined,
      '2016-03-31',
    ],
    ['a creation: publication in the Journal officiel', fileAfter(...approvedCreation()), '2016-04-16', '2016-04-16'],
    ['a creation without a publication has no day', fileAfter(...approvedCreation()), undefined, undefined],
    ['a publication before the last approval', fileAfter(...approvedCreation()), '2016-03-01', '2016-03-20'],
    [
      "a creation with a treaty's date needs no publication",
      fileAfter(...approvedCreation(creationPlan({ effectDate: '2016-05-01' }))),
      undefined,
      '2016-05-01',
    ],
    ['not before every assembly has approved', fileAfter(...adoptedAbsorption()), undefined, undefined],
  ])('%s', (_name, file, published, expected) => {
    expect(effectDay(file, published === undefined ? undefined : day(published))).toBe(expected);
  });

  it('an inquorate vote is no approval', () => {
    const file = absorptionVotes();
    const votes = { ...file.votes, [numelink]: { outcome: 'inquorate' as const, on: day('2016-03-31') } };
    expect(effectDay({ ...file, votes })).toBeUndefined();
  });

  it('after a condition that was lifted before it: a refusal names the day that is lawful under both', () => {
    const plan = absorptionPlan({ conditions: [blockingCondition], effectDate: '2016-09-01' });
    const lifted = { [conditionId]: { status: 'fulfilled' as const, on: day('2016-07-01') } };
    const file = { ...fileAfter(...adoptedAbsorption(plan)), votes: absorptionVotes().votes, conditions: lifted };
    const effectOn = (on: string) =>
      judge({ act: 'take-effect', on: day(on), journalOfficielOn: undefined }, file, ruleBook);
    expect(effectOn('2016-06-01')).toMatchObject({ refusal: { guard: 'G7', earliestLawfulDate: '2016-09-01' } });
    expect(effectOn('2016-07-01')).toMatchObject({ refusal: { guard: 'G8', earliestLawfulDate: '2016-09-01' } });
    expect(effectOn('2016-09-01').ok).toBe(true);
  });

  it('a refusal names no day where waiting alone is not enough, and that of the statutes to come where they are known', () => {
    const early: Act = { act: 'vote', clusterId: numelink, on: day('2016-02-01'), clause: undefined };
    expect(judge(early, adoptedOn('2016-01-15'))).toMatchObject({
      refusal: { guard: 'G2', earliestLawfulDate: undefined },
    });
    const clauseOn = (on: string) => (on < '2016-03-01' ? undefined : clause);
    expect(judge({ ...early, clauseOn }, adoptedOn('2016-01-15'))).toMatchObject({
      refusal: { guard: 'G2', earliestLawfulDate: '2016-03-16' },
    });
  });

  it.each([
    ['2016-06-29', undefined, 'MRG_EFFECT_TOO_EARLY', '2016-06-30'],
    ['2016-06-30', undefined, undefined, undefined],
  ])('asked for on %s', (on, published, type, earliestLawfulDate) => {
    const judged = judge(
      { act: 'take-effect', on: day(on), journalOfficielOn: published },
      absorptionVotes('2016-06-30'),
    );
    if (type === undefined) expect(judged.ok).toBe(true);
    else expect(judged).toMatchObject({ refusal: { type, guard: 'G8', earliestLawfulDate } });
  });

  it('a creation without date and without publication is refused with what is missing', () => {
    const judged = judge(
      { act: 'take-effect', on: day('2016-04-01'), journalOfficielOn: undefined },
      fileAfter(...approvedCreation()),
    );
    expect(judged).toMatchObject({
      refusal: {
        type: 'MRG_JOURNAL_OFFICIEL_MISSING',
        guard: 'G8',
        citation: 'Loi du 1er juillet 1901, art. 9 bis, IV',
      },
    });
  });
});
