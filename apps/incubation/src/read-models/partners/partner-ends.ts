import { onceFor } from '#libs/hosting';
import { earlierOf, LAST_DAY } from '#libs/projections';
import { clusters } from '../clusters/clusters.projection.ts';
import { incubators } from '../incubators/incubators.projection.ts';
import type { PartnerDocument } from './partners.projection.ts';

/** The first day on which what a partnership stands in is gone: its incubator, or the cluster that holds it last. */
export type PartnerEnds = (partner: Pick<PartnerDocument, 'incubatorId' | 'holder'>) => string;

export const ENDING = [incubators, clusters] as const;

/** When incubators and clusters are dissolved: partnerships and their seats end with them, and follow their corrections. */
export const partnerEndsIn = onceFor<PartnerEnds>(async (models) => {
  const [closed, dissolved] = await Promise.all([
    models.of(incubators).all({ until: { until: LAST_DAY } }),
    models.of(clusters).all({ ended_how: 'dissolved' }),
  ]);
  const days = new Map([
    ...closed.map(({ incubatorId, until }) => [incubatorId, until] as const),
    ...dissolved.map(({ clusterId, ended }) => [clusterId, ended?.on ?? LAST_DAY] as const),
  ]);
  const dayOf = (id: string): string => days.get(id) ?? LAST_DAY;
  return ({ incubatorId, holder }) => earlierOf(dayOf(incubatorId), dayOf(holder.id));
});
