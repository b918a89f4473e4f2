import type { GrappeEvents } from '#libs/contracts';
import { projection, type TypedEvent } from '#libs/projections';

export interface KnownBody {
  readonly bodyId: string;
  readonly name: string;
  readonly kind: string;
}

export interface KnownOffice {
  readonly officeId: string;
  readonly title: string;
}

export interface RunningMandate {
  readonly mandateId: string;
  readonly officeId: string;
  readonly bodyId: string;
  readonly person: { readonly personId: string; readonly name: string };
  readonly since: string;
}

/** The bodies, offices and running mandates of one cluster. */
export interface GovernanceOfCluster {
  readonly clusterId: string;
  readonly bodies: readonly KnownBody[];
  readonly offices: readonly KnownOffice[];
  readonly mandates: readonly RunningMandate[];
}

const empty = (clusterId: string): GovernanceOfCluster => ({ clusterId, bodies: [], offices: [], mandates: [] });

function onCluster<Data extends { readonly clusterId: string }>(
  change: (document: GovernanceOfCluster, data: Data) => Partial<GovernanceOfCluster>,
) {
  return {
    keys: ({ data }: TypedEvent<Data>) => data.clusterId,
    evolve: (document: GovernanceOfCluster | undefined, { data }: TypedEvent<Data>): GovernanceOfCluster => {
      const before = document ?? empty(data.clusterId);
      return { ...before, ...change(before, data) };
    },
  };
}

/** Who governs what: the mandates that end when a cluster disappears. */
export const governanceOfClusters = projection<GrappeEvents, GovernanceOfCluster>({
  name: 'mergers.governance',
  version: 1,
  columns: {},
  indexes: [],
  on: {
    'governance.BodyCreated': onCluster((document, { bodyId, name, kind }) => ({
      bodies: [...document.bodies, { bodyId, name, kind }],
    })),
    'governance.BodyAbolished': onCluster((document, { bodyId }) => ({
      bodies: document.bodies.filter((body) => body.bodyId !== bodyId),
    })),
    'governance.OfficeCreated': onCluster((document, { officeId, title }) => ({
      offices: [...document.offices, { officeId, title }],
    })),
    'governance.MandateStarted': onCluster((document, { mandateId, officeId, bodyId, person, since }) => ({
      mandates: [...document.mandates, { mandateId, officeId, bodyId, person, since }],
    })),
    'governance.MandateEnded': onCluster((document, { mandateId }) => ({
      mandates: document.mandates.filter((mandate) => mandate.mandateId !== mandateId),
    })),
  },
});
