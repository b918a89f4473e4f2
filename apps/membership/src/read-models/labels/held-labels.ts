import { onceFor, type DeclaredModels } from '#libs/hosting';
import { invariant } from '#libs/kernel';
import { LAST_DAY } from '#libs/projections';
import type { Passing } from '../../domain/cluster/passing.ts';
import type { Fate } from '../../domain/organisation/organisation.ends.ts';
import { clusters } from '../clusters/clusters.projection.ts';
import { passingsIn } from '../clusters/passings.ts';
import { endsIn } from '../organisations/ends.ts';
import { organisations } from '../organisations/organisations.projection.ts';
import { dissolutionsIn } from '../clusters/dissolutions.ts';
import { labelSchemes, untilIssuerEnds } from '../label-schemes/label-schemes.projection.ts';
import { labels, viewOfLabel, type LabelDocument, type LabelView } from './labels.projection.ts';

/** What the views of labels are made of. */
export const LABEL_MODELS = [labels, labelSchemes, clusters, organisations] as const;

/** What a label is on a day; undefined where all of it was taken back. */
export type LabelViews = (document: LabelDocument, day: string) => LabelView | undefined;

/** Views of labels: with the schemes, and with what became of their issuers and of who holds them. */
export const labelViewsIn = onceFor<LabelViews>(async (models) => {
  const [passings, dissolutions, schemes, passable, ends] = await Promise.all([
    passingsIn(models),
    dissolutionsIn(models),
    models.of(labelSchemes).all({}),
    passableLabels(models),
    endsIn(models),
  ]);
  const bodies = [...schemes.map(({ issuerId }) => issuerId), ...passable.map(({ holderId }) => holderId)];
  const chains = new Map(await Promise.all([...new Set(bodies)].map(async (id) => [id, await passings(id)] as const)));
  const chainOf = (id: string): readonly Passing[] => chains.get(id) ?? [];
  const known = new Map(
    schemes.map((each) => [each.schemeId, untilIssuerEnds(each, chainOf(each.issuerId), dissolutions)]),
  );
  const dissolvedOn = (id: string, since: string): string | undefined => {
    const on = dissolutions(id, since);
    return on === LAST_DAY ? ceasedOn(ends.get(id)) : on;
  };
  return (document, day) => {
    const scheme = known.get(document.schemeId);
    invariant(scheme !== undefined, `label ${document.labelId} of a scheme that nobody has set`);
    const [ofHolder, ofIssuer] = [chainOf(document.holderId), chainOf(scheme.issuerId)];
    return viewOfLabel(document, { scheme, ofHolder, ofIssuer, dissolvedOn }, day);
  };
});

/** The labels that may have passed: those of clusters, and of organisations that are no more. */
const passableLabels = onceFor(async (models) => {
  const ended = [...(await endsIn(models)).keys()];
  const known = await Promise.all([
    models.of(labels).all({ holder_kind: 'cluster' }),
    models.of(labels).all({ holder_id: ended }),
  ]);
  return known.flat();
});

function ceasedOn({ end }: Fate = {}): string | undefined {
  return end?.continuation === undefined ? end?.on : undefined;
}

/** The labels that some bodies have on a day, whatever their status: those that they were awarded, and those that passed to them. */
export async function labelsOf(
  models: DeclaredModels,
  holderIds: readonly string[],
  day: string,
): Promise<readonly LabelView[]> {
  const [viewOf, own, passable] = await Promise.all([
    labelViewsIn(models),
    models.of(labels).all({ holder_id: holderIds }),
    passableLabels(models),
  ]);
  const documents = new Map([...own, ...passable].map((each) => [each.labelId, each]));
  const wanted = new Set(holderIds);
  const views = [...documents.values()].flatMap((document) => viewOf(document, day) ?? []);
  return views.filter(({ holder }) => wanted.has(holder.id));
}
