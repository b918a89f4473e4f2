import { onceFor } from '#libs/hosting';
import type { Fate } from '../../domain/organisation/organisation.ends.ts';
import { organisations } from './organisations.projection.ts';

/** What became of the organisations that are no more, whatever the day, by their ids. */
export type OrganisationEnds = ReadonlyMap<string, Fate>;

export const endsIn = onceFor<OrganisationEnds>(async (models) => {
  const over = await models.of(organisations).all({ over: ['gone', 'duplicate'] });
  return new Map(over.map(({ organisationId, end, pivotId }) => [organisationId, { end, pivotId }]));
});
