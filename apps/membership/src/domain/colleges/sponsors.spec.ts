import { describe, expect, it } from '@jest/globals';
import { tooFewSponsors, unfitSponsor } from './sponsors.ts';

const supporters = {
  always: [{ since: '2010-01-01' }],
  left: [{ since: '2010-01-01', until: '2015-01-01' }],
  never: [],
};
const on = '2015-01-01';

describe('the sponsors of an applicant', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['who are members', ['always'], undefined],
    ['of whom there are none', [], undefined],
    ['of whom one is named twice', ['always', 'always'], 'always twice'],
    ['of whom one is the applicant', ['always', 'applicant'], 'applicant, which is the applicant'],
    ['of whom one left that day', ['always', 'left'], 'left, which is no member on 2015-01-01'],
    ['of whom one never was a member', ['never'], 'never, which is no member on 2015-01-01'],
    ['of whom nobody knows one', ['stranger'], 'stranger, which is no member on 2015-01-01'],
  ])('%s', (_who, sponsors, found) => {
    const refusal = unfitSponsor({ sponsors, applicantId: 'applicant', on }, supporters);
    expect(refusal?.found).toBe(found);
    expect(refusal?.type).toBe(found === undefined ? undefined : 'MBR_SPONSOR_UNFIT');
  });

  it('count on the eve of the day on which one leaves', () => {
    expect(unfitSponsor({ sponsors: ['left'], on: '2014-12-31' }, supporters)).toBeUndefined();
  });

  it.each([
    [2, ['one', 'two'], undefined],
    [2, ['one'], '1'],
    [1, undefined, '0'],
    [undefined, undefined, undefined],
  ])('of %s that a policy asks for %j are enough, or found too few', (asked, sponsors, found) => {
    const refusal = tooFewSponsors({ sponsors, on }, { sponsors: asked }, 'the policy');
    expect(refusal).toEqual(
      found === undefined
        ? undefined
        : { type: 'MBR_SPONSORS_MISSING', found, required: `${String(asked)}: the policy` },
    );
  });

  it('are asked for by no policy that is none', () => {
    expect(tooFewSponsors({ on }, undefined, '')).toBeUndefined();
  });
});
