import { v7 } from 'uuid';
import { derivedId, streamName, uuid, type ProposedEvent, type StreamName } from '../../libs/kernel/index.ts';
import { sampleMetadata } from '../sample-events.ts';

const id = (kind: string, name: string | number) => derivedId('bench-dry-run', kind, String(name));

export const absorbing = id('cluster', 'absorbing');
export const absorbed = id('cluster', 'absorbed');
export const operationId = id('operation', 'merger');

export interface Stored {
  readonly stream: StreamName;
  readonly event: ProposedEvent;
}

/** Companies that are members of one cluster or of both; the last of the first cluster are the first of the other one. */
export function* memberships(members: number, inBoth: number): Generator<Stored> {
  const companies = 2 * members - inBoth;
  for (let company = 0; company < companies; company += 1) {
    const organisationId = id('organisation', company);
    const organisation = { organisationId, name: `Company ${String(company)}`, kind: 'company', since: '2010-01-01' };
    yield stored('organisation', organisationId, 'OrganisationRegistered', organisation);
    if (company < members) yield admitted(absorbing, organisationId);
    if (company >= members - inBoth) yield admitted(absorbed, organisationId);
  }
}

function admitted(clusterId: string, organisationId: string): Stored {
  const membershipId = derivedId('membership', clusterId, organisationId);
  const data = { membershipId, clusterId, organisationId, since: '2012-01-01' };
  return stored('membership', membershipId, 'MemberAdmitted', data);
}

function stored(aggregate: string, about: string, type: string, data: ProposedEvent['data']): Stored {
  return {
    stream: streamName('membership', aggregate, about),
    event: { id: uuid(v7()), type: `membership.${type}`, schemaVersion: 1, data, metadata: sampleMetadata() },
  };
}
