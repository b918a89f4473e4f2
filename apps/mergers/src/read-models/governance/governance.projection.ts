import { catalog, type GrappeEvents } from '#libs/contracts';
import { withMandateEnded } from '#libs/contracts/facts';
import { changeItem, projection, updates, upserts } from '#libs/projections';
import type { Governance } from '../../domain/dry-run/diff.ts';

interface GovernanceOfCluster extends Governance {
  readonly clusterId: string;
}

/** Who governs what: what ends when a cluster disappears. An end that lies ahead has ended nothing yet, so what is over stays in it. */
export const governanceOfClusters = projection<GrappeEvents, GovernanceOfCluster>({
  name: 'mergers.governance',
  version: 10,
  order: catalog.order,
  columns: { cluster_id: { type: 'text', from: 'clusterId' } },
  indexes: [['cluster_id']],
  key: 'clusterId',
  on: {
    'governance.BodyCreated': upserts((cluster, { data: { clusterId, bodyId, name, kind, since } }) => {
      const { bodies, ...others } = cluster ?? { clusterId, bodies: [], offices: [], mandates: [] };
      return { ...others, bodies: [...bodies, { bodyId, names: [{ name, since }], kind, since }] };
    }),
    'governance.BodyRenamed': updates((cluster, { data: { bodyId, name, since } }) => ({
      ...cluster,
      bodies: changeItem(
        cluster.bodies,
        (body) => body.bodyId === bodyId,
        (body) => ({ ...body, names: [...body.names, { name, since }] }),
      ),
    })),
    // Of two abolitions the earlier one stands.
    'governance.BodyAbolished': updates((cluster, { data: { bodyId, on } }) => ({
      ...cluster,
      bodies: changeItem(
        cluster.bodies,
        (body) => body.bodyId === bodyId,
        (body) => ({ ...body, until: body.until ?? on }),
      ),
    })),
    'governance.OfficeCreated': updates((cluster, { data: { officeId, title, since } }) => ({
      ...cluster,
      offices: [...cluster.offices, { officeId, title, since }],
    })),
    'governance.MandateStarted': updates(
      (cluster, { data: { mandateId, officeId, bodyId, person, since, limit } }) => ({
        ...cluster,
        mandates: [
          ...cluster.mandates,
          { mandateId, officeId, bodyId, person, since, ...(limit === undefined ? {} : { limit }) },
        ],
      }),
    ),
    'governance.MandateExtended': updates((cluster, { data: { mandateId, limit } }) => ({
      ...cluster,
      mandates: changeItem(
        cluster.mandates,
        (mandate) => mandate.mandateId === mandateId,
        (mandate) => ({ ...mandate, limit }),
      ),
    })),
    'governance.MandateEnded': updates((cluster, { data: ended }) => ({
      ...cluster,
      mandates: withMandateEnded(cluster.mandates, ended),
    })),
  },
});
