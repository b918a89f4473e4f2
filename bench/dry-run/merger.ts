import { absorbed, absorbing, operationId } from './two-clusters.ts';

type Answer = Readonly<Record<string, unknown>>;

const clause = {
  ...{ quorum: { numerator: 1, denominator: 2 }, majority: { numerator: 2, denominator: 3 } },
  ...{ majorityOf: 'votes-cast', strict: false },
};
const VOTED = '2016-03-31';
const inFavour = { members: 100, present: 50, represented: 20, for: 60, against: 5, abstentions: 5 };
const both = [absorbing, absorbed];

/** A merger of the two clusters by commands over HTTP. */
export class Merger {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** The two are in the register, each with its statutes. */
  async found(): Promise<void> {
    for (const id of both) {
      await this.#post('membership/clusters', { id, name: 'A cluster', seat: 'Lyon', effectiveAt: '2006-01-01' });
      const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
      await this.#post(`governance/statutes/${id}/adopt`, { clauses, effectiveAt: '2010-01-01' });
    }
  }

  /** Everything but the votes, which are to be the effect. */
  async prepare(): Promise<void> {
    const participants = [
      { clusterId: absorbing, role: 'absorbing' },
      { clusterId: absorbed, role: 'absorbed' },
    ];
    const start = { id: operationId, kind: 'fusion-absorption', title: 'A merger', participants };
    await this.#post('mergers/operations', { ...start, effectiveAt: '2015-11-02' });
    const { recorded } = await this.#act('draft-plan', { plan: planFor(absorbing), effectiveAt: '2015-12-01' });
    const { planHash } = recorded as { readonly planHash: string };
    for (const clusterId of both) await this.#act('adopt-plan', { clusterId, planHash, effectiveAt: '2016-01-15' });
    for (const clusterId of both) {
      await this.#act('schedule-assembly', { clusterId, scheduledFor: VOTED });
      await this.#act('open-documents', { clusterId, where: 'seat', effectiveAt: '2016-02-01' });
      await this.#act('publish-notice', { clusterId, where: 'Le Progrès', effectiveAt: '2016-02-01' });
    }
  }

  async vote(): Promise<void> {
    for (const clusterId of both) await this.#act('record-vote', { clusterId, tally: inFavour, effectiveAt: VOTED });
  }

  dryRun(): Promise<Answer> {
    return this.#post(`mergers/operations/${operationId}/dry-run`, { on: VOTED });
  }

  keep(id: string): Promise<Answer> {
    return this.#post('mergers/dry-runs', { id, operationId, on: VOTED });
  }

  kept(id: string): Promise<Answer> {
    return this.#get(`mergers/dry-runs/${id}`);
  }

  effect(): Promise<Answer> {
    return this.#get(`mergers/operations/${operationId}/effect`);
  }

  #act(verb: string, body: object): Promise<Answer> {
    return this.#post(`mergers/operations/${operationId}/${verb}`, body);
  }

  #get(path: string): Promise<Answer> {
    return this.#send(path, {});
  }

  #post(path: string, body: object): Promise<Answer> {
    return this.#send(path, { method: 'POST', body: JSON.stringify(body) });
  }

  async #send(path: string, request: RequestInit): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}/api/v1/${path}`, { ...request, headers });
    const body = (await answer.json()) as Answer;
    if (answer.status >= 300) throw new Error(`${path}: ${String(answer.status)} ${JSON.stringify(body)}`);
    return body;
  }
}

function planFor(clusterId: string): object {
  return {
    motives: 'One cluster',
    successor: { clusterId, name: 'One', nameKind: 'final', seat: 'Lyon', departments: ['69'] },
    ...{ newAntennas: [], antennaMapping: [], transitionalGovernance: { bodies: [] }, conditions: [] },
    ...{ contributionsEuros: null, openPoints: [] },
  };
}
