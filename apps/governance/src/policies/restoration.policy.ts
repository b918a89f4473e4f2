import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, type RecordedEvent } from '#libs/kernel';
import { processManager, returnsOver, type ManagerStep } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { bodies, type BodyDocument } from '../read-models/bodies/bodies.projection.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { follow, followStep } from './succession.policy.ts';

const RESTORED = 'membership.ClusterRestored';
const OF_BODIES = ['BodyCreated', 'BodyCreatedCorrected', 'BodyAbolishedCorrected', 'BodyAbolishedVoided'];

/**
 * A cluster that was dissolved comes back without its bodies, and so without mandates in them: whoever restored it creates new ones. What is recorded late of the time before its dissolution, or
 * corrected, ends in the same way.
 */
export const governanceRestoration = processManager<undefined, readonly ManagerStep[]>({
  name: 'governance.restoration',
  on: [RESTORED, ...OF_BODIES.map((name) => `governance.${name}`)],
  commands: [follow],
  reads: [bodies, clusters],
  gather: async (event, readModels) => {
    const concerned = await concernedBy(event, readModels);
    return (await Promise.all(concerned.map((body) => endings(body, readModels)))).flat();
  },
  react: (_event, { facts }) => [facts],
});

async function concernedBy({ type, data }: RecordedEvent, readModels: ReadModels): Promise<readonly BodyDocument[]> {
  const register = readModels.of(bodies);
  if (type === RESTORED) {
    const { clusterId } = data as GrappeEvents['membership.ClusterRestored'];
    return await register.all({ cluster_id: clusterId });
  }
  const { bodyId } = ('was' in data ? data['was'] : data) as { readonly bodyId: string };
  const body = await register.get(bodyId);
  return body === undefined ? [] : [body];
}

async function endings(
  { bodyId, clusterId, since, abolished }: BodyDocument,
  readModels: ReadModels,
): Promise<readonly ManagerStep[]> {
  const cluster = await readModels.of(clusters).get(clusterId);
  return returnsOver(cluster, { since, until: abolished?.on }).map(({ operationId, on }) => ({
    ...followStep({
      ...{ key: `restored-body:${operationId}:${bodyId}`, bodyId, offices: [], count: 1 },
      bodies: [{ type: 'AbolishBody', bodyId, cause: 'dissolution', operationId, on }],
    }),
    tolerates: ['GOV_BODY_ABOLISHED'],
    effectiveAt: calendarDate(on),
  }));
}
