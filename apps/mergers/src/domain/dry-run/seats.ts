import { inForceOn } from '#libs/kernel';
import type { Holdings, Whole } from './holdings.ts';

/** The seats of the bodies of the successor as they are shared on the day, each with the figures that decided; of a body without a seat plan there is nothing to say. */
export function seatsOn({ seatPlans }: Holdings, { successor, effectiveOn }: Whole) {
  const own = seatPlans.filter(({ clusterId }) => clusterId === successor.clusterId);
  const bodies = [...new Set(own.map(({ bodyId }) => bodyId))].sort();
  return bodies.flatMap((bodyId) => {
    const plans = own.filter((each) => each.bodyId === bodyId).sort((a, b) => (a.since < b.since ? -1 : 1));
    const plan = inForceOn(plans, effectiveOn);
    if (plan === undefined) return [];
    const { clusterId: _cluster, ...shared } = plan;
    return [shared];
  });
}
