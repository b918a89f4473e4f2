import type { GrappeEvents } from '#libs/contracts';
import { uuid, type RecordedEvent } from '#libs/kernel';
import { step, type ManagerStep } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { membershipId } from '../domain/membership/membership.ts';
import { endOperation } from '../domain/organisation/organisation.ends.ts';
import { memberships } from '../read-models/memberships/memberships.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { followOrganisation, type OrganisationMove } from './organisation-moves.ts';

type Fact = GrappeEvents['membership.MembershipEnded' | 'membership.MembershipSucceeded'];

const ENDS = ['OrganisationCeased', 'OrganisationSucceeded', 'OrganisationDuplicateRecorded'];
/** What becomes of an organisation, as it is stated, corrected and taken back. */
export const ORGANISATION_ENDS: readonly string[] = ENDS.flatMap((fact) =>
  ['', 'Corrected', 'Voided'].map((how) => `membership.${fact}${how}`),
);

/**
 * How memberships follow their organisation: what it is a member of goes on in its heir, ends with it, or is one with that of another entry of the same company.
 * What is recorded late or corrected of such a membership, or of one that it passed into, follows again.
 */
export async function followingOrganisations(
  event: RecordedEvent,
  readModels: ReadModels,
): Promise<readonly ManagerStep[]> {
  const fact = factIn(event);
  const moves = ORGANISATION_ENDS.includes(event.type)
    ? await ofOrganisation(fact.organisationId, readModels)
    : await beside(fact, readModels);
  return moves.map(stepOf);
}

function stepOf(move: OrganisationMove) {
  const id = membershipId(move.clusterId, move.organisationId);
  return step(followOrganisation, { key: `membership:${id}`, id: uuid(id), body: move });
}

async function ofOrganisation(organisationId: string, readModels: ReadModels): Promise<readonly OrganisationMove[]> {
  const before = await predecessorsOf(organisationId, readModels);
  const held = await readModels.of(memberships).all({ organisation_id: [organisationId, ...before] });
  return held.map((each) => ({ clusterId: each.clusterId, organisationId: each.organisationId }));
}

/** The organisations that it continues: what becomes of it becomes of what they bring. */
async function predecessorsOf(organisationId: string, readModels: ReadModels): Promise<readonly string[]> {
  const known = new Set<string>();
  for (let heirs: readonly string[] = [organisationId]; heirs.length > 0;) {
    const before = await readModels.of(organisations).all({ heir_id: heirs });
    heirs = before.map((each) => each.organisationId).filter((id) => id !== organisationId && !known.has(id));
    for (const id of heirs) known.add(id);
  }
  return [...known];
}

/** Where the organisation of a membership has ended, its own move; and those by which others have passed into it, but for the one whose doing the fact is. */
async function beside(fact: Fact, readModels: ReadModels): Promise<readonly OrganisationMove[]> {
  const { clusterId, organisationId } = fact;
  const [organisation, membership] = await Promise.all([
    readModels.of(organisations).get(organisationId),
    readModels.of(memberships).get(fact.membershipId),
  ]);
  const isOver = organisation?.end !== undefined || organisation?.pivotId !== undefined;
  const isOwn = fact.operationId === endOperation(organisationId);
  const origins = (membership?.origins ?? []).filter((origin) => origin.clusterId === clusterId);
  const passed = await Promise.all(
    origins.map(async (origin) => await readModels.of(memberships).get(origin.membershipId)),
  );
  const others = passed.flatMap((each) => each?.organisationId ?? []);
  const moving = [
    ...(isOver && !isOwn ? [organisationId] : []),
    ...others.filter((id) => endOperation(id) !== fact.operationId),
  ];
  return [...new Set(moving)].map((id) => ({ clusterId, organisationId: id }));
}

/** The fact that an event states, corrects or takes back: a correction names the same membership and organisation before and after. */
function factIn({ data }: RecordedEvent): Fact {
  return ('was' in data ? data['was'] : data) as Fact;
}
