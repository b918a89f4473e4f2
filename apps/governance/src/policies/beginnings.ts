import { inForceOn } from '#libs/kernel';
import { mandatesBeside, startingMandates, takesUp, type Starting } from '#libs/succession';
import type { Succession } from '#libs/processes';
import type { BodyCommand } from '../domain/body/body.ts';
import type { StartMandate } from '../domain/office/office.decide.ts';
import { peakHolders } from '../domain/office/office.ts';
import type { BodyDocument } from '../read-models/bodies/bodies.projection.ts';
import { tenureOf, type OfficeDocument } from '../read-models/offices/offices.projection.ts';
import type { GovernanceMove, OfficeMove } from './move.ts';

type PlannedBody = Succession['transitionalGovernance']['bodies'][number];
type PlannedOffice = PlannedBody['offices'][number];

/**
 * What starts with the effect: the bodies, offices and holders of the plan. Where the plan names a body or an office that
 * the absorbing cluster has, only what is new is commanded: its own mandates go on. Of one that does not stand that day nothing is.
 */
export function beginnings(
  succession: Succession,
  bodies: readonly BodyDocument[],
  offices: readonly OfficeDocument[],
): readonly GovernanceMove[] {
  return succession.transitionalGovernance.bodies.flatMap((planned) => {
    const { bodyId } = planned;
    const known = bodies.find((body) => body.bodyId === bodyId);
    if (!takesUp(succession.effectiveOn, known && { since: known.since, until: known.abolished?.on })) return [];
    const key = `transitional-body:${bodyId}`;
    const onOffices = planned.offices.flatMap((office) => officeBeginning(succession, bodyId, office, offices));
    return [{ key, bodyId, bodies: bodyBeginning(succession, planned, known), offices: onOffices, count: 1 }];
  });
}

function bodyBeginning(
  { successor: { clusterId }, effectiveOn: since }: Succession,
  { bodyId, kind, name, size }: PlannedBody,
  known: BodyDocument | undefined,
): readonly BodyCommand[] {
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
  if (!takesUp(since, known && { since: known.since })) return [];
  const others = mandatesBeside(planned, known?.mandates ?? []).map(tenureOf);
  const starts = startingMandates(succession, planned, others).map((start) => mandateOf(officeId, start, since));
  // Whoever goes on and whoever the plan starts are both in office by law: there has to be room for all of them.
  const maxHolders = Math.max(planned.maxHolders, peakHolders([...others, ...starts.map(tenureOf)], since));
  if (known === undefined)
    return [{ type: 'CreateOffice', officeId, bodyId, kind, title, maxHolders, since }, ...starts];
  const enough = (inForceOn(known.capacities, since)?.maxHolders ?? 0) >= maxHolders;
  return enough ? starts : [{ type: 'SetMaxHolders', officeId, maxHolders, since }, ...starts];
}

/** A treaty without a limit appoints for an ordinary term: a transitional mandate has a limit by definition. */
function mandateOf(officeId: string, { holder, limit }: Starting, since: string): StartMandate {
  const facts = { type: 'StartMandate', officeId, ...holder, since } as const;
  return limit === undefined ? { ...facts, how: 'appointed' } : { ...facts, how: 'transitional', limit };
}
