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
  version: 11,
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
    'governance.BodyConstrained': updates((cluster, { data: { bodyId, constraintId, rule, remedyDays, since } }) => ({
      ...cluster,
      bodies: changeItem(
        cluster.bodies,
        (body) => body.bodyId === bodyId,
        (body) => ({ ...body, constraints: [...(body.constraints ?? []), { constraintId, rule, remedyDays, since }] }),
      ),
    })),
    'governance.BodyConstraintLifted': updates((cluster, { data: { bodyId, constraintId, on } }) => ({
      ...cluster,
      bodies: changeItem(
        cluster.bodies,
        (body) => body.bodyId === bodyId,
        ({ constraints = [], ...body }) => ({
          ...body,
          constraints: constraints.map((each) =>
            each.constraintId === constraintId && each.until === undefined ? { ...each, until: on } : each,
          ),
        }),
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
    'governance.MandateStarted': updates((cluster, { data }) => {
      const { mandateId, officeId, bodyId, person, since, limit, organisationId, antennaId, gender } = data;
      const known = {
        ...(limit === undefined ? {} : { limit }),
        ...(organisationId === undefined ? {} : { organisations: [{ since, organisationId }] }),
        ...(antennaId === undefined ? {} : { antennaId }),
        ...(gender === undefined ? {} : { gender }),
      };
      return { ...cluster, mandates: [...cluster.mandates, { mandateId, officeId, bodyId, person, since, ...known }] };
    }),
    'governance.MandateHolderMoved': updates((cluster, { data: { mandateId, organisationId, since } }) => ({
      ...cluster,
      mandates: changeItem(
        cluster.mandates,
        (mandate) => mandate.mandateId === mandateId,
        ({ organisations = [], ...mandate }) => ({
          ...mandate,
          organisations: [...organisations, { since, ...(organisationId === undefined ? {} : { organisationId }) }],
        }),
      ),
    })),
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
