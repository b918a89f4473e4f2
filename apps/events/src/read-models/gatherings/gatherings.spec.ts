import { describe, expect, it } from '@jest/globals';
import { given, type Happened } from '#libs/projections/testing';
import type { GrappeEvents } from '#libs/contracts';
import type { GatheringFact } from '../../domain/gathering/gathering.facts.ts';
import {
  announced,
  cancelled,
  gatheringId,
  planned,
  postponed,
  telecomValley,
} from '../../domain/gathering/testing/gathering.fixtures.ts';
import { gatherings, viewOfGathering, type GatheringDocument } from './gatherings.projection.ts';

const happened = ({ type, ...data }: GatheringFact): Happened<GrappeEvents> =>
  ({ type: `events.${type}`, data }) as Happened<GrappeEvents>;
const document = (...facts: readonly GatheringFact[]): GatheringDocument | undefined =>
  given(gatherings, facts.map(happened)).document(gatheringId);
const view = (day: string, ...facts: readonly GatheringFact[]) => {
  const known = document(...facts);
  return known && viewOfGathering(known, day);
};

describe('events.gatherings', () => {
  const put = postponed('2016-06-01', { schedule: { from: '2016-10-30T02:30', to: '2016-10-30T09:00' } });
  const life = [planned({ parts: [] }), announced('2016-04-04'), put];

  it('is found by its last days, and open to everybody once it is announced', () => {
    expect(document(planned())).toMatchObject({ firstDay: '2016-07-04', lastDay: '2016-07-07', isAnnounced: false });
    expect(document(...life)).toMatchObject({ firstDay: '2016-10-30', lastDay: '2016-10-30', isAnnounced: true });
    expect(document(planned(), postponed('2016-06-01'))).toMatchObject({ firstDay: '9999-12-31' });
  });

  it('shows its instants, and which of its times the clocks show twice', () => {
    expect(view('2016-05-31', ...life)).toMatchObject({
      ...{ gatheringId, clusterId: telecomValley, state: 'announced', wholeDays: false, twice: [] },
      ...{ startsAt: '2016-07-04T16:00:00.000Z', endsAt: '2016-07-07T19:30:00.000Z', announcedOn: '2016-04-04' },
    });
    expect(view('2016-06-01', ...life)).toMatchObject({ startsAt: '2016-10-30T00:30:00.000Z', twice: ['from'] });
  });

  it('has no time while it is put off without one', () => {
    const shown = view('2016-06-01', planned(), postponed('2016-06-01'));
    expect(shown).toMatchObject({ state: 'postponed', twice: [] });
    expect(shown).not.toHaveProperty('startsAt');
  });

  it('is as it was planned on the days before it was cancelled', () => {
    const facts = [planned(), announced('2016-04-04'), cancelled('2016-06-01')];
    expect(view('2016-05-31', ...facts)).toMatchObject({ state: 'announced' });
    expect(view('2016-06-01', ...facts)).toMatchObject({ state: 'cancelled', reason: 'x' });
  });
});
