import { describe, expect, it } from '@jest/globals';
import { collegesAfter, opened, policySet } from '../../../test/college-words.ts';
import { SIREN_OF_ESKER } from '../../../test/facts.ts';
import { applicantOn, noCollege, policyOn, verdictOf, type AdmissionPolicy, type Applicant } from './admission.ts';

const open: AdmissionPolicy = { needsIdentifier: false, decidedBy: 'board', since: '2010-01-01' };
const sme: Applicant = { kind: 'company', sizeClass: 'sme', department: '42', isIdentified: true };

describe('an admission policy', () => {
  it.each<[string, Partial<AdmissionPolicy>, Partial<Applicant>, object]>([
    ['that asks nothing', {}, {}, { admissible: true }],
    ['of its kind', { kinds: ['school', 'company'] }, {}, { admissible: true }],
    [
      'of another kind',
      { kinds: ['school', 'association'] },
      {},
      { admissible: false, found: 'kind company', required: 'kind school or association' },
    ],
    ['of its size class', { sizeClasses: ['tpe', 'sme'] }, {}, { admissible: true }],
    [
      'of another size class',
      { sizeClasses: ['tpe'] },
      {},
      { admissible: false, found: 'size class sme', required: 'size class tpe' },
    ],
    [
      'of size classes, where its own is not known',
      { sizeClasses: ['tpe'] },
      { sizeClass: undefined },
      { admissible: false, found: 'size class unknown', required: 'size class tpe' },
    ],
    ['of its department', { departments: ['42', '69'] }, {}, { admissible: true }],
    [
      'of another department',
      { departments: ['2A', '974'] },
      {},
      { admissible: false, found: 'department 42', required: 'department 2A or 974' },
    ],
    ['that needs the identifier that it has', { needsIdentifier: true }, {}, { admissible: true }],
    [
      'that needs an identifier',
      { needsIdentifier: true },
      { isIdentified: false },
      { admissible: false, found: 'no identifier' },
    ],
  ])('%s', (_what, policy, applicant, verdict) => {
    expect(verdictOf({ ...open, ...policy }, { ...sme, ...applicant })).toMatchObject(verdict);
  });

  it('asks about the applicant as it was on the day', () => {
    const organisation = {
      registration: { kind: 'company', sizeClass: 'sme' },
      identifiers: [
        { identifier: { scheme: 'siren', value: SIREN_OF_ESKER } as const, since: '2010-01-01', until: '2012-01-01' },
      ],
      locations: [
        { department: '42', since: '2010-01-01' },
        { department: '69', since: '2012-01-01' },
      ],
    };
    expect(applicantOn(organisation, '2009-12-31')).toEqual({
      kind: 'company',
      sizeClass: 'sme',
      department: undefined,
      isIdentified: false,
    });
    expect(applicantOn(organisation, '2011-12-31')).toMatchObject({ department: '42', isIdentified: true });
    expect(applicantOn(organisation, '2012-01-01')).toMatchObject({ department: '69', isIdentified: false });
  });

  const colleges = collegesAfter(
    opened('2010-01-01'),
    policySet('2012-01-01', { decidedBy: 'bureau' }),
    policySet('2011-01-01'),
  );
  it.each([
    ['2010-12-31', undefined],
    ['2011-01-01', '2011-01-01'],
    ['2011-12-31', '2011-01-01'],
    ['2012-01-01', '2012-01-01'],
  ])('on %s is that of %s', (day, since) => {
    expect(policyOn(colleges, 'companies', day)?.since).toBe(since);
  });

  it('is none of a college that is not known, or not named', () => {
    expect(policyOn(colleges, 'schools', '2012-01-01')).toBeUndefined();
    expect(policyOn(colleges, undefined, '2012-01-01')).toBeUndefined();
  });
});

describe('a college that is named', () => {
  const colleges = collegesAfter(opened('2010-01-01'));
  it.each([
    ['that is open', colleges, 'companies', '2010-01-01', undefined],
    ['that is none of the cluster', colleges, 'schools', '2010-01-01', 'MBR_COLLEGE_NOT_FOUND'],
    ['before the cluster had declared any', colleges, 'schools', '2009-12-31', undefined],
    ['of a cluster that has declared none', { colleges: [] }, 'schools', '2010-01-01', undefined],
    ['by nobody', colleges, undefined, '2010-01-01', undefined],
  ])('%s', (_what, state, name, day, code) => {
    expect(noCollege(state, name, day)?.type).toBe(code);
  });
});
