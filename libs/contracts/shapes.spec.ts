import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { verdictSchema } from './mergers/index.ts';
import { planSchema } from './mergers/plan.ts';
import { declaredFigureSchema, departmentSchema, rnaSchema, sirenSchema } from './membership/organisation.ts';
import { isRecord, samples, withValueAt } from './test/samples.ts';

const fits = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

/** The places of the faults. */
function wrongAt(schema: z.ZodType, value: unknown): readonly string[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('/'));
}

describe('a department', () => {
  /** Code officiel géographique: 95 numbers of the mainland with Corsica twice and 20 not, and the overseas ones. */
  const mainland = Array.from({ length: 95 }, (_, at) => String(at + 1).padStart(2, '0')).filter((n) => n !== '20');
  const all = [
    ...mainland,
    '2A',
    '2B',
    '971',
    '972',
    '973',
    '974',
    '975',
    '976',
    '977',
    '978',
    '984',
    '986',
    '987',
    '988',
    '989',
  ];

  it('is any of these and no other of all texts of two or three such characters', () => {
    const marks = Array.from('0123456789AB');
    const pairs = marks.flatMap((first) => marks.map((second) => `${first}${second}`));
    const texts = [...pairs, ...pairs.flatMap((pair) => marks.map((third) => `${pair}${third}`))];
    expect(texts.filter((text) => fits(departmentSchema, text)).sort()).toEqual([...all].sort());
  });

  it.each([
    '',
    '1',
    '00',
    '20',
    '96',
    '97',
    '99',
    '2a',
    '2C',
    '970',
    '979',
    '985',
    '069',
    '69001',
    ' 69',
    '69 ',
    '69\n',
    69,
  ])('%j is none', (value) => {
    expect(fits(departmentSchema, value)).toBe(false);
  });
});

describe('a SIREN', () => {
  it.each([
    ['331518498', true],
    ['000000000', true],
    ['331518499', true],
    ['33151849', false],
    ['3315184980', false],
    ['331 518 498', false],
    ['33151849X', false],
    ['FR331518498', false],
    ['33151849800027', false],
    ['３３１５１８４９８', false],
    [' 331518498', false],
    ['331518498\n', false],
    ['', false],
    [331518498, false],
  ])('%j has its form (the check digit is for the domain): %s', (value, is) => {
    expect(fits(sirenSchema, value)).toBe(is);
  });
});

describe('a number in the register of associations', () => {
  it.each([
    ['W691089234', true],
    ['W000000000', true],
    ['w691089234', false],
    ['691089234', false],
    ['W69108923', false],
    ['W6910892345', false],
    ['W69108923A', false],
    ['W 691089234', false],
    ['W691089234\n', false],
    ['', false],
  ])('%j: %s', (value, is) => {
    expect(fits(rnaSchema, value)).toBe(is);
  });
});

describe('a declared figure', () => {
  const figure = { indicator: 'jobs', value: 26_000, unit: 'jobs', on: '2017-03-28', source: 'press' };

  it.each([
    ['a figure', {}],
    ['an unknown amount', { value: null }],
    ['nothing, which is an amount', { value: 0 }],
    ['less than nothing', { value: -5 }],
    ['half a post', { value: '12.5' }],
    ['a part of one', { value: '-0.05' }],
    ['a scope', { scope: 'Auvergne-Rhône-Alpes' }],
    ['an indicator of two letters', { indicator: 'ab' }],
    ['an indicator of 61 letters', { indicator: 'a'.repeat(61) }],
    ['an indicator of several words', { indicator: 'turnover-2016-euros' }],
    ['a unit of 40 characters', { unit: 'x'.repeat(40) }],
  ])('%s fits', (_what, change) => {
    expect(wrongAt(declaredFigureSchema, { ...figure, ...change })).toEqual([]);
  });

  it.each([
    // A number of JSON is none that is exact: a decimal number is text.
    ['half a job as a number', { value: 0.5 }, 'value'],
    ['a decimal number with zeros at its end', { value: '12.50' }, 'value'],
    ['a decimal number with zeros before it', { value: '012.5' }, 'value'],
    ['a decimal comma', { value: '12,5' }, 'value'],
    ['a number with a power', { value: '1e3' }, 'value'],
    ['text', { value: '26000' }, 'value'],
    ['no amount at all', { value: undefined }, 'value'],
    ['an indicator of one letter', { indicator: 'a' }, 'indicator'],
    ['an indicator of 62 letters', { indicator: 'a'.repeat(62) }, 'indicator'],
    ['an indicator in upper case', { indicator: 'Jobs' }, 'indicator'],
    ['an indicator that begins with a digit', { indicator: '2jobs' }, 'indicator'],
    ['an indicator with a space', { indicator: 'jobs made' }, 'indicator'],
    ['an empty unit', { unit: '' }, 'unit'],
    ['a unit of 41 characters', { unit: 'x'.repeat(41) }, 'unit'],
    ['an empty scope', { scope: ' ' }, 'scope'],
    ['no source', { source: undefined }, 'source'],
    ['no such day', { on: '2017-02-29' }, 'on'],
  ])('%s does not', (_what, change, place) => {
    expect(wrongAt(declaredFigureSchema, { ...figure, ...change })).toEqual([place]);
  });
});

