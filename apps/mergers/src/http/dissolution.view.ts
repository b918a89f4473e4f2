import { z } from 'zod';
import { dateSchema, uuidSchema, type Immutable } from '#libs/contracts';
import type { Dissolution } from '../domain/dry-run/dissolution.ts';
import { madeOf, SHOWN } from './dry-run.view.ts';

const count = z.int().min(0);
const name = z.string();
const loss = {
  clusterId: uuidSchema.describe('Whose it is.'),
  byMerger: z.enum(['kept', 'needs-consent', 'lost']).describe('What becomes of it by the merger.'),
};

const label = {
  ...{ ...loss, labelId: uuidSchema, schemeId: uuidSchema, name: name.optional() },
  by: dateSchema.optional().describe('By the merger: until when the consent or the assessment has to come.'),
};

const figure = z
  .strictObject({
    lost: count.describe('How many the dissolution loses.'),
    kept: count.describe('How many of these the merger keeps.'),
    needConsent: count.describe('How many it keeps once somebody has consented, or assessed it again.'),
  })
  .meta({ id: 'LossFigure', description: 'How much a dissolution loses, and what the merger keeps of it.' });

const figures = z
  .strictObject({
    members: figure.describe('Organisations whose earlier history is not linked any more: each once.'),
    memberships: figure.describe('Memberships that end without one that has them as its origin.'),
    mandates: figure.describe('Mandates that end with nothing behind them in their chain.'),
    subsidies: figure
      .extend({ lostCents: count, keptCents: count, ofUnknownAmount: count })
      .describe('Subsidies that lapse. The amounts are of those of which one is known.'),
    labels: figure.describe('Labels that lapse.'),
    labelsIssued: figure.describe('Labels that others have of the body, and nobody renews any more.'),
    partners: figure.describe('Partnerships of incubators, each with its seat where it has one.'),
    networks: figure.describe('Places in networks.'),
    agreements: figure.describe('Agreements that bind nobody any more: each once.'),
    antennas: figure.describe('Antennas that close.'),
    lineage: figure.describe('Bodies, those of earlier successions included, that go on in nobody.'),
  })
  .meta({ id: 'LossFigures' });

const losses = z.strictObject({
  memberships: z.array(
    z.strictObject({
      ...{ ...loss, organisationId: uuidSchema },
      memberSince: dateSchema.describe('The first day of all.'),
      terms: z.int().min(1).describe('How many times it became a member.'),
    }),
  ),
  mandates: z.array(
    z.strictObject({ ...loss, mandateId: uuidSchema, personName: name, office: name, since: dateSchema }),
  ),
  subsidies: z.array(
    z.strictObject({
      ...{ ...loss, subsidyId: uuidSchema, granterId: uuidSchema, amountCents: count.nullable() },
    }),
  ),
  labels: z.array(z.strictObject(label)),
  labelsIssued: z.array(z.strictObject({ ...label, holderId: uuidSchema })),
  partners: z.array(
    z.strictObject({
      ...{ ...loss, partnerId: uuidSchema, incubatorId: uuidSchema, seatId: uuidSchema.optional() },
    }),
  ),
  networks: z.array(z.strictObject({ ...loss, networkId: uuidSchema })),
  agreements: z.array(
    z.strictObject({
      ...{ ...loss, agreementId: uuidSchema, kind: z.enum(['partnership', 'reciprocity']) },
    }),
  ),
  antennas: z.array(z.strictObject({ ...loss, antennaId: uuidSchema, name: name.optional() })),
  lineage: z.array(
    z.strictObject({
      ...{ ...loss, predecessorId: uuidSchema, successorId: uuidSchema.optional(), on: dateSchema },
    }),
  ),
});

export const dissolutionView = z
  .strictObject({
    ...madeOf,
    effectiveOn: dateSchema.describe(
      'The day for which it is made: that of the effect, else of the treaty, the target, the expected one, or the one asked about.',
    ),
    reason: z.string().optional().describe('Why there is nothing to lose.'),
    predecessors: z.array(z.strictObject({ clusterId: uuidSchema, name: name.optional(), figures })),
    total: figures,
    losses,
    leftOff: z
      .array(z.strictObject({ list: z.string(), count }))
      .describe('Of each list that is longer than what is shown of it, how many items are not. Figures are of all.'),
  })
  .meta({
    id: 'Dissolution',
    description: 'What it would lose to dissolve the bodies and found anew, with what the merger keeps of each.',
  });

export type DissolutionView = Immutable<z.infer<typeof dissolutionView>>;

/** Each list up to the bound. */
export function boundedDissolution({ losses: all, ...dissolution }: Dissolution): DissolutionView {
  const { memberships, mandates, subsidies, labels, labelsIssued, partners, networks, agreements } = all;
  const leftOff = Object.entries(all)
    .filter(([, items]) => items.length > SHOWN)
    .map(([list, items]) => ({ list, count: items.length - SHOWN }));
  return {
    ...dissolution,
    losses: {
      ...{ memberships: cut(memberships), mandates: cut(mandates), subsidies: cut(subsidies) },
      ...{ labels: cut(labels), labelsIssued: cut(labelsIssued) },
      ...{ partners: cut(partners), networks: cut(networks), agreements: cut(agreements) },
      ...{ antennas: cut(all.antennas), lineage: cut(all.lineage) },
    },
    leftOff,
  };
}

function cut<Item>(items: readonly Item[]): readonly Item[] {
  return items.slice(0, SHOWN);
}
