import type { AsItWas, Carried, Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { heirsOf } from '#libs/succession';
import { applicantOn, named, noCollege, notAdmissible, policyOn } from '../domain/colleges/admission.ts';
import { tooFewSponsors } from '../domain/colleges/sponsors.ts';
import type { AntennaDocument } from '../read-models/antennas/antennas.projection.ts';
import { colleges, type CollegesDocument } from '../read-models/colleges/colleges.projection.ts';
import { organisations, type OrganisationDocument } from '../read-models/organisations/organisations.projection.ts';
import type { SubsidyDocument } from '../read-models/subsidies/subsidies.projection.ts';
import { joiningIn, passagesIn, type ConcernedMemberships } from './concerned.ts';
import type { PassingLabel } from './label-consents.ts';
import { passingSubsidies } from './subsidy-moves.ts';

/** What an admission to one of the heirs is judged by. */
export interface Rules {
  readonly colleges: ReadonlyMap<string, CollegesDocument>;
  /** The members that come over; read only where an heir has declared its colleges. */
  readonly organisations: ReadonlyMap<string, OrganisationDocument>;
}

export async function rulesOf(
  succession: Succession,
  { ofPredecessors }: ConcernedMemberships,
  readModels: ReadModels,
): Promise<Rules> {
  const ids = heirsOf(succession).map(({ clusterId }) => clusterId);
  const documents = await Promise.all(ids.map((id) => readModels.of(colleges).get(id)));
  const declared = new Map(documents.flatMap((each) => (each === undefined ? [] : [[each.clusterId, each]])));
  const { acceded = [] } = succession;
  const members = [...new Set([...ofPredecessors, ...acceded].map(({ organisationId }) => organisationId))];
  const known = declared.size === 0 ? [] : await readModels.of(organisations).all({ organisation_id: members });
  return { colleges: declared, organisations: new Map(known.map((each) => [each.organisationId, each])) };
}

/** What membership has of a merger. */
export interface MembershipFacts {
  readonly antennas: readonly AntennaDocument[];
  readonly members: ConcernedMemberships;
  readonly subsidies: readonly SubsidyDocument[];
  readonly labels: readonly PassingLabel[];
  readonly rules: Rules;
}

/** Members, and organisations that join, whom nobody could admit that day, into that college or antenna: by law they are members all the same. */
export function membersAsTheyWere(
  succession: Succession,
  facts: Pick<MembershipFacts, 'antennas' | 'members' | 'rules'>,
): readonly AsItWas[] {
  const { effectiveOn } = succession;
  const closed = new Map(facts.antennas.map(({ antennaId, until }) => [antennaId, until]));
  const joining = joiningIn(succession, facts.members).flatMap((each): readonly AsItWas[] => {
    const reference = `accession:${each.organisationId}`;
    const refusal = notAdmittedBy(facts.rules, succession.successor.clusterId, { ...each, on: effectiveOn });
    return refusal === undefined ? [] : [asItWasBy(reference, refusal)];
  });
  const passing = passagesIn(succession, facts.members).flatMap(
    ({ membership, merges, on, place, heirId }): readonly AsItWas[] => {
      if (merges || !('organisationId' in membership.moves)) return [];
      const reference = `membership:${membership.membershipId}`;
      if (on > effectiveOn) {
        const found = `admitted from ${on} on; its cluster ends on ${effectiveOn}`;
        return [{ reference, code: 'MBR_CLUSTER_SUCCEEDED', found, required: `an admission before ${effectiveOn}` }];
      }
      const until = closed.get(place.antennaId ?? '');
      if (until !== undefined && until <= on)
        return [{ reference, code: 'MBR_ANTENNA_CLOSED', found: `closed on ${until}`, required: 'an open antenna' }];
      const refusal = notAdmittedBy(facts.rules, heirId, { ...membership, ...place, on });
      return refusal === undefined ? [] : [asItWasBy(reference, refusal)];
    },
  );
  return [...passing, ...joining];
}

function asItWasBy(reference: string, { type: code, found, required }: NonNullable<ReturnType<typeof notAdmittedBy>>) {
  return { reference, code, found, required };
}

interface Coming {
  readonly organisationId: string;
  readonly college?: string | undefined;
  /** Who supported it when it was admitted. */
  readonly sponsors?: readonly string[] | undefined;
  readonly on: string;
}

function notAdmittedBy(rules: Rules, heirId: string, { organisationId, college, sponsors, on }: Coming) {
  const declared = rules.colleges.get(heirId);
  if (declared === undefined) return undefined;
  const organisation = rules.organisations.get(organisationId);
  const applicant = organisation && applicantOn({ registration: organisation, ...organisation }, on);
  const policy = policyOn(declared, college, on);
  return (
    noCollege(declared, college, on) ??
    notAdmissible({ college }, policy, applicant) ??
    (policy && tooFewSponsors({ sponsors, on }, policy, named(college ?? '', policy)))
  );
}

/** Subsidies that pass frozen, and those whose granter has to consent. One that lapses by the merger does not pass. */
export function carriedSubsidies(succession: Succession, documents: readonly SubsidyDocument[]): Carried {
  const passing = passingSubsidies(succession, documents).filter(
    ({ before }) => before.request.onSuccession !== 'lapses',
  );
  return {
    asItWas: passing.flatMap(({ subsidyId, before: { heldSince } }) =>
      heldSince === undefined
        ? []
        : [
            {
              ...{ reference: `subsidy:${subsidyId}`, code: 'MBR_SUBSIDY_FROZEN' },
              ...{ found: `frozen from ${heldSince} on`, required: 'its conditions met, and its release' },
            },
          ],
    ),
    consents: passing.flatMap(({ subsidyId, before: { request } }) =>
      request.onSuccession === 'needs-consent'
        ? [{ reference: `subsidy:${subsidyId}`, needs: 'consent' as const, from: request.granterId }]
        : [],
    ),
  };
}
