import { addDays, calendarDate } from '#libs/kernel';
import type { Carried, Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { heldAfter, mainHeirOf } from '#libs/succession';
import { labelSchemes, type LabelSchemeDocument } from '../read-models/label-schemes/label-schemes.projection.ts';
import { labelsOf } from '../read-models/labels/held-labels.ts';
import type { LabelView } from '../read-models/labels/labels.projection.ts';

/** A label that a predecessor has on the day before the effect, with its scheme. */
export interface PassingLabel {
  readonly label: LabelView;
  readonly scheme: LabelSchemeDocument;
}

const PASSING: readonly LabelView['status'][] = ['valid', 'suspended', 'awaiting-consent'];

export async function labelsOfPredecessors(
  { predecessors, effectiveOn }: Succession,
  readModels: ReadModels,
): Promise<readonly PassingLabel[]> {
  // A fresh object: what is kept of models for one question is kept by it.
  const models: Pick<ReadModels, 'of'> = { of: (projection) => readModels.of(projection) };
  const gone = predecessors.map(({ clusterId }) => clusterId);
  const held = await labelsOf(models, gone, addDays(calendarDate(effectiveOn), -1));
  const passing = held.filter(
    ({ status, until }) => PASSING.includes(status) && (until === undefined || effectiveOn < until),
  );
  const found = await Promise.all(
    passing.map(async (label) => ({ label, scheme: await models.of(labelSchemes).get(label.schemeId) })),
  );
  return found.flatMap(({ label, scheme }) => (scheme === undefined ? [] : [{ label, scheme }]));
}

/** Labels move by no command: whoever succeeds to the holder has them. One of a scheme that was withdrawn by then passes as it was; of others the scheme may ask for more. */
export function carriedLabels(succession: Succession, labels: readonly PassingLabel[]): Carried {
  const { effectiveOn: on } = succession;
  const successorId = mainHeirOf(succession);
  return {
    asItWas: labels.flatMap(({ label: { labelId }, scheme: { withdrawnOn } }) =>
      withdrawnOn === undefined || withdrawnOn > on
        ? []
        : [
            {
              ...{ reference: `label:${labelId}`, code: 'MBR_LABEL_SCHEME_WITHDRAWN' },
              ...{ found: `awarded no more from ${withdrawnOn} on`, required: 'a label that is awarded' },
            },
          ],
    ),
    consents: labels.flatMap(({ label, scheme }) => {
      const { labelId, issuerId, holder, since, until } = label;
      const before = { holderId: holder.id, since, until, origins: [] };
      const { pending } = heldAfter(before, scheme, { predecessorId: holder.id, successorId, on });
      if (pending === undefined) return [];
      return [{ reference: `label:${labelId}`, needs: pending.policy, from: issuerId, by: pending.by }];
    }),
  };
}
