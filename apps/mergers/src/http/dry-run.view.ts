import { z } from 'zod';
import { bodyKindSchema, dateSchema, sha256Schema, uuidSchema, verdictSchema, type Immutable } from '#libs/contracts';
import type { Diff } from '../domain/dry-run/diff.ts';
import { holdingsShape } from './holdings.view.ts';
import { joiningView, operationStatus } from '../read-models/operations/operations.projection.ts';

const count = z.int().min(0);
const name = z.string();

const guardStatus = verdictSchema
  .extend({
    clusterId: uuidSchema.optional(),
    actOn: dateSchema.describe('The day of the act that was judged, or on which it would be judged.'),
    state: z.enum(['passed', 'failed', 'not-yet-due']),
    found: z.string().optional(),
    required: z.string().optional(),
    inFrench: z.strictObject({ found: z.string().optional(), required: z.string().optional() }).optional(),
    earliestLawfulDate: dateSchema.optional().describe('The first lawful day, not before the requested one.'),
  })
  .meta({ id: 'GuardStatus', description: 'The status of a guard for an operation, or for one of its participants.' });

export const guardsView = z
  .strictObject({ validAt: dateSchema, items: z.array(guardStatus) })
  .meta({ id: 'Guards', description: 'Which guards have passed, fail, or are not yet due on a day.' });

const members = z.strictObject({
  total: count.describe('Members of the successor: each once.'),
  sum: count.describe('Memberships of the participants, added up.'),
  merged: count.describe(
    'The number of memberships that merge with another one: `sum - total`, of which those who join are left out.',
  ),
  byOrigin: z.array(z.strictObject({ clusterId: uuidSchema, name: name.optional(), members: count })),
  byHeir: z
    .array(z.strictObject({ clusterId: uuidSchema, members: count }))
    .optional()
    .describe('Of a cluster that splits: the members of each heir.'),
  staying: count.optional().describe('Of a cluster that gives a branch: the members that stay with it.'),
  offered: z
    .strictObject({ on: dateSchema, members: count })
    .optional()
    .describe(
      'Of a body that comes back: its members on the eve of its end, who may join anew; none of them comes back by it.',
    ),
  joining: z
    .array(
      joiningView.extend({
        name: name.optional(),
        joins: z.boolean().describe('Whether it becomes a member by the effect: it has acceded, and is none by then.'),
      }),
    )
    .optional()
    .describe(
      'The organisations that the plan names beside the clusters; those that join are counted in `total`, and not in `sum`.',
    ),
  duplicates: z
    .array(z.strictObject({ organisationId: uuidSchema, clusterIds: z.array(uuidSchema), name: name.optional() }))
    .describe('Organisations that belong to more than one participant, each with all of them.'),
  byCollege: z
    .array(z.strictObject({ college: name.nullable(), members: count }))
    .describe('The members of the successor by college; null for those without one.'),
  byAntenna: z
    .array(z.strictObject({ antennaId: uuidSchema.nullable(), name: name.optional(), members: count }))
    .describe('The members of the successor by antenna; null for those without one.'),
});

const mandateLine = z.strictObject({
  mandateId: uuidSchema,
  clusterId: uuidSchema,
  personName: name.optional().describe('Absent in what is kept: there persons stand by their ids alone.'),
  office: name,
});

const governance = z.strictObject({
  bodiesAbolished: z.array(z.strictObject({ clusterId: uuidSchema, bodyId: uuidSchema, name })),
  bodiesCreated: z.array(z.strictObject({ bodyId: uuidSchema, name, kind: bodyKindSchema })),
  mandatesEnded: z.array(mandateLine),
  mandatesBegun: z.array(mandateLine.extend({ limit: dateSchema.optional() })),
});

/** Of which operation, on which day and of which version of its plan. */
export const madeOf = {
  operationId: uuidSchema,
  status: operationStatus,
  on: dateSchema,
  planVersion: z.int().optional(),
  planHash: sha256Schema.optional(),
};

