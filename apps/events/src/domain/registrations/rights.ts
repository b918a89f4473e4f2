import type { Refusal } from '#libs/kernel';
import type { GatheringEventData } from '../gathering/gathering.facts.ts';
import type { Claim, SeatsDecided } from './registrations.state.ts';

/** By what right somebody comes to a gathering. */
export type Right = Pick<Claim, 'audience' | 'reciprocity'>;

/** An agreement of reciprocity, as it binds its parties on a day. */
export interface Reciprocal {
  readonly agreementId: string;
  /** Those of its parties that are bound. */
  readonly clusterIds: readonly string[];
  readonly services: readonly Omit<NonNullable<Claim['reciprocity']>, 'clusterId' | 'agreementId'>[];
}

/** What has to be known of an organisation on a day. */
export interface Belonging {
  /** The clusters of which it is a member. */
  readonly clusterIds: readonly string[];
  readonly agreements: readonly Reciprocal[];
}

export const belongsNowhere: Belonging = { clusterIds: [], agreements: [] };

export type NotEntitled = Refusal<'EVT_NOT_ENTITLED', 'found' | 'required'>;

/**
 * The first right that there is: as a member of a cluster that organises or hosts, as a member of one that has reciprocity with the organiser for the service of
 * the gathering, as anybody. Of two agreements the one with the lower id counts.
 */
export function rightOf(
  plan: Pick<GatheringEventData, 'organiser' | 'coHosts' | 'clusterId' | 'audience'>,
  { service }: Pick<SeatsDecided, 'service'>,
  { clusterIds, agreements }: Belonging,
): Right | undefined {
  const { audience, organiser, coHosts, clusterId } = plan;
  const hosts = [clusterId, ...[organiser, ...coHosts].map(({ id }) => id)];
  if (audience.includes('member') && clusterIds.some((id) => hosts.includes(id))) return { audience: 'member' };
  const reciprocity = audience.includes('reciprocal')
    ? agreements.flatMap((each) => agreedWith(each, clusterId, service, clusterIds)).at(0)
    : undefined;
  if (reciprocity !== undefined) return { audience: 'reciprocal', reciprocity };
  return audience.includes('public') ? { audience: 'public' } : undefined;
}

function agreedWith(
  { agreementId, clusterIds: bound, services }: Reciprocal,
  organiser: string,
  service: string | undefined,
  own: readonly string[],
): readonly NonNullable<Claim['reciprocity']>[] {
  const agreed = services.find((each) => each.service === service);
  const through = bound.find((id) => id !== organiser && own.includes(id));
  if (agreed === undefined || through === undefined || !bound.includes(organiser)) return [];
  return [{ clusterId: through, agreementId, ...agreed }];
}

/** Why nobody of an organisation is let in. */
export function notEntitled(
  { audience }: Pick<GatheringEventData, 'audience'>,
  { clusterIds }: Belonging,
): NotEntitled {
  const found = clusterIds.length === 0 ? 'a member of no cluster on the day' : `a member of ${clusterIds.join(', ')}`;
  return { type: 'EVT_NOT_ENTITLED', found, required: `one for whom it is: ${audience.join(', ')}` };
}
