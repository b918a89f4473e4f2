import { derivedId, type Uuid } from '#libs/kernel';
import type { TestApplication } from '#libs/nest-kit/testing';
import { inFavour } from '../support/merger-desk.ts';

export const LONG_AGO = '2006-01-01';
const STARTED = '2016-11-01';
const DRAFTED = '2016-11-15';
const ADOPTED = '2016-12-01';
const CALLED = '2017-01-02';
const VOTED = '2017-02-15';
export const EVE = '2017-03-27';
export const EFFECT = '2017-03-28';
const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: { numerator: 2, denominator: 3 }, majorityOf: 'votes-cast', strict: false };
const clauses = { ordinary: clause, amendment: clause, dissolution: clause };

export interface Part {
  readonly clusterId: Uuid;
  readonly role: string;
}

type Json = Readonly<Record<string, unknown>>;

interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** Where a story is played: an application in memory, or a platform on servers. */
export interface Stage {
  get(path: string): Promise<Answer>;
  post(path: string, body: object): Promise<Answer>;
  /** Resolves once everything has followed what was recorded. */
  react(): Promise<unknown>;
}

/** One operation played over HTTP by the people at the desks, with what the bodies have before it. */
export class OperationStory<App extends Stage = TestApplication> {
  readonly operationId: Uuid;
  /** The dry run on the day of the effect, before it came. */
  foreseen: Json = {};

  constructor(
    readonly app: App,
    private readonly name: string,
    /** How many years after the others it is played. */
    private readonly later = 0,
  ) {
    this.operationId = this.id('operation');
  }

  id(...names: readonly string[]): Uuid {
    return derivedId('operation-story', this.name, ...names);
  }

  private day(day: string): string {
    return `${String(Number(day.slice(0, 4)) + this.later)}${day.slice(4)}`;
  }

  async cluster(name: string): Promise<Uuid> {
    const id = this.id('cluster', name);
    await this.accepted('membership/clusters', { id, name, seat: 'Lyon' });
    await this.accepted(`governance/statutes/${id}/adopt`, { clauses });
    return id;
  }

  async company(name: string): Promise<Uuid> {
    const id = this.id('company', name);
    await this.accepted('membership/organisations', { id, name, kind: 'company' });
    return id;
  }

  async admit(clusterId: string, name: string, more: object = {}): Promise<void> {
    const organisationId = this.id('company', name);
    await this.accepted('membership/memberships', { clusterId, organisationId, effectiveAt: '2012-01-01', ...more });
  }

  /** A board with a president; answers with the office. */
  async board(clusterId: string, president: string, effectiveAt = '2014-01-01'): Promise<Uuid> {
    const [bodyId, officeId] = [this.id(clusterId, 'board'), this.id(clusterId, 'presidency')];
    await this.accepted('governance/bodies', { id: bodyId, clusterId, kind: 'board', name: 'Board' });
    const office = { id: officeId, bodyId, kind: 'president', title: 'President', maxHolders: 1 };
    await this.accepted('governance/offices', office);
    await this.accepted(`governance/offices/${officeId}/start-mandate`, {
      ...{ mandateId: this.id(clusterId, 'mandate'), person: { personId: this.id(president), name: president } },
      ...{ how: 'elected', effectiveAt },
    });
    return officeId;
  }

  start(kind: string, participants: readonly Part[]): Promise<Answer> {
    const body = {
      id: this.operationId,
      kind,
      title: `${kind} of ${this.name}`,
      participants,
      effectiveAt: this.day(STARTED),
    };
    return this.app.post('mergers/operations', body);
  }

  draft(plan: object): Promise<Answer> {
    const whole = {
      ...{ motives: 'What the members want', effectDate: this.day(EFFECT), newAntennas: [], antennaMapping: [] },
      ...{ transitionalGovernance: { bodies: [] }, conditions: [], contributionsEuros: null, openPoints: [] },
      ...plan,
    };
    return this.act('draft-plan', { plan: whole, effectiveAt: this.day(DRAFTED) });
  }

