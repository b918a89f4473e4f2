import { addDays, calendarDate } from '#libs/kernel';
import type { Carried, Consent, Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { heldAfter, issuedAfter, mainHeirOf } from '#libs/succession';
import { idOn } from '../domain/cluster/passing.ts';
import { passingsIn } from '../read-models/clusters/passings.ts';
import { labelSchemes, type LabelSchemeDocument } from '../read-models/label-schemes/label-schemes.projection.ts';
import { labelsOf, labelViewsIn } from '../read-models/labels/held-labels.ts';
import { labels, type LabelView } from '../read-models/labels/labels.projection.ts';

/** A label that a predecessor has on the day before the effect, or awards to others, with its scheme. */
export interface PassingLabel {
  readonly label: LabelView;
  readonly scheme: LabelSchemeDocument;
  readonly predecessorIs: 'holder' | 'issuer';
}

type Models = Pick<ReadModels, 'of'>;

const PASSING: readonly LabelView['status'][] = ['valid', 'suspended', 'awaiting-consent'];

export async function labelsOfPredecessors(
  { predecessors, effectiveOn }: Succession,
  readModels: ReadModels,
): Promise<readonly PassingLabel[]> {
  // A fresh object: what is kept of models for one question is kept by it.
  const models: Models = { of: (projection) => readModels.of(projection) };
  const gone = predecessors.map(({ clusterId }) => clusterId);
  const day = addDays(calendarDate(effectiveOn), -1);
  const [held, issued] = await Promise.all([labelsOf(models, gone, day), labelsBy(models, gone, day)]);
  const known = [
    ...held.map((label) => ({ label, predecessorIs: 'holder' as const })),
    ...issued.map((label) => ({ label, predecessorIs: 'issuer' as const })),
  ].filter(({ label: { status, until } }) => PASSING.includes(status) && (until === undefined || effectiveOn < until));
  const found = await Promise.all(
    known.map(async (each) => ({ ...each, scheme: await models.of(labelSchemes).get(each.label.schemeId) })),
  );
  return found.flatMap(({ scheme, ...each }) => (scheme === undefined ? [] : [{ ...each, scheme }]));
}

/** The labels of whose schemes these bodies are the issuers on a day. */
async function labelsBy(models: Models, issuerIds: readonly string[], day: string): Promise<readonly LabelView[]> {
  const [passings, viewOf, schemes] = await Promise.all([
    passingsIn(models),
    labelViewsIn(models),
    models.of(labelSchemes).all({}),
  ]);
  const issuers = await Promise.all(
    schemes.map(async ({ schemeId, issuerId }) => ({ schemeId, by: idOn(issuerId, await passings(issuerId), day) })),
  );
  const own = issuers.filter(({ by }) => issuerIds.includes(by)).map(({ schemeId }) => schemeId);
  const documents = own.length === 0 ? [] : await models.of(labels).all({ scheme_id: own });
  return documents.flatMap((document) => viewOf(document, day) ?? []);
}

/**
 * Labels move by no command: whoever succeeds to the holder has them, and whoever succeeds to the issuer awards them. One of a scheme that was withdrawn by then
 * passes as it was; of others the scheme may ask for more.
 */
export function carriedLabels(succession: Succession, passing: readonly PassingLabel[]): Carried {
  const { effectiveOn: on } = succession;
  return {
    asItWas: passing.flatMap(({ label: { labelId }, scheme: { withdrawnOn }, predecessorIs }) =>
      predecessorIs === 'issuer' || withdrawnOn === undefined || withdrawnOn > on
        ? []
        : [
            {
              ...{ reference: `label:${labelId}`, code: 'MBR_LABEL_SCHEME_WITHDRAWN' },
              ...{ found: `awarded no more from ${withdrawnOn} on`, required: 'a label that is awarded' },
            },
          ],
    ),
    consents: consentsOf(succession, passing),
  };
}

/** One for each label: where both its holder and its issuer disappear, that for the holder. */
function consentsOf(succession: Succession, passing: readonly PassingLabel[]): readonly Consent[] {
  const { effectiveOn: on, predecessors } = succession;
  const successorId = mainHeirOf(succession);
  const known = new Map<string, Consent>();
  for (const { label, scheme, predecessorIs } of passing) {
    const { labelId, issuerId, holder, since, until } = label;
    const before = { holderId: holder.id, since, until, origins: [] };
    const [of, after] = predecessorIs === 'holder' ? [holder.id, heldAfter] : [issuerId, issuedAfter];
    const { pending } = after(before, scheme, { predecessorId: of, successorId, on });
    if (pending === undefined || known.has(labelId)) continue;
    const from = predecessors.some(({ clusterId }) => clusterId === issuerId) ? successorId : issuerId;
    known.set(labelId, { reference: `label:${labelId}`, needs: pending.policy, from, by: pending.by });
  }
  return [...known.values()];
}
