import { onceFor } from '#libs/hosting';
import { dissolvedAfter } from '#libs/process-managers';
import { earlierOf, LAST_DAY } from '#libs/projections';
import { clusters } from '../clusters/clusters.projection.ts';
import { organisations } from '../organisations/organisations.projection.ts';
import { incubators } from '../incubators/incubators.projection.ts';
import type { PartnerDocument } from './partners.projection.ts';

/** What a partnership depends on beside its own facts. */
export interface PartnerEnds {
  /** The first day on which what it stands in is gone: its incubator, or whoever holds it last; a cluster that is restored holds it no more. */
  readonly endsOn: (partner: Pick<PartnerDocument, 'incubatorId' | 'holder'>, since: string) => string;
  /** Who goes on with what an organisation had, and from when. */
  readonly heirOf: (holderId: string) => { readonly heirId: string; readonly on: string } | undefined;
  /** An organisation, and all whom it continues in the end. */
  readonly withPredecessors: (holderId: string) => readonly string[];
}

export const ENDING = [incubators, clusters, organisations] as const;

/** When incubators and clusters are dissolved: partnerships and their seats end with them, and follow their corrections. */
export const partnerEndsIn = onceFor<PartnerEnds>(async (models) => {
  const [closed, dissolved, gone] = await Promise.all([
    models.of(incubators).all({ until: { until: LAST_DAY } }),
    models.of(clusters).all({ first_dissolved_on: { until: LAST_DAY } }),
    models.of(organisations).all({ ended_how: ['ceased', 'succeeded', 'duplicate'] }),
  ]);
  const days = new Map([
    ...closed.map(({ incubatorId, until }) => [incubatorId, until] as const),
    ...gone.flatMap(({ organisationId, ended }) =>
      ended?.how === 'ceased' ? [[organisationId, ended.on] as const] : [],
    ),
  ]);
  const heirs = new Map(
    gone.flatMap(({ organisationId, ended: { heirId, on } = { on: LAST_DAY } }) =>
      heirId === undefined ? [] : [[organisationId, { heirId, on }] as const],
    ),
  );
  const known = new Map(dissolved.map((cluster) => [cluster.clusterId, cluster]));
  const dayOf = (id: string, since: string): string => days.get(id) ?? dissolvedAfter(known.get(id), since) ?? LAST_DAY;
  return {
    endsOn: ({ incubatorId, holder }, since) => earlierOf(dayOf(incubatorId, since), dayOf(holder.id, since)),
    heirOf: (id) => heirs.get(id),
    withPredecessors: (id) => {
      const all = [id];
      for (const each of all)
        for (const [before, { heirId }] of heirs) if (heirId === each && !all.includes(before)) all.push(before);
      return all;
    },
  };
});
