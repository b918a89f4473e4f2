import { describe, expect, it } from '@jest/globals';
import { antennaAfter, collegeAfter, withMandateEnded } from './index.ts';

const place = { bodyId: 'board', officeId: 'president', clusterId: 'numelink' };

describe('the end of a mandate', () => {
  const [held, other] = [
    { mandateId: 'held', since: '2014-03-27' },
    { mandateId: 'other', since: '2014-03-27' },
  ];
  const resigned = { mandateId: 'held', ...place, cause: 'resignation', on: '2016-12-31' } as const;
  const overtaken = { ...resigned, cause: 'succession', operationId: 'merger', on: '2016-03-31' } as const;

  it('is that of one mandate, with its cause', () => {
    expect(withMandateEnded([held, other], resigned)).toEqual([
      { ...held, until: '2016-12-31', cause: 'resignation' },
      other,
    ]);
  });

  it('is the earlier one of two, whole, whichever was recorded first', () => {
    const ended = { ...held, until: '2016-03-31', cause: 'succession', operationId: 'merger' };
    expect(withMandateEnded(withMandateEnded([held], resigned), overtaken)).toEqual([ended]);
    expect(withMandateEnded(withMandateEnded([held], overtaken), resigned)).toEqual([ended]);
    const sameDay = { ...resigned, on: '2016-03-31' };
    const left = { ...held, until: '2016-03-31', cause: 'resignation' };
    expect(withMandateEnded(withMandateEnded([held], sameDay), overtaken)).toEqual([left]);
    expect(withMandateEnded(withMandateEnded([held], overtaken), sameDay)).toEqual([left]);
  });

  it('by expiry, which follows from an operation, stands until it is decided otherwise', () => {
    const expired = { ...overtaken, cause: 'expiry', on: '2016-01-01' } as const;
    const left = { ...held, until: '2016-12-31', cause: 'resignation' };
    expect(withMandateEnded(withMandateEnded([held], resigned), expired)).toEqual([left]);
    expect(withMandateEnded(withMandateEnded([held], expired), resigned)).toEqual([left]);
  });

  it('that follows from an operation ends nothing where nobody was in office', () => {
    expect(withMandateEnded([other], overtaken)).toEqual([other]);
  });

  it('none of those known is an error', () => {
    expect(() => withMandateEnded([other], resigned)).toThrow('never started');
  });
});

describe('the antenna of a member after a succession', () => {
  const mapping = [
    { fromClusterId: 'numelink', toAntennaId: 'saint-etienne' },
    { fromClusterId: 'numelink', fromAntennaId: 'rhone-alley', toAntennaId: 'valence' },
    { fromClusterId: 'clustr', fromAntennaId: 'lyon-1', toAntennaId: 'lyon' },
  ];
  it.each([
    ['as the plan maps its antenna', 'numelink', 'rhone-alley', 'valence'],
    ['as the plan maps its cluster, in another antenna', 'numelink', 'roanne', 'saint-etienne'],
    ['as the plan maps its cluster, in none', 'numelink', undefined, 'saint-etienne'],
    ['the same where the plan maps another antenna only', 'clustr', 'lyon-2', 'lyon-2'],
    ['none where it has none and the plan says nothing', 'clustr', undefined, undefined],
    ['the same where the plan names another cluster', 'auvergne-tic', 'rhone-alley', 'rhone-alley'],
  ])('is %s', (_why, clusterId, antennaId, after) => {
    expect(antennaAfter(mapping, { clusterId, antennaId })).toBe(after);
  });
});

describe('the college of a member after a succession', () => {
  const mapping = [
    { fromClusterId: 'novae', fromCollege: 'labs', toCollege: 'Research' },
    { fromClusterId: 'novae', toCollege: 'Digital economy' },
    { fromClusterId: 'pixlr', fromCollege: 'studios', toCollege: 'Digital creation' },
  ];
  it.each([
    ['as the plan maps its college', 'novae', 'labs', 'Research'],
    ['as the plan maps its cluster, of another college', 'novae', 'companies', 'Digital economy'],
    ['as the plan maps its cluster, of none', 'novae', undefined, 'Digital economy'],
    ['the same where the plan maps another college only', 'pixlr', 'schools', 'schools'],
    ['none where it has none and the plan says nothing', 'pixlr', undefined, undefined],
    ['the same where the plan names another cluster', 'cloud', 'labs', 'labs'],
  ])('is %s', (_why, clusterId, college, after) => {
    expect(collegeAfter(mapping, { clusterId, college })).toBe(after);
    expect(collegeAfter(undefined, { clusterId, college })).toBe(college);
  });
});
