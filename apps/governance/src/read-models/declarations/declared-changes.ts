import { z } from 'zod';
import {
  dateSchema,
  declaredChangeSchema,
  nameSchema,
  personSchema,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import type { DeclaredModels, QueryCall } from '#libs/hosting';
import { declarationOf, keyOf, statusOf } from '../../domain/declarations/changes.ts';
import { bodies } from '../bodies/bodies.projection.ts';
import { clusters } from '../clusters/clusters.projection.ts';
import { clusterSeats } from '../cluster-seats/cluster-seats.projection.ts';
import { offices } from '../offices/offices.projection.ts';
import { statutesVersions } from '../statutes/statutes.projection.ts';
import { filedDeclarations, type DeclarationsDocument } from './declarations.projection.ts';
import { changesKnown, type KnownChange } from './known-changes.ts';

/** What the changes of a cluster and their declarations follow from. */
export const DECLARATION_MODELS = [
  bodies,
  clusters,
  clusterSeats,
  offices,
  statutesVersions,
  filedDeclarations,
] as const;

export const changeStatusSchema = z.enum(['due', 'reminded', 'late', 'declared', 'receipted', 'not-due']);

const changeView = declaredChangeSchema
  .extend({
    officeId: uuidSchema.optional(),
    bodyId: uuidSchema.optional(),
    title: nameSchema.optional().describe('Of the office.'),
    person: personSchema.optional(),
    status: changeStatusSchema.describe('`reminded`: in the last 30 days before the last one.'),
    notDue: z
      .enum(['founding', 'cluster-ended'])
      .optional()
      .describe(
        'Why there is no delay: it stands in the declaration of the founding, or in that of the operation or dissolution by which the cluster ended.',
      ),
    dueOn: dateSchema.optional().describe('The last day.'),
    remindedFrom: dateSchema.optional(),
    lateDays: z.int().min(1).optional().describe('Days after the last one until it was declared, or until today.'),
    declarationId: uuidSchema.optional(),
    declaredOn: dateSchema.optional(),
    declaredDay: dateSchema.optional().describe('Its day as it was declared, where another one is known by now.'),
    receiptedOn: dateSchema.optional(),
    opposableFrom: dateSchema
      .optional()
      .describe('The day from which it can be held against third parties: that of the declaration.'),
  })
  .meta({ id: 'ChangeToDeclare', description: 'A change that is declared to the prefecture.' });

const declarationView = z
  .strictObject({
    declarationId: uuidSchema,
    filedOn: dateSchema,
    receiptedOn: dateSchema.optional(),
    refusedOn: dateSchema.optional(),
    changes: z.array(
      declaredChangeSchema.extend({
        restsOn: z.enum(['fact', 'void']).describe('`void`: by what is known now there was no such change.'),
      }),
    ),
  })
  .meta({ id: 'FiledDeclaration', description: 'A declaration as it was filed.' });

export const clusterDeclarationsView = z
  .strictObject({
    clusterId: uuidSchema,
    validAt: dateSchema,
    items: z.array(changeView).describe('The changes up to the day, in the order of their days.'),
    declarations: z.array(declarationView).describe('The declarations up to the day.'),
  })
  .meta({ id: 'ClusterDeclarations', description: 'The changes of a cluster, and how they were declared.' });

export type ChangeView = Immutable<z.infer<typeof changeView>>;
type ClusterDeclarations = Immutable<z.infer<typeof clusterDeclarationsView>>;
type Filed = DeclarationsDocument['declarations'][number];

/** The changes of a cluster up to a day with what has to be done about each, and the declarations up to that day. */
export async function declarationsOn(
  { clusterId, day }: { readonly clusterId: string; readonly day: string },
  { models, viewer }: Pick<QueryCall, 'models' | 'viewer'>,
): Promise<ClusterDeclarations> {
  const [known, cluster, document] = await Promise.all([
    changesKnown(clusterId, changeModels(models), viewer),
    models.of(clusters).get(clusterId),
    models.of(filedDeclarations).get(clusterId),
  ]);
  const filed = (document?.declarations ?? []).filter(({ filedOn }) => filedOn <= day);
  const lifetime = { since: cluster?.since, endedOn: cluster?.ended?.on, day };
  const items = known
    .filter((change) => change.day <= day)
    .map((change) => ({ ...change, ...statusOf(change, filed, lifetime), ...declaredDayOf(change, filed, day) }));
  return { clusterId, validAt: day, items, declarations: filed.map((each) => viewOf(each, known, day)) };
}

function changeModels(models: DeclaredModels) {
  return {
    ...{ bodies: models.of(bodies), clusters: models.of(clusters), seats: models.of(clusterSeats) },
    ...{ offices: models.of(offices), statutes: models.of(statutesVersions) },
  };
}

/** A declaration says the day that was known then. */
function declaredDayOf(change: KnownChange, filed: readonly Filed[], day: string): Pick<ChangeView, 'declaredDay'> {
  const key = keyOf(change);
  const declared = declarationOf(change, filed, day)?.changes.find((each) => keyOf(each) === key);
  return declared === undefined || declared.day === change.day ? {} : { declaredDay: declared.day };
}

function viewOf(
  { declarationId, filedOn, changes, receipt, refusal }: Filed,
  known: readonly KnownChange[],
  day: string,
): ClusterDeclarations['declarations'][number] {
  const keys = new Set(known.map(keyOf));
  return {
    ...{ declarationId, filedOn },
    ...(receipt === undefined || receipt.on > day ? {} : { receiptedOn: receipt.on }),
    ...(refusal === undefined || refusal.on > day ? {} : { refusedOn: refusal.on }),
    changes: changes.map((change) => ({ ...change, restsOn: keys.has(keyOf(change)) ? 'fact' : 'void' })),
  };
}
