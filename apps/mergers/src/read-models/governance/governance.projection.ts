import type { GrappeEvents } from '#libs/contracts';
import { withMandateEnded, type MandateEnding } from '#libs/contracts/facts';
import type { Term } from '#libs/kernel';
import { projection, type TypedEvent } from '#libs/projections';

export interface KnownBody extends Term {
  readonly bodyId: string;
  readonly name: string;
  readonly kind: string;
}

export interface KnownOffice {
  readonly officeId: string;
  readonly title: string;
}

export interface KnownMandate extends Term, MandateEnding {
  readonly mandateId: string;
  readonly officeId: string;
  readonly bodyId: string;
  readonly person: { readonly personId: string; readonly name: string };
}

/** The bodies, offices and mandates of one cluster, each with the days on which it holds. */
export interface GovernanceOfCluster {
  readonly clusterId: string;
  readonly bodies: readonly KnownBody[];
  readonly offices: readonly KnownOffice[];
  readonly mandates: readonly KnownMandate[];
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

/** Who governs what: what ends when a cluster disappears. An end that lies ahead has ended nothing yet, so what is over stays in it. */
export const governanceOfClusters = projection<GrappeEvents, GovernanceOfCluster>({
  name: 'mergers.governance',
  version: 1,
  columns: {},
  indexes: [],
  on: {
    'governance.BodyCreated': onCluster((document, { bodyId, name, kind, since }) => ({
      bodies: [...document.bodies, { bodyId, name, kind, since }],
    })),
    'governance.BodyAbolished': onCluster((document, { bodyId, on: until }) => ({
      bodies: document.bodies.map((body) => (body.bodyId === bodyId ? { ...body, until } : body)),
    })),
    'governance.OfficeCreated': onCluster((document, { officeId, title }) => ({
      offices: [...document.offices, { officeId, title }],
    })),
    'governance.MandateStarted': onCluster((document, { mandateId, officeId, bodyId, person, since, limit }) => ({
      mandates: [
        ...document.mandates,
        { mandateId, officeId, bodyId, person, since, ...(limit === undefined ? {} : { limit }) },
      ],
    })),
    'governance.MandateEnded': onCluster((document, ended) => ({
      mandates: withMandateEnded(document.mandates, ended),
    })),
  },
});
