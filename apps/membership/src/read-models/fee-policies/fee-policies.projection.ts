import { z } from 'zod';
import { catalog, feePolicyEvents, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { dissolutionOn, type Dissolutions } from '../clusters/dissolutions.ts';
import { projection, upserts } from '#libs/projections';
import { feePolicyOn, withFeePolicy } from '../../domain/fees/fee-policy.ts';

const version = feePolicyEvents.FeePolicySet.schema
  .omit({ clusterId: true })
  .meta({ id: 'FeePolicyVersion', description: 'What the fees of a cluster are from a day on.' });

const feePolicyDocument = z.strictObject({ clusterId: uuidSchema, versions: z.array(version) });

export const feePolicyView = feePolicyDocument
  .extend({
    inForce: version.optional().describe('On the day; absent before the first, and once the cluster is dissolved.'),
  })
  .meta({ id: 'FeePolicy', description: 'What the fees of a cluster are, and were, in the order of days.' });

type FeePolicyDocument = Immutable<z.infer<typeof feePolicyDocument>>;

/** What the fees of each cluster are; the key is the id of the cluster. */
export const feePolicies = projection<GrappeEvents, FeePolicyDocument>({
  name: 'membership.fee-policies',
  version: 2,
  order: catalog.order,
  subject: 'membership.fee-policy',
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'membership.FeePolicySet': upserts((document, { data }) => ({
      clusterId: data.clusterId,
      versions: withFeePolicy(document?.versions ?? [], data),
    })),
  },
});

/** A fee policy as it is on a day: it ends with its cluster. */
export function viewOfFeePolicy(
  document: FeePolicyDocument,
  dissolvedOn: Dissolutions,
  day: string,
): Immutable<z.infer<typeof feePolicyView>> {
  const isOver = dissolutionOn(dissolvedOn, document.clusterId, day);
  const inForce = isOver ? undefined : feePolicyOn(document.versions, day);
  return { ...document, ...(inForce === undefined ? {} : { inForce }) };
}
