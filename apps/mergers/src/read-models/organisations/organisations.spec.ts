import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { nameOn } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { organisationNames } from './organisations.projection.ts';

const organisationId = countedUuid(50);
const registered: Happened<GrappeEvents> = {
  type: 'membership.OrganisationRegistered',
  data: { organisationId, name: 'GDF Suez', kind: 'company', since: '2008-07-22' },
};
const renamed = (name: string, since: string): Happened<GrappeEvents> => ({
  type: 'membership.OrganisationRenamed',
  data: { organisationId, name, since },
});

describe('mergers.organisations', () => {
  it.each<[string, Happened<GrappeEvents>[], string]>([
    ['registered', [registered], 'GDF Suez'],
    ['renamed', [registered, renamed('ENGIE', '2015-04-24')], 'ENGIE'],
    [
      'an earlier name recorded late',
      [registered, renamed('ENGIE', '2015-04-24'), renamed('GDF-Suez', '2010-01-01')],
      'ENGIE',
    ],
    ['a name that lies ahead', [registered, renamed('ENGIE', '2016-04-24')], 'GDF Suez'],
  ])('%s', (_name, events, name) => {
    expect(nameOn(given(organisationNames, events).document(organisationId)?.names ?? [], '2016-01-01')?.name).toBe(
      name,
    );
  });

  it('stops at another name of what was never registered', () => {
    expect(() => given(organisationNames, [renamed('ENGIE', '2015-04-24')])).toThrow('and there is none');
  });
});
