import { expect } from '@jest/globals';
import { derivedId, type Uuid } from '#libs/kernel';
import type { TestApplication, TestAnswer } from '#libs/nest-kit/testing';
import { inFavour } from './merger-desk.ts';

export const LONG_AGO = '2006-01-01';
export const STARTED = '2016-11-01';
const DRAFTED = '2016-11-15';
const ADOPTED = '2016-12-01';
const CALLED = '2017-01-02';
const VOTED = '2017-02-15';
export const EFFECT = '2017-03-28';
const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: { numerator: 2, denominator: 3 }, majorityOf: 'votes-cast', strict: false };
export const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
export const id = (...names: readonly (string | number)[]): Uuid => derivedId('mistaken-mergers', ...names.map(String));

/** One merger that may have a mistake in it: B into A, or both into a new cluster. */
export class Attempt {
  readonly operationId: Uuid;
  readonly a: Uuid;
  readonly member: Uuid;

  constructor(
    private readonly app: TestApplication,
    private readonly name: string,
    readonly kind: 'fusion-absorption' | 'fusion-creation' = 'fusion-absorption',
    readonly b = id(name, 'B'),
  ) {
    [this.operationId, this.a, this.member] = [id(name), id(name, 'A'), id(name, 'member')];
  }

  get successor(): Uuid {
    return this.kind === 'fusion-absorption' ? this.a : id(this.name, 'new');
  }

  /** The two clusters with their statutes, and a member of B. */
  async found(since: { readonly a?: string; readonly b?: string } = {}, registered = [this.a, this.b]): Promise<void> {
    for (const clusterId of [this.a, this.b]) {
      const day = (clusterId === this.a ? since.a : since.b) ?? LONG_AGO;
      if (!registered.includes(clusterId)) continue;
      await this.register(clusterId, day);
      await this.accepted(`governance/statutes/${clusterId}/adopt`, { clauses, effectiveAt: LONG_AGO });
    }
    await this.accepted('membership/organisations', {
      id: this.member,
      name: 'Member',
      kind: 'company',
      effectiveAt: LONG_AGO,
    });
    if (registered.includes(this.b) && since.b === undefined)
      await this.accepted('membership/memberships', {
        clusterId: this.b,
        organisationId: this.member,
        effectiveAt: '2012-01-01',
      });
  }

  async register(clusterId: Uuid, effectiveAt = LONG_AGO, more: object = {}): Promise<void> {
    await this.accepted('membership/clusters', {
      id: clusterId,
      name: 'A cluster',
      seat: 'Lyon',
      effectiveAt,
      ...more,
    });
  }

  start(): Promise<TestAnswer> {
    const roles = this.kind === 'fusion-creation' ? ['founding', 'founding'] : ['absorbing', 'absorbed'];
    const participants = [this.a, this.b].map((clusterId, index) => ({ clusterId, role: roles[index] }));
    const body = { id: this.operationId, kind: this.kind, title: 'A merger', participants, effectiveAt: STARTED };
    return this.app.post('mergers/operations', body);
  }

  draft(plan: object = {}): Promise<TestAnswer> {
    const successor = {
      clusterId: this.successor,
      name: 'The successor',
      nameKind: 'final',
      seat: 'Lyon',
      departments: [],
    };
    const whole = {
      ...{ motives: 'One cluster', successor, effectDate: EFFECT, newAntennas: [], antennaMapping: [] },
      ...{ transitionalGovernance: { bodies: [] }, conditions: [], contributionsEuros: null, openPoints: [] },
      ...plan,
    };
    return this.act('draft-plan', { plan: whole, effectiveAt: DRAFTED });
  }

  async adopt(): Promise<void> {
    const { plan } = await this.page();
    for (const clusterId of [this.a, this.b])
      await this.accepted(`mergers/operations/${this.operationId}/adopt-plan`, {
        ...{ clusterId, planHash: (plan as { hash: string }).hash, effectiveAt: ADOPTED },
      });
    for (const clusterId of [this.a, this.b])
      for (const verb of ['open-documents', 'publish-notice'])
        await this.accepted(`mergers/operations/${this.operationId}/${verb}`, {
          ...{ clusterId, where: 'seat', effectiveAt: CALLED },
        });
  }

  async vote(): Promise<void> {
    for (const clusterId of [this.a, this.b])
      await this.accepted(`mergers/operations/${this.operationId}/record-vote`, {
        ...{ clusterId, tally: inFavour, effectiveAt: VOTED },
      });
  }

  takeEffect(): Promise<TestAnswer> {
    return this.act('take-effect', { effectiveAt: EFFECT });
  }

  act(verb: string, body: object): Promise<TestAnswer> {
    return this.app.post(`mergers/operations/${this.operationId}/${verb}`, body);
  }

  async page(): Promise<Record<string, unknown>> {
    return (await this.app.get(`mergers/operations/${this.operationId}`)).body;
  }

  /** From the start to the effect; whatever is refused is thrown. */
  async whole(plan?: object): Promise<void> {
    expect(await this.start()).toMatchObject({ status: 201 });
    await this.fromDraft(plan);
  }

  async fromDraft(plan?: object): Promise<void> {
    expect(await this.draft(plan)).toMatchObject({ status: 200 });
    await this.adopt();
    await this.vote();
    expect(await this.takeEffect()).toMatchObject({ status: 200 });
  }

  /** Every context has moved what it has, nothing is set aside, and B's member is a member of the successor. */
  async isComplete(): Promise<void> {
    const page = await this.page();
    expect(page).toMatchObject({ status: 'effective', setAside: [] });
    expect((page['references'] as readonly object[]).length).toBe(4);
    const { body } = await this.app.get(`membership/clusters/${this.successor}/members?validAt=2018-01-01`);
    expect(body['items']).toMatchObject([{ organisationId: this.member }]);
  }

  async accepted(path: string, body: object): Promise<TestAnswer> {
    const answer = await this.app.post(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
