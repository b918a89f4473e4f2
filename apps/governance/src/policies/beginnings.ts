import { inForceOn, overlap } from '#libs/kernel';
import type { Succession } from '#libs/processes';
import type { BodyCommand } from '../domain/body/body.decide.ts';
import type { StartMandate } from '../domain/office/office.commands.ts';
import { peakHolders, type Tenure } from '../domain/office/tenure.ts';
import type { BodyDocument } from '../read-models/bodies/bodies.projection.ts';
import { tenureOf, type OfficeDocument } from '../read-models/offices/offices.projection.ts';
import type { GovernanceMove, OfficeMove } from './move.ts';

type PlannedBody = Succession['transitionalGovernance']['bodies'][number];
type PlannedOffice = PlannedBody['offices'][number];
type PlannedHolder = PlannedOffice['holders'][number];

/**
 * What starts with the effect: the bodies, offices and holders of the plan. Where the plan names a body or an office that
 * the absorbing cluster has, only what is new is commanded: its own mandates go on.
 */
export function beginnings(
  succession: Succession,
  bodies: readonly BodyDocument[],
  offices: readonly OfficeDocument[],
): readonly GovernanceMove[] {
  return succession.transitionalGovernance.bodies.map((planned) => ({
    key: `transitional-body:${planned.bodyId}`,
    bodyId: planned.bodyId,
    bodies: bodyBeginning(succession, planned, bodies),
    offices: planned.offices.flatMap((office) => officeBeginning(succession, planned.bodyId, office, offices)),
    count: 1,
  }));
}

function bodyBeginning(
  { successor: { clusterId }, effectiveOn: since }: Succession,
  { bodyId, kind, name, size }: PlannedBody,
  bodies: readonly BodyDocument[],
): readonly BodyCommand[] {
  const known = bodies.find((body) => body.bodyId === bodyId);
  const sized = size === undefined ? {} : { size };
  if (known === undefined) return [{ type: 'CreateBody', bodyId, clusterId, kind, name, ...sized, since }];
  if (size === undefined || size === inForceOn(known.sizes, since)?.size) return [];
  return [{ type: 'ResizeBody', bodyId, size, since }];
}

function officeBeginning(
  succession: Succession,
  bodyId: string,
  planned: PlannedOffice,
  offices: readonly OfficeDocument[],
): readonly OfficeMove[] {
  const { officeId, kind, title } = planned;
  const { effectiveOn: since } = succession;
  const known = offices.find((office) => office.officeId === officeId);
  const others = known === undefined ? [] : mandatesBeside(planned, known);
  const starts = planned.holders
    .flatMap((holder) => mandateOf(succession, officeId, holder))
    .filter((start) => !others.some((other) => isSamePerson(other, start) && overlap(other, tenureOf(start))));
  // Whoever goes on and whoever the plan starts are both in office by law: there has to be room for all of them.
  const maxHolders = Math.max(planned.maxHolders, peakHolders([...others, ...starts.map(tenureOf)], since));
  if (known === undefined)
    return [{ type: 'CreateOffice', officeId, bodyId, kind, title, maxHolders, since }, ...starts];
  const enough = (inForceOn(known.capacities, since)?.maxHolders ?? 0) >= maxHolders;
  return enough ? starts : [{ type: 'SetMaxHolders', officeId, maxHolders, since }, ...starts];
}

/** The mandates of an office that are not the plan's own: in a repeat those stand there already. */
function mandatesBeside({ holders }: PlannedOffice, known: OfficeDocument): readonly Tenure[] {
  const own = new Set(holders.map(({ mandateId }) => mandateId));
  return known.mandates.filter(({ mandateId }) => !own.has(mandateId)).map(tenureOf);
}

/** A person who holds the office already goes on under the mandate held. */
function isSamePerson(other: Tenure, start: StartMandate): boolean {
  return other.personId === start.person.personId;
}

/**
 * Nobody takes office on a limit that passed before a late effect. A treaty without a limit appoints for an ordinary term: a
 * transitional mandate has a limit by definition.
 */
function mandateOf(
  { transitionalGovernance: { limit }, effectiveOn: since }: Succession,
  officeId: string,
  holder: PlannedHolder,
): readonly StartMandate[] {
  const facts = { type: 'StartMandate', officeId, ...holder, since } as const;
  if (limit === undefined) return [{ ...facts, how: 'appointed' }];
  return limit < since ? [] : [{ ...facts, how: 'transitional', limit }];
}