describe('a verdict', () => {
  const verdict = { guard: 'G2', rule: 'G2.2015', citation: 'Décret du 16 août 1901, art. 15-1' };

  it.each(['G1', 'G12', 'G99', 'G0'])('may be of guard %s', (guard) => {
    expect(wrongAt(verdictSchema, { ...verdict, guard })).toEqual([]);
  });

  it.each([
    ['g1', 'guard'],
    ['G', 'guard'],
    ['G123', 'guard'],
    ['1', 'guard'],
    ['G1 ', 'guard'],
  ])('is of no guard %j', (guard, place) => {
    expect(wrongAt(verdictSchema, { ...verdict, guard })).toEqual([place]);
  });

  it.each([
    [{ rule: '' }, 'rule'],
    [{ rule: 'x'.repeat(81) }, 'rule'],
    [{ citation: '' }, 'citation'],
    [{ citation: 'x'.repeat(301) }, 'citation'],
    [{ found: 'x' }, ''],
  ])('does not fit with %j', (change, place) => {
    expect(wrongAt(verdictSchema, { ...verdict, ...change })).toEqual([place]);
  });
});

describe('a plan', () => {
  const drafted = samples().find(({ type }) => type === 'mergers.PlanDrafted')?.data;
  const plan = isRecord(drafted) ? drafted['plan'] : undefined;
  const office = 'transitionalGovernance/bodies/0/offices/0';

  it.each([
    ['as it stands', 'motives', 'Un seul cluster'],
    ['while the sum is unknown', 'contributionsEuros', null],
    ['with no sum', 'contributionsEuros', 0],
    ['with a treaty day', 'effectDate', '2017-01-01'],
    ['without a target', 'targetDate', undefined],
    ['without new antennas', 'newAntennas', []],
    ['without conditions', 'conditions', []],
    ['with open points', 'openPoints', ['Nom']],
    ['without transitional bodies', 'transitionalGovernance', { bodies: [] }],
    ['with a body that has no offices', 'transitionalGovernance/bodies/0/offices', []],
    ['with an office that nobody holds', `${office}/holders`, []],
    ['for a successor in no department', 'successor/departments', []],
    ['without a purpose', 'successor/purpose', undefined],
    ['with motives of 4,000 characters', 'motives', 'x'.repeat(4_000)],
  ])('fits %s', (_what, path, value) => {
    expect(
      wrongAt(planSchema, withValueAt({ effectDate: '2017-01-01', ...(plan as object) }, path.split('/'), value)),
    ).toEqual([]);
  });

  it.each([
    ['motives', undefined],
    ['motives', ''],
    ['motives', 'x'.repeat(4_001)],
    ['successor', undefined],
    ['successor', null],
    ['successor/clusterId', 'digital-league'],
    ['successor/name', ' '],
    ['successor/nameKind', 'provisional'],
    ['successor/seat', undefined],
    ['successor/departments', '69'],
    ['successor/departments/0', '20'],
    ['accountingDate', '2017-02-29'],
    ['accountingDate', null],
    ['targetDate', '1 January 2017'],
    ['newAntennas', undefined],
    ['newAntennas/0/antennaId', undefined],
    ['newAntennas/0/departments/0', '96'],
    ['antennaMapping/0/fromClusterId', null],
    ['antennaMapping/0/toAntennaId', undefined],
    ['transitionalGovernance', undefined],
    ['transitionalGovernance/limit', '2018-02-30'],
    ['transitionalGovernance/bodies', {}],
    ['transitionalGovernance/bodies/0/kind', 'parliament'],
    ['transitionalGovernance/bodies/0/size', -1],
    ['transitionalGovernance/bodies/0/size', 2.5],
    [`${office}/kind`, 'king'],
    [`${office}/maxHolders`, 0],
    [`${office}/maxHolders`, '2'],
    [`${office}/holders/0/mandateId`, 'x'],
    [`${office}/holders/0/person`, 'Jean-Michel Bérard'],
    [`${office}/holders/0/person/name`, undefined],
    [`${office}/holders/1/person/personId`, undefined],
    [`${office}/holders/1/tiedToClusterId`, null],
    ['conditions/0/blocking', 'yes'],
    ['conditions/0/description', ''],
    ['contributionsEuros', undefined],
    ['contributionsEuros', -1],
    ['contributionsEuros', 0.01],
    ['contributionsEuros', '1550000'],
    ['openPoints', undefined],
    ['openPoints', [' ']],
  ])('is refused at %s: %p', (path, value) => {
    const inner = Array.isArray(value) ? `${path}/0` : path;
    expect(wrongAt(planSchema, withValueAt(plan, path.split('/'), value))).toEqual([inner]);
  });

  it.each(['', 'successor', 'newAntennas/0', 'antennaMapping/0', office, `${office}/holders/0`, 'conditions/0'])(
    'is refused with a surplus member in /%s',
    (path) => {
      const steps = path === '' ? [] : path.split('/');
      const around = steps.reduce<unknown>((value, step) => (value as Readonly<Record<string, unknown>>)[step], plan);
      const surplus = { ...(around as object), remark: 'x' };
      expect(wrongAt(planSchema, withValueAt(plan, steps, surplus))).toEqual([path]);
    },
  );
});
