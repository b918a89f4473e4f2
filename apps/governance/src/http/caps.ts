import type { Copies, Transaction } from '#libs/commands';
import type { Refusal } from '#libs/kernel';
import { body } from '../domain/body/body.ts';
import type { Seat } from '#libs/succession';
import { exceededBy } from '#libs/succession';
import { office } from '../domain/office/office.decide.ts';
import { bodies } from '../read-models/bodies/bodies.projection.ts';
import { bodyFactsOf } from '../read-models/bodies/composition.reader.ts';
import { companiesOf } from '../read-models/organisations/companies.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { officesHeldIn } from './held-offices.ts';

export type CapRefusal = Refusal<'GOV_BODY_CAP_EXCEEDED', 'found' | 'required', number>;

/** A designation in an office, as a command states it. */
export interface Designation {
  readonly officeId: string;
  readonly mandateId?: string | undefined;
  readonly person: { readonly personId: string };
  readonly organisationId?: string | undefined;
  readonly antennaId?: string | undefined;
  readonly since: string;
  readonly limit?: string | undefined;
  /** Of a mandate of the past. */
  readonly ended?: object | undefined;
}

/**
 * Why nobody of an organisation is designated: with this seat it has more in the body than a cap of that day allows, or had so already. What is recorded of the
 * past with its end is history, and what a merger decides is law: both are reported and not refused.
 */
export async function capExceeded(
  tx: Transaction,
  copies: Copies,
  designation: Designation,
  /** Those who are designated with it. */
  beside: readonly Designation[] = [],
): Promise<CapRefusal | undefined> {
  const { officeId, organisationId, ended } = designation;
  if (organisationId === undefined || ended !== undefined) return undefined;
  const state = await tx.read(office, officeId);
  if (state.status === 'absent' || state.mandates.some(({ mandateId }) => mandateId === designation.mandateId))
    return undefined;
  const { bodyId } = state.created;
  const there = await tx.read(body, bodyId);
  const isCapped = there.status !== 'absent' && there.constraints.some(isCap);
  if (!isCapped) return undefined;
  const exceeded = await exceededIn(copies, bodyId, { ...designation, organisationId }, beside);
  return exceeded && { type: 'GOV_BODY_CAP_EXCEEDED', found: exceeded.found, required: exceeded.required };
}

function isCap(constraint: object): boolean {
  return 'rule' in constraint && (constraint.rule as { readonly kind: string }).kind === 'cap';
}

async function exceededIn(
  copies: Copies,
  bodyId: string,
  designation: Designation & { readonly organisationId: string },
  beside: readonly Designation[],
) {
  const [ofBodies, ofOrganisations] = await Promise.all([copies.of(bodies), copies.of(organisations)]);
  const [known, held] = await Promise.all([ofBodies.get(bodyId), officesHeldIn(copies, bodyId)]);
  if (known === undefined) return undefined;
  const named = [designation, ...beside].flatMap(({ organisationId }) => organisationId ?? []);
  const companies = await companiesOf(known, held, ofOrganisations, named);
  const facts = bodyFactsOf({ body: known, offices: held, companies });
  return exceededBy({ ...facts, seats: [...facts.seats, ...beside.map(seatOf)] }, seatOf(designation));
}

function seatOf({ mandateId = '', person, since, limit, antennaId, organisationId }: Designation): Seat {
  const organisations = [{ since, organisationId }];
  return { mandateId, personId: person.personId, since, limit, antennaId, organisations };
}
