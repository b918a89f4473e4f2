import { derivedId, type Uuid } from '#libs/kernel';
import type { Answer, TestPlatform } from './test-platform.ts';

export const DRAFTED = '2015-12-01';
export const ADOPTED = '2016-01-15';
/** Two calendar months after the boards. */
const CALLED = '2016-02-01';
export const VOTED = '2016-03-31';

export const id = (kind: string, ...names: readonly (string | number)[]): Uuid =>
  derivedId('contexts-on-postgres', kind, ...names.map(String));

const clause = {
  quorum: { numerator: 1, denominator: 2 },
  majority: { numerator: 2, denominator: 3 },
  majorityOf: 'votes-cast',
  strict: false,
};
export const inFavour = { members: 100, present: 50, represented: 20, for: 60, against: 5, abstentions: 5 };

export interface PlannedMerger {
  readonly operationId: string;
  readonly kind: 'fusion-absorption' | 'fusion-creation';
  readonly successorId: string;
  /** In an absorption the first one stays. */
  readonly participants: readonly string[];
  readonly plan?: object | undefined;
}

/** Plays mergers by commands, as the people at the desks do. */
export class MergerDesk {
  constructor(private readonly platform: TestPlatform) {}

  async cluster(clusterId: string, name: string, since = '2006-01-01'): Promise<void> {
    await this.platform.sendAccepted('membership/clusters', { id: clusterId, name, seat: 'Lyon', effectiveAt: since });
  }

  async statutes(clusterId: string): Promise<void> {
    const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
    await this.platform.sendAccepted(`governance/statutes/${clusterId}/adopt`, { clauses, effectiveAt: '2010-01-01' });
  }

  /** Clusters that have to be in the register, and may be there already. */
  async registered(clusterIds: readonly string[]): Promise<void> {
    for (const id of clusterIds) {
      const body = { id, name: 'A cluster', seat: 'Lyon', effectiveAt: '2006-01-01' };
      const { status, body: answer, text } = await this.platform.post('membership/clusters', body);
      if (status >= 300 && answer['code'] !== 'MBR_CLUSTER_EXISTS') throw new Error(text);
    }
  }

  /** Starts the operation and drafts its plan; gives the plan's hash. */
  async draft({ operationId, kind, successorId, participants, plan = {} }: PlannedMerger): Promise<string> {
    await this.registered(participants);
    const roleOf = (index: number) => (index === 0 ? 'absorbing' : 'absorbed');
    const parts = participants.map((clusterId, index) => ({
      clusterId,
      role: kind === 'fusion-creation' ? 'founding' : roleOf(index),
    }));
    const start = { id: operationId, kind, title: 'A merger', participants: parts, effectiveAt: '2015-11-02' };
    await this.platform.sendAccepted('mergers/operations', start);
    const { body } = await this.platform.sendAccepted(`mergers/operations/${operationId}/draft-plan`, {
      plan: { ...planFor(successorId), ...plan },
      effectiveAt: DRAFTED,
    });
    const operation = await this.operation(operationId, String(body['readToken']));
    return (operation['plan'] as { readonly hash: string }).hash;
  }

  async operation(operationId: string, readToken?: string): Promise<Record<string, unknown>> {
    const wait = readToken === undefined ? '' : `?readToken=${readToken}`;
    const { status, body, text } = await this.platform.get(`mergers/operations/${operationId}${wait}`);
    if (status !== 200) throw new Error(text);
    return body;
  }

  send(operationId: string, verb: string, body: object): Promise<Answer> {
    return this.platform.post(`mergers/operations/${operationId}/${verb}`, body);
  }

  adopt(operationId: string, clusterId: string, planHash: string): Promise<Answer> {
    return this.send(operationId, 'adopt-plan', { clusterId, planHash, effectiveAt: ADOPTED });
  }

  vote(operationId: string, clusterId: string, tally: object = inFavour): Promise<Answer> {
    return this.send(operationId, 'record-vote', { clusterId, tally, effectiveAt: VOTED });
  }

  /** From nothing to the adoption by every board; gives the plan's hash. */
  async adoptEverywhere(merger: PlannedMerger): Promise<string> {
    const planHash = await this.draft(merger);
    for (const clusterId of merger.participants) ensure(await this.adopt(merger.operationId, clusterId, planHash));
    return planHash;
  }

  /** Documents and notices of every participant, long enough before the assemblies. */
  async callEverywhere({ operationId, participants }: PlannedMerger): Promise<void> {
    for (const clusterId of participants) {
      const publication = { clusterId, where: 'seat', effectiveAt: CALLED };
      ensure(await this.send(operationId, 'open-documents', publication));
      ensure(await this.send(operationId, 'publish-notice', publication));
    }
  }

  /** From nothing to the approval by every assembly but the last ones left out. */
  async voteEverywhere(merger: PlannedMerger, assemblies = merger.participants): Promise<void> {
    await this.adoptEverywhere(merger);
    await this.callEverywhere(merger);
    for (const clusterId of assemblies) ensure(await this.vote(merger.operationId, clusterId));
  }
}

export function ensure(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(answer.text);
  return answer;
}

export const typesOf = ({ body }: Answer): readonly string[] =>
  (body['events'] as readonly { readonly type: string }[]).map(({ type }) => type);

export function planFor(clusterId: string): object {
  return {
    motives: 'One cluster for four territories',
    successor: { clusterId, name: 'Digital League', nameKind: 'final', seat: 'Lyon', departments: ['42', '69'] },
    newAntennas: [],
    antennaMapping: [],
    transitionalGovernance: { bodies: [] },
    conditions: [],
    contributionsEuros: null,
    openPoints: [],
  };
}
