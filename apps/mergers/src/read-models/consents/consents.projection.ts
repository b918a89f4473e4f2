import { catalog, type GrappeEvents } from '#libs/contracts';
import { keyed, projection, upserts, type ReadModels } from '#libs/projections';

/** What became of a subsidy or a label that waits for somebody: consent, its refusal, an assessment with a renewal, or an end. */
export const CONSENT_ANSWERS = ['given', 'refused', 'renewed', 'lapsed'] as const;

interface Answer {
  readonly answer: (typeof CONSENT_ANSWERS)[number];
  readonly on: string;
}

interface Consents {
  /** In the order of their days. */
  readonly answers: readonly Answer[];
}

type OfSubsidy = GrappeEvents['membership.SubsidyConsentGiven' | 'membership.SubsidyLapsed'];
type OfLabel = GrappeEvents['membership.LabelConsentDecided' | 'membership.LabelRenewed'];

function subsidyIs(answer: Answer['answer']) {
  return keyed<OfSubsidy, Consents>(
    ({ data }) => `subsidy:${data.subsidyId}`,
    upserts((known, { data: { on } }) => withAnswer(known, { answer, on })),
  );
}

function labelIs<Data extends OfLabel>(answerOf: (data: Data) => Answer['answer']) {
  return keyed<Data, Consents>(
    ({ data }) => `label:${data.labelId}`,
    upserts((known, { data }) => withAnswer(known, { answer: answerOf(data), on: data.on })),
  );
}

function withAnswer(known: Consents | undefined, answer: Answer): Consents {
  return { answers: [...(known?.answers ?? []), answer] };
}

/** What was answered about subsidies and labels, by the reference of each: whether a consent that a merger needs has come. */
export const consents = projection<GrappeEvents, Consents>({
  name: 'mergers.consents',
  version: 1,
  order: catalog.order,
  columns: {},
  indexes: [],
  on: {
    'membership.SubsidyConsentGiven': subsidyIs('given'),
    'membership.SubsidyLapsed': subsidyIs('lapsed'),
    'membership.LabelConsentDecided': labelIs<GrappeEvents['membership.LabelConsentDecided']>(({ granted }) =>
      granted ? 'given' : 'refused',
    ),
    'membership.LabelRenewed': labelIs(() => 'renewed'),
  },
});

/** The first answer about each of these references from a day on, where one has come. */
export async function answersSince(
  models: Pick<ReadModels, 'of'>,
  references: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, Answer>> {
  const found = await Promise.all(
    references.map(async (reference) => {
      const known = await models.of(consents).get(reference);
      const answer = known?.answers.find(({ on }) => on >= day);
      return answer === undefined ? [] : [[reference, answer] as const];
    }),
  );
  return new Map(found.flat());
}
