import { cluster } from '../src/domain/cluster/cluster.ts';
import { college } from '../src/domain/colleges/college.ts';
import type { Span } from '#libs/succession';
import type { Surroundings } from '../src/domain/membership/membership.decide.ts';
import type { Transfer } from '../src/domain/membership/membership.transfers.ts';
import { type MembershipEvent, membershipId } from '../src/domain/membership/membership.ts';
import { organisation } from '../src/domain/organisation/organisation.ts';
import { absorption, auvergneTic, esker, numelink } from './facts.ts';

/** The words in which specifications of a membership are written: Esker in Numélink. */
export const id = membershipId(numelink, esker);
export const ids = { membershipId: id, clusterId: numelink, organisationId: esker };
export const about = { membershipId: id, clusterId: numelink };

const registered = { clusterId: numelink, kind: 'cluster', name: 'Numélink', nameKind: 'final' } as const;
/** What it begins in: a cluster that stands, and a company that is known. */
export const around: Surroundings = {
  cluster: cluster.evolve(cluster.initial, {
    type: 'ClusterRegistered',
    ...registered,
    seat: 'Saint-Étienne',
    departments: ['42'],
    since: '2006-06-29',
  }),
  colleges: college.initial,
  organisation: organisation.evolve(organisation.initial, {
    type: 'OrganisationRegistered',
    organisationId: esker,
    name: 'Esker',
    kind: 'company',
    since: '1985-01-01',
  }),
};

const application = { ...ids, college: 'companies' } as const;
export const apply = (on: string) => ({ type: 'ApplyForMembership', in: around, ...application, on }) as const;
export const applied = (on: string): MembershipEvent => ({ type: 'MembershipApplied', ...application, on });
export const refuse = (on: string) =>
  ({
    type: 'RefuseApplication',
    ...about,
    colleges: college.initial,
    reason: 'no digital activity',
    on,
  }) as const;
export const refused = (on: string): MembershipEvent => ({
  type: 'MembershipRefused',
  ...ids,
  reason: 'no digital activity',
  on,
});
export const admit = (since: string) => ({ type: 'AdmitMember', in: around, ...ids, since }) as const;
export const accept = (since: string) => ({ type: 'AcceptApplication', in: around, ...about, since }) as const;
export const admitted = (since: string, more: object = {}): MembershipEvent => ({
  type: 'MemberAdmitted',
  ...ids,
  since,
  ...more,
});
export const end = (on: string) => ({ type: 'EndMembership', ...about, cause: 'resignation', on }) as const;
export const ended = (on: string): MembershipEvent => ({ type: 'MembershipEnded', ...ids, cause: 'resignation', on });
export const succession = {
  ...ids,
  operationId: absorption,
  successorClusterId: auvergneTic,
  successorMembershipId: membershipId(auvergneTic, esker),
  on: '2016-03-31',
};
export const succeed = { type: 'SucceedMembership', ...succession } as const;
export const succeeded: MembershipEvent = { type: 'MembershipSucceeded', ...succession };
export const originOf = (clusterId: string) => ({
  clusterId,
  membershipId: membershipId(clusterId, esker),
  memberSince: '2011-05-01',
});
const EFFECT = '2015-06-30';
/** What comes over from one predecessor: from the effect on, until it leaves where it leaves. */
export const from = (clusterId: string, ...spans: readonly Span[]): Transfer => ({
  origin: originOf(clusterId),
  spans: spans.length === 0 ? [{ since: EFFECT }] : spans,
});
export const leaving = (on: string) => ({ since: EFFECT, ending: { on, cause: 'resignation' as const } });
export const receive = (...transfers: readonly Transfer[]) =>
  ({ type: 'ReceiveTransfers', ...ids, operationId: absorption, transfers }) as const;
export const transferred = (clusterId: string, more: object = {}): MembershipEvent => ({
  type: 'MemberTransferred',
  ...ids,
  operationId: absorption,
  origin: originOf(clusterId),
  since: EFFECT,
  ...more,
});
export const originAdded = (clusterId: string, on = EFFECT): MembershipEvent => ({
  type: 'MembershipOriginAdded',
  ...ids,
  operationId: absorption,
  origin: originOf(clusterId),
  on,
});
