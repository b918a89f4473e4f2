import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication, type TestAnswer, type TestRequest } from '#libs/nest-kit/testing';
import type { Happened } from '#libs/projections/testing';
import type { Plan } from '../src/domain/rules/act.ts';
import { publish, registeredCluster } from '../../../tests/support/published.ts';
import { mergersContext } from '../src/mergers.context.ts';
import { absorption, absorptionPlan, auvergneTic, clause, clustR, inFavour, numelink } from './sample-operation.ts';

type Published = Happened<GrappeEvents>;

/** The mergers context behind its routes, and what other contexts have published before. */
export class MergersWorld {
  private constructor(readonly app: TestApplication) {}

  /** With three clusters in the register. */
  static async start(): Promise<MergersWorld> {
    const world = new MergersWorld(await TestApplication.start([mergersContext]));
    for (const clusterId of [numelink, auvergneTic, clustR]) await world.register(clusterId);
    return world;
  }

  register(clusterId: string): Promise<void> {
    return this.publish(registeredCluster(clusterId));
  }

  stop(): Promise<void> {
    return this.app.stop();
  }

  /** An event of another context, as its own stream would hold it. */
  publish(...events: readonly Published[]): Promise<void> {
    return publish(this.app.store, ...events);
  }

  /** These contexts have moved their references, and the operation has heard of it. */
  async publishReports(
    operationId: string,
    ...contexts: readonly ('membership' | 'governance' | 'incubation' | 'events')[]
  ) {
    const data = { operationId, toMove: 0, moved: 0, merged: 0, needConsent: 0 };
    await this.publish(...contexts.map((context) => ({ type: `${context}.SuccessionApplied`, data }) as const));
    await this.app.react();
  }

  /** Statutes of the three clusters, in force since 2010. */
  async statutes(): Promise<void> {
    const { kind: _kind, statutesVersion: _version, ...dissolution } = clause;
    for (const clusterId of [numelink, auvergneTic, clustR])
      await this.publish({
        type: 'governance.StatutesAdopted',
        data: {
          clusterId,
          statutesVersion: 2,
          inForceFrom: '2010-01-01',
          clauses: { ordinary: dissolution, amendment: dissolution, dissolution },
        },
      });
  }

  async members(clusterId: string, organisations: readonly string[], antennaId?: string): Promise<void> {
    await this.publish(
      ...organisations.map((organisationId, index): Published => {
        const membershipId = countedUuid(index, Number.parseInt(clusterId.slice(-3), 16) + 0x100);
        const place = antennaId === undefined ? {} : { antennaId };
        return {
          type: 'membership.MemberAdmitted',
          data: { membershipId, clusterId, organisationId, ...place, since: '2012-01-01' },
        };
      }),
    );
  }

  send(id: string, verb: string, body: object, request: TestRequest = {}): Promise<TestAnswer> {
    return this.app.post(`mergers/operations/${id}/${verb}`, body, request);
  }

  /** As `send`, for a step that has to be accepted. @throws when it is not */
  async sendAccepted(id: string, verb: string, body: object): Promise<TestAnswer> {
    const answer = await this.send(id, verb, body);
    if (answer.status !== 200) throw new Error(`${verb}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  async read(path: string, request: TestRequest = {}): Promise<TestAnswer> {
    return this.app.get(`mergers/operations${path}`, request);
  }

  /** Starts an operation and drafts its plan; answers with the plan's hash. */
  async draftPlan(
    id: string,
    plan: Plan = absorptionPlan(),
    operation: { readonly kind: string; readonly participants: readonly object[] } = {
      kind: 'fusion-absorption',
      participants: absorption,
    },
  ): Promise<string> {
    const started = await this.app.post('mergers/operations', {
      id,
      ...operation,
      title: 'A merger',
      effectiveAt: '2015-11-02',
    });
    if (started.status !== 201) throw new Error(JSON.stringify(started.body));
    const drafted = await this.sendAccepted(id, 'draft-plan', { plan, effectiveAt: '2015-12-01' });
    const { planHash } = drafted.body['recorded'] as { readonly planHash: string };
    return planHash;
  }

  async adoptPlan(id: string, plan: Plan = absorptionPlan(), clusters = [numelink, auvergneTic]): Promise<void> {
    const planHash = await this.draftPlan(id, plan);
    for (const clusterId of clusters)
      await this.sendAccepted(id, 'adopt-plan', { clusterId, planHash, effectiveAt: '2016-01-15' });
  }

  /** The documents of these bodies are open and their notices published, long enough before the assemblies of March 2016. */
  async call(id: string, clusters = [numelink, auvergneTic], effectiveAt = '2016-02-01'): Promise<void> {
    for (const clusterId of clusters) {
      await this.sendAccepted(id, 'open-documents', { clusterId, where: 'seat', effectiveAt });
      await this.sendAccepted(id, 'publish-notice', { clusterId, where: 'Le Progrès', effectiveAt });
    }
  }
}

export const voteOf = (clusterId: string, effectiveAt = '2016-03-31', tally = inFavour) => ({
  clusterId,
  tally,
  effectiveAt,
});
