import { z } from 'zod';
import {
  dateSchema,
  nameSchema,
  representativeEndSchema,
  representativeEvents,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import { periodOn } from '#libs/contracts/facts';
import { latest } from '#libs/kernel';
import type { Designation } from '../../domain/representatives/representative.ts';
import type { KnownDays } from '../memberships/memberships.projection.ts';

const designated = representativeEvents.RepresentativeDesignated.schema
  .pick({ designationId: true, membershipId: true, person: true, role: true, rank: true, since: true })
  .extend({
    membershipId: uuidSchema.describe(
      'The membership for which the person was designated: that of a predecessor, where the member came over.',
    ),
  });

const representativeView = designated
  .extend({
    state: z.enum(['to-come', 'in-office', 'ended']).describe('On the day.'),
    until: dateSchema.optional().describe('The first day after it, which may be that of the membership.'),
    cause: z.union([representativeEndSchema, z.enum(['succession', 'end-of-membership'])]).optional(),
    reason: nameSchema.optional(),
  })
  .meta({ id: 'Representative', description: 'A person who represents a member.' });

export const designationsView = z
  .strictObject({
    membershipId: uuidSchema,
    clusterId: uuidSchema,
    organisationId: uuidSchema,
    designations: z.array(
      representativeEvents.RepresentativeDesignated.schema
        .pick({ designationId: true, person: true, role: true, rank: true, since: true })
        .extend({
          until: dateSchema.optional(),
          cause: representativeEndSchema.optional(),
          reason: nameSchema.optional(),
        }),
    ),
  })
  .meta({ id: 'Designations', description: 'Who was designated for a membership itself, as it was recorded.' });

export const representedView = z
  .strictObject({
    membershipId: uuidSchema,
    clusterId: uuidSchema,
    organisationId: uuidSchema,
    speaks: representativeView.optional().describe('On the day: the titular, else the first substitute.'),
    representatives: z.array(representativeView).describe('Its own, and those who came over with it.'),
  })
  .meta({ id: 'Represented', description: 'Who represents a member on a day, and who did or will.' });

type View = Immutable<z.infer<typeof representativeView>>;
type Represented = Immutable<z.infer<typeof representedView>>;

/** A designation with the days on which it holds in a membership. */
interface Held extends Omit<Designation, 'cause'> {
  readonly membershipId: string;
  readonly cause?: View['cause'];
}

/** What is known of memberships and of those who were designated for them. */
export interface KnownMembers {
  membership(id: string): Promise<KnownDays | undefined>;
  designations(membershipId: string): Promise<readonly Designation[]>;
}

/** Who represents a member on a day. Whoever represented it in a predecessor goes on in the successor, and ends with the membership. */
export async function representedBy(membership: KnownDays, known: KnownMembers, day: string): Promise<Represented> {
  const { membershipId, clusterId, organisationId } = membership;
  const held = (await heldIn(membership, known)).map((each) => untilSuccession(each, membership));
  const representatives = held.map((each): View => ({ ...each, state: stateOn(each, day) }));
  const inOffice = representatives.filter(({ state }) => state === 'in-office');
  const [speaks] = inOffice.toSorted((a, b) => placeOf(a, membershipId) - placeOf(b, membershipId));
  return { membershipId, clusterId, organisationId, ...(speaks === undefined ? {} : { speaks }), representatives };
}

/** The titular before the substitutes in the order of their ranks; of two of a place that of the membership itself before those who came over. */
function placeOf({ rank = 0, membershipId }: Pick<View, 'rank' | 'membershipId'>, own: string): number {
  return 2 * rank + (membershipId === own ? 0 : 1);
}

function stateOn({ since, until }: Pick<Held, 'since' | 'until'>, day: string): View['state'] {
  if (day < since) return 'to-come';
  return until !== undefined && until <= day ? 'ended' : 'in-office';
}

/** Everybody who represents the member here, with the days up to the end of the membership; a succession ends nobody. */
async function heldIn(membership: KnownDays, known: KnownMembers): Promise<readonly Held[]> {
  const own = (await known.designations(membership.membershipId)).map((each): Held => ({
    ...each,
    membershipId: membership.membershipId,
  }));
  const inherited = await Promise.all(membership.origins.map((origin) => cameOver(origin, known)));
  return [...own, ...inherited.flat()].flatMap((each) => whileMember(each, membership));
}

/** Who represented the member in a predecessor on the day on which it went over. */
async function cameOver(
  { membershipId, operationId }: KnownDays['origins'][number],
  known: KnownMembers,
): Promise<readonly Held[]> {
  const origin = await known.membership(membershipId);
  const on = origin?.periods.findLast(({ endedBy }) => endedBy === operationId)?.until;
  if (origin === undefined || on === undefined) return [];
  const held = await heldIn(origin, known);
  return held
    .filter(({ until }) => until === undefined || until > on)
    .map((each) => ({ ...each, since: latest(each.since, on) }));
}

/** The designation as far as its holder is a member: it begins in a period and ends with it. */
function whileMember(held: Held, { periods }: KnownDays): readonly Held[] {
  const period = periodOn(periods, held.since);
  if (period === undefined) return [];
  const isOver = period.until !== undefined && period.cause !== 'succession';
  return [isOver ? endedBy(held, period.until ?? '', 'end-of-membership') : held];
}

function untilSuccession(held: Held, { periods }: KnownDays): Held {
  const { until, cause } = periodOn(periods, held.since) ?? {};
  return until !== undefined && cause === 'succession' ? endedBy(held, until, 'succession') : held;
}

/** Of two ends the earlier one stands. */
function endedBy(held: Held, until: string, cause: 'succession' | 'end-of-membership'): Held {
  if (held.until !== undefined && held.until <= until) return held;
  const { reason: _reason, ...rest } = held;
  return { ...rest, until, cause };
}
