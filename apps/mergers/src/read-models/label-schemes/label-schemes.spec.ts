import { expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { given } from '#libs/projections/testing';
import { labelSchemes } from './label-schemes.projection.ts';

const [schemeId, issuerId] = [countedUuid(1), countedUuid(2)];
const version = (since: string, policy: 'automatic' | 'lapse') => ({
  type: 'membership.LabelSchemeSet' as const,
  data: {
    ...{ schemeId, issuerId, name: `Label of ${since}`, since },
    ...{ onHolderSuccession: { policy }, onIssuerSuccession: { policy } },
  },
});

it('a scheme has its versions in the order of days, and the day on which it was withdrawn', () => {
  const withdrawn = {
    type: 'membership.LabelSchemeWithdrawn' as const,
    data: { schemeId, issuerId, on: '2017-01-01' },
  };
  const events = [version('2015-01-01', 'lapse'), version('2012-01-01', 'automatic'), withdrawn];
  expect(given(labelSchemes, events).documents().get(schemeId)).toMatchObject({
    versions: [
      { since: '2012-01-01', onHolderSuccession: { policy: 'automatic' } },
      { since: '2015-01-01', onHolderSuccession: { policy: 'lapse' } },
    ],
    withdrawnOn: '2017-01-01',
  });
});
