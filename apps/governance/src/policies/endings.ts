import type { Succession } from '#libs/processes';
import { endingBy } from '#libs/succession';
import type { AbolishBody } from '../domain/body/body.ts';
import type { EndMandate } from '../domain/office/office.decide.ts';
import type { BodyDocument } from '../read-models/bodies/bodies.projection.ts';
import type { MandateView, OfficeDocument } from '../read-models/offices/offices.projection.ts';
import type { GovernanceMove } from './move.ts';

/**
 * What ends with the predecessors: their mandates and their bodies. What this operation has ended already stands in the list
 * again, so that it is the same in every repeat.
 *
 * Appointed roles (a director) are not in it: they rest on contracts of employment, which pass on to the successor by law
 * (Code du travail, art. L1224-1) and end for reasons of their own.
 */
export function endings(
  succession: Succession,
  bodies: readonly BodyDocument[],
  offices: readonly OfficeDocument[],
): readonly GovernanceMove[] {
  const gone = new Set(succession.predecessors.map(({ clusterId }) => clusterId));
  const ofOffices = offices
    .filter(({ clusterId }) => gone.has(clusterId))
    .map((office) => officeMove(succession, office));
  const ofBodies = bodies.filter(({ clusterId }) => gone.has(clusterId)).map((body) => bodyMove(succession, body));
  return [...ofOffices, ...ofBodies].filter(({ count }) => count > 0);
}

/** Mandates of one office stand in one stream, so they move together instead of contending for its revision. */
function officeMove(succession: Succession, office: OfficeDocument): GovernanceMove {
  const ended = office.mandates.flatMap((mandate) => mandateEnding(succession, office.officeId, mandate));
  const { bodyId } = office;
  return { key: `office:${office.officeId}`, bodyId, bodies: [], offices: ended, count: ended.length };
}

function mandateEnding(succession: Succession, officeId: string, mandate: MandateView): readonly EndMandate[] {
  const { operationId, effectiveOn } = succession;
  const { mandateId, since, limit } = mandate;
  const until = mandate.operationId === operationId ? undefined : mandate.until;
  const ending = endingBy(effectiveOn, { since, limit, until });
  return ending === undefined ? [] : [{ type: 'EndMandate', officeId, mandateId, operationId, ...ending }];
}

function bodyMove(
  { operationId, effectiveOn }: Succession,
  { bodyId, since, abolished }: BodyDocument,
): GovernanceMove {
  const until = abolished?.operationId === operationId ? undefined : abolished?.on;
  const ending = endingBy(effectiveOn, { since, until });
  const abolish: readonly AbolishBody[] =
    ending === undefined ? [] : [{ type: 'AbolishBody', bodyId, cause: 'succession', operationId, on: ending.on }];
  return { key: `body:${bodyId}`, bodyId, bodies: abolish, offices: [], count: abolish.length };
}
