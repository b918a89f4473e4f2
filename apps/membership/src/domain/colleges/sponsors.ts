import { periodOn, type MembershipPeriod } from '#libs/contracts/facts';
import type { Refusal } from '#libs/kernel';

/** The days on which organisations are members of a cluster, by their ids; of who never was one, none. */
export type Supporters = Readonly<Record<string, readonly Pick<MembershipPeriod, 'since' | 'until'>[]>>;

export type SponsorRefusal = Refusal<'MBR_SPONSORS_MISSING' | 'MBR_SPONSOR_UNFIT', 'found' | 'required'>;

/** Who supports whom, from which day on. */
export interface Support {
  readonly sponsors?: readonly string[] | undefined;
  readonly applicantId?: string | undefined;
  readonly on: string;
}

/** Why one of those who support an applicant does not count: it is named twice, is the applicant itself, or no member on the day. */
export function unfitSponsor(
  { sponsors = [], applicantId, on }: Support,
  supporters: Supporters,
): SponsorRefusal | undefined {
  const twice = sponsors.find((id, index) => sponsors.indexOf(id) !== index);
  if (twice !== undefined) return unfit(`${twice} twice`, 'each sponsor once');
  if (applicantId !== undefined && sponsors.includes(applicantId))
    return unfit(`${applicantId}, which is the applicant`, 'members of the cluster other than the applicant');
  const stranger = sponsors.find((id) => periodOn(supporters[id] ?? [], on) === undefined);
  if (stranger === undefined) return undefined;
  return unfit(`${stranger}, which is no member on ${on}`, `members of the cluster on ${on}`);
}

function unfit(found: string, required: string): SponsorRefusal {
  return { type: 'MBR_SPONSOR_UNFIT', found, required };
}

/** Why too few members support an applicant under a policy, which the refusal names in words. */
export function tooFewSponsors(
  { sponsors = [] }: Support,
  policy: { readonly sponsors?: number | undefined } | undefined,
  named: string,
): SponsorRefusal | undefined {
  const required = policy?.sponsors ?? 0;
  if (sponsors.length >= required) return undefined;
  return { type: 'MBR_SPONSORS_MISSING', found: String(sponsors.length), required: `${String(required)}: ${named}` };
}