export const dryRunView = z
  .strictObject({
    ...madeOf,
    effectiveOn: dateSchema.describe(
      'The day of effect for which it is made: the expected one, else the one asked about.',
    ),
    hash: sha256Schema.describe(
      'SHA-256 over everything that the effect changes, whole: of equal diffs it is the same.',
    ),
    members,
    governance,
    ...holdingsShape,
    leftOff: z
      .array(z.strictObject({ list: z.string(), count }))
      .describe(
        'Of each list that is longer than what is shown of it, how many items are not: `dry-runs/{id}/items` of one that is kept has them all. Counts are always of all.',
      ),
    guards: z.strictObject({
      passed: z.array(guardStatus),
      failed: z.array(guardStatus),
      notYetDue: z.array(guardStatus),
    }),
    obstacle: z
      .strictObject({ found: z.string(), required: z.string() })
      .optional()
      .describe('What the register has against the effect: it will be refused until that is mended.'),
    effect: z.strictObject({
      expectedOn: dateSchema.optional().describe('The day on which the effect can be expected, where it is known.'),
      lastVoteIsEffect: z.boolean().describe('True where the last favourable vote will be the effect.'),
      note: z.string().optional(),
    }),
  })
  .meta({ id: 'DryRun', description: 'What an effect would change; nothing is written.' });

export type DryRun = Immutable<z.infer<typeof dryRunView>>;

/** How many items of a list are shown. */
export const SHOWN = 500;

/** The lists of a diff that may be longer than what is shown of them. */
export const DIFF_LISTS = [
  'members.duplicates',
  ...(['bodiesAbolished', 'bodiesCreated', 'mandatesEnded', 'mandatesBegun'] as const).map(
    (list) => `governance.${list}` as const,
  ),
  ...(['constraints', 'labels', 'labelsIssued', 'subsidies'] as const),
  ...(['partners', 'agreements', 'networks', 'seats'] as const),
] as const;
export type DiffList = (typeof DIFF_LISTS)[number];

/** The lists of a diff, whole. */
export function listsOf(diff: Diff): Readonly<Record<DiffList, readonly object[]>> {
  const { members, governance } = diff;
  const { constraints, labels, labelsIssued, subsidies, partners, agreements, networks, seats } = diff;
  return {
    'members.duplicates': members.duplicates,
    'governance.bodiesAbolished': governance.bodiesAbolished,
    'governance.bodiesCreated': governance.bodiesCreated,
    'governance.mandatesEnded': governance.mandatesEnded,
    'governance.mandatesBegun': governance.mandatesBegun,
    ...{ constraints, labels, labelsIssued, subsidies, partners, agreements, networks, seats },
  };
}

/** A diff without its lines, each list up to the bound. */
export function boundedDiff(whole: Diff) {
  const { lines: _lines, ...diff } = whole;
  const { members, governance } = diff;
  const leftOff = Object.entries(listsOf(whole))
    .filter(([, items]) => items.length > SHOWN)
    .map(([list, items]) => ({ list, count: items.length - SHOWN }));
  const { constraints, labels, labelsIssued, subsidies, partners, agreements, networks, seats } = diff;
  const { bodiesAbolished, bodiesCreated, mandatesEnded, mandatesBegun } = governance;
  return {
    ...diff,
    ...{ constraints: cut(constraints), labels: cut(labels), labelsIssued: cut(labelsIssued) },
    ...{ subsidies: cut(subsidies), partners: cut(partners), agreements: cut(agreements) },
    ...{ networks: cut(networks), seats: cut(seats) },
    members: { ...members, duplicates: cut(members.duplicates) },
    governance: {
      ...{ bodiesAbolished: cut(bodiesAbolished), bodiesCreated: cut(bodiesCreated) },
      ...{ mandatesEnded: cut(mandatesEnded), mandatesBegun: cut(mandatesBegun) },
    },
    leftOff,
  };
}

function cut<Item>(items: readonly Item[]): readonly Item[] {
  return items.slice(0, SHOWN);
}

export const dryRunRequest = z.strictObject({ on: dateSchema.optional() }).meta({ id: 'DryRunRequest' });
