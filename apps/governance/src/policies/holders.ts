import type { Succession } from '#libs/process-managers';
import { mandatesBeside, startingMandates, type Starting } from '#libs/succession';
import type { StartMandate } from '../domain/office/office.decide.ts';
import { peakHolders } from '../domain/office/office.ts';
import { tenureOf, type MandateView, type OfficeDocument } from '../read-models/offices/offices.projection.ts';

type PlannedOffice = Succession['transitionalGovernance']['bodies'][number]['offices'][number];

/** Who takes up an office of the plan, as commands. */
export function startsOf(
  succession: Succession,
  planned: PlannedOffice,
  known: OfficeDocument | undefined,
): readonly StartMandate[] {
  const { officeId } = planned;
  return startingMandates(succession, planned, othersIn(planned, known)).map((start) =>
    mandateOf(officeId, start, succession.effectiveOn),
  );
}

/** Holders who continue and holders that the plan starts are in office by law: there has to be room for all of them. */
export function holdersAfter(
  succession: Succession,
  planned: PlannedOffice,
  known: OfficeDocument | undefined,
): number {
  const { effectiveOn: since } = succession;
  const starts = startsOf(succession, planned, known).map(tenureOf);
  return peakHolders([...othersIn(planned, known), ...starts], since);
}

function othersIn(planned: PlannedOffice, known: OfficeDocument | undefined) {
  return mandatesBeside(planned, known?.mandates ?? []).map(tenureOf);
}

/** A treaty without a limit appoints for an ordinary term: a transitional mandate has a limit by definition. */
function mandateOf(officeId: string, { holder, limit }: Starting, since: string): StartMandate {
  const facts = { type: 'StartMandate', officeId, ...holder, since } as const;
  return limit === undefined ? { ...facts, how: 'appointed' } : { ...facts, how: 'transitional', limit };
}

/** An office whose mandates an operation has not ended: what it made of them follows from them. */
export function beforeOperation({ operationId }: Succession, office: OfficeDocument): OfficeDocument {
  const mandates = office.mandates.map((mandate) => {
    if (mandate.operationId !== operationId) return mandate;
    const { until: _until, cause: _cause, ...before } = mandate;
    return before;
  });
  return { ...office, mandates };
}

/** What a cluster has from its restoration on no effect ends that is annulled. */
export function isOfRestored({ since }: Pick<MandateView, 'since'>, annulledOn: string | undefined): boolean {
  return annulledOn !== undefined && annulledOn <= since;
}
