import { endOfTerm } from '#libs/kernel';
import type { AsItWas, Succession } from '#libs/process-managers';
import { takesUp } from '#libs/succession';
import type { BodyDocument } from '../read-models/bodies/bodies.projection.ts';
import { carriedOver, expiredOf } from '../read-models/offices/as-held.ts';
import { tenureOf, type OfficeDocument } from '../read-models/offices/offices.projection.ts';
import type { StatutesDocument } from '../read-models/statutes/statutes.projection.ts';
import { beforeOperation, holdersAfter, isOfRestored } from './holders.ts';

/** Mandates of the predecessors that had passed their limit and to which nobody had succeeded: nobody could act under one, and the effect ends each as it was. */
export function mandatesAsTheyWere(
  succession: Succession,
  offices: readonly OfficeDocument[],
  statutes: ReadonlyMap<string, StatutesDocument>,
): readonly AsItWas[] {
  return offices.flatMap((office) => {
    const before = beforeOperation(succession, office);
    const held = carriedOver(before, statutes.get(office.clusterId));
    return expiredOf(before, succession.effectiveOn).flatMap((mandate): readonly AsItWas[] => {
      if (isOfRestored(mandate, succession.annulledOn)) return [];
      const { mandateId } = mandate;
      const isHeld = held.mandates.some((each) => each.mandateId === mandateId && each.carriedOver !== undefined);
      const since = String(endOfTerm(tenureOf(mandate)));
      const found = `past its limit from ${since} on, ${isHeld ? 'held until replaced' : 'without an end on record'}`;
      const required = 'an election, or an extension, before that day';
      return [{ reference: `mandate:${mandateId}`, code: 'GOV_MANDATE_EXPIRED', found, required }];
    });
  });
}

/** Offices that have more holders by the effect than the plan gives them: those who go on and those whom it appoints are all in office. */
export function officesAsTheyWere(
  { effectiveOn, ...succession }: Succession,
  bodies: readonly BodyDocument[],
  offices: readonly OfficeDocument[],
): readonly AsItWas[] {
  return succession.transitionalGovernance.bodies.flatMap((planned) => {
    const body = bodies.find(({ bodyId }) => bodyId === planned.bodyId);
    if (!takesUp(effectiveOn, body && { since: body.since, until: body.abolished?.on })) return [];
    return planned.offices.flatMap((each) => {
      const known = offices.find(({ officeId }) => officeId === each.officeId);
      const holders = holdersAfter({ effectiveOn, ...succession }, each, known);
      if (!takesUp(effectiveOn, known && { since: known.since }) || holders <= each.maxHolders) return [];
      const [found, required] = [`${String(holders)} holders`, `at most ${String(each.maxHolders)} by the plan`];
      return [{ reference: `office:${each.officeId}`, code: 'GOV_OFFICE_FULL', found, required }];
    });
  });
}
