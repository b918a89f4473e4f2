import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { incubators, viewOfIncubator } from './incubators.projection.ts';

const incubatorId = countedUuid(1);
const opened: Happened<GrappeEvents> = {
  type: 'incubation.IncubatorOpened',
  data: { incubatorId, name: 'Quartier numérique', site: 'Clermont-Ferrand', since: '2015-06-01' },
};
const renamed = (name: string, since: string): Happened<GrappeEvents> => ({
  type: 'incubation.IncubatorRenamed',
  data: { incubatorId, name, since },
});
const dissolved: Happened<GrappeEvents> = {
  type: 'incubation.IncubatorDissolved',
  data: { incubatorId, on: '2021-08-31' },
};

describe('incubation.incubators', () => {
  it('shows the latest name and keeps the others', () => {
    expect(given(incubators, [opened, renamed('Le Bivouac', '2016-04-01')]).document(incubatorId)).toMatchObject({
      name: 'Le Bivouac',
      names: [
        { name: 'Quartier numérique', since: '2015-06-01' },
        { name: 'Le Bivouac', since: '2016-04-01' },
      ],
    });
  });

  it('keeps the latest name when an earlier one is recorded late', () => {
    const events = [opened, renamed('Le Bivouac', '2016-04-01'), renamed('Le Quartier', '2015-12-01')];
    expect(given(incubators, events).document(incubatorId)?.name).toBe('Le Bivouac');
  });

  it('keeps a dissolved incubator', () => {
    const document = given(incubators, [opened, dissolved]).document(incubatorId);
    if (document === undefined) throw new Error('it was opened');
    expect(viewOfIncubator(document, '2021-08-30')).toMatchObject({ status: 'open', dissolvedOn: '2021-08-31' });
    expect(viewOfIncubator(document, '2021-08-31')).toMatchObject({ status: 'dissolved', dissolvedOn: '2021-08-31' });
  });

  it.each([renamed('Le Bivouac', '2016-04-01'), dissolved])('stops at $type of what was never opened', (event) => {
    expect(() => given(incubators, [event])).toThrow('and there is none');
  });
});