  /** Adopted by every board, called, and approved by every assembly. */
  async approve(participants: readonly Part[]): Promise<void> {
    const { plan } = await this.page();
    const { hash: planHash } = plan as { readonly hash: string };
    const each = async (verb: string, body: object) => {
      for (const { clusterId } of participants) await this.acted(verb, { clusterId, ...body });
    };
    await each('adopt-plan', { planHash, effectiveAt: this.day(ADOPTED) });
    await each('open-documents', { where: 'seat', effectiveAt: this.day(CALLED) });
    await each('publish-notice', { where: 'seat', effectiveAt: this.day(CALLED) });
    await each('record-vote', { tally: inFavour, effectiveAt: this.day(VOTED) });
  }

  /** From the start to the effect, which every context has followed then. */
  async whole(kind: string, participants: readonly Part[], plan: object): Promise<void> {
    const answers = [await this.start(kind, participants), await this.draft(plan)];
    for (const { status, body } of answers) if (status >= 300) throw new Error(JSON.stringify(body));
    await this.approve(participants);
    this.foreseen = (await this.act('dry-run', { on: this.day(EFFECT) })).body;
    await this.acted('take-effect', { effectiveAt: this.day(EFFECT) });
    await this.app.react();
  }

  act(verb: string, body: object): Promise<Answer> {
    return this.app.post(`mergers/operations/${this.operationId}/${verb}`, body);
  }

  acted(verb: string, body: object): Promise<Answer> {
    return this.accepted(`mergers/operations/${this.operationId}/${verb}`, body);
  }

  async page(): Promise<Json> {
    return this.read(`mergers/operations/${this.operationId}`);
  }

  async read(path: string): Promise<Json> {
    const { status, body } = await this.app.get(path);
    if (status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body;
  }

  /** The names of the members on a day, in the order of the alphabet. */
  async members(clusterId: string, day: string): Promise<readonly string[]> {
    const { items } = await this.read(`membership/clusters/${clusterId}/members?validAt=${day}`);
    return (items as readonly { readonly name: string }[]).map(({ name }) => name).toSorted();
  }

  async counts(clusterId: string, day: string): Promise<number> {
    const { members } = await this.read(`membership/clusters/${clusterId}/counts?validAt=${day}`);
    return members as number;
  }

  /** The id of the first event of a type in the stream of a membership. */
  async eventId(this: OperationStory, type: string, membershipId: string): Promise<string> {
    for await (const page of this.app.store.readAll(0n, { filter: { types: [type] } })) {
      const event = page.events.find(({ data }) => data['membershipId'] === membershipId);
      if (event !== undefined) return event.id;
    }
    throw new Error(`no ${type} of ${membershipId}`);
  }

  /** Who holds an office on a day. */
  async holders(officeId: string, day: string): Promise<readonly string[]> {
    const { holders } = await this.read(`governance/offices/${officeId}/holders?validAt=${day}`);
    return (holders as readonly { readonly person: { readonly name: string } }[]).map(({ person }) => person.name);
  }

  /** The edges around a cluster, each as `from kind to`, in the order of the alphabet. */
  async lineage(clusterId: string): Promise<readonly string[]> {
    const { edges, nodes } = await this.read(`audit/lineage/${clusterId}?direction=both&validAt=2018-01-01`);
    const names = new Map(
      (nodes as readonly { readonly clusterId: string; readonly name: string }[]).map((each) => [
        each.clusterId,
        each.name,
      ]),
    );
    return (edges as readonly { readonly from: string; readonly kind: string; readonly to: string }[])
      .map(({ from, kind, to }) => [names.get(from), kind, names.get(to)].join(' '))
      .toSorted();
  }

  async accepted(path: string, body: object): Promise<Answer> {
    const answer = await this.app.post(path, { effectiveAt: LONG_AGO, ...body });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
