import { derivedId, type Uuid } from '#libs/kernel';
import type { TestApplication } from '#libs/nest-kit/testing';
import { Attempt, EFFECT, LONG_AGO } from './attempted-merger.ts';

export const JUDGED = '2019-05-14';
export const ANNULLED = '2019-06-24';
export const judgement = {
  court: 'Tribunal judiciaire de Lyon',
  number: '19/04217',
  judgedOn: JUDGED,
  finalOn: ANNULLED,
};
/** Days that show all of it: each with the one whose members, seat and so on are asked for. */
export const DAYS = {
  before: '2016-06-01',
  eve: '2017-03-27',
  effect: EFFECT,
  gap: '2018-10-01',
  lastOfGap: '2019-06-23',
  annulment: ANNULLED,
  yearsLater: '2021-12-31',
} as const;

/** B goes into A, or both into a new cluster: with members of every kind, an antenna, a subsidy, a partnership and two networks. */
export class AnnulledMerger extends Attempt {
  readonly people: Readonly<Record<'onlyB' | 'both' | 'left' | 'leaving' | 'late' | 'ofA', Uuid>>;
  readonly antenna: Uuid;
  readonly network: Uuid;
  readonly subsidy: Uuid;
  readonly partner: Uuid;
  readonly office: Uuid;
  readonly label: Uuid;

  constructor(
    private readonly api: TestApplication,
    private readonly title: string,
    kind?: Attempt['kind'],
  ) {
    super(api, title, kind);
    const of = (name: string): Uuid => derivedId('annulled-merger', title, name);
    this.people = {
      ...{ onlyB: this.member, both: of('both'), left: of('left') },
      ...{ leaving: of('leaving'), late: of('late'), ofA: of('ofA') },
    };
    [this.antenna, this.network, this.subsidy, this.partner] = [
      of('antenna'),
      of('network'),
      of('subsidy'),
      of('partner'),
    ];
    this.office = of('office');
    this.label = derivedId('label', of('scheme'), this.b);
  }

  /** Everything up to the effect, and what happens in the gap. */
  async upToTheGap(): Promise<void> {
    await this.found();
    await this.furnish();
    await this.whole();
    await this.api.react();
    await this.accepted(`membership/memberships`, {
      ...{ clusterId: this.successor, organisationId: this.people.late, effectiveAt: '2018-02-01' },
    });
    await this.leave(this.people.left, '2018-06-01');
    await this.leave(this.people.leaving, '2020-12-31');
    await this.api.react();
  }

  private async leave(organisationId: Uuid, effectiveAt: string): Promise<void> {
    const membershipId = derivedId('membership', this.successor, organisationId);
    await this.accepted(`membership/memberships/${membershipId}/end`, {
      ...{ clusterId: this.successor, cause: 'resignation', effectiveAt },
    });
  }

  private async furnish(): Promise<void> {
    const { b, people } = this;
    for (const id of Object.values(people).filter((each) => each !== people.onlyB))
      await this.accepted('membership/organisations', {
        id,
        name: 'A company',
        kind: 'company',
        effectiveAt: LONG_AGO,
      });
    const admit = (clusterId: Uuid, organisationId: Uuid) =>
      this.accepted('membership/memberships', { clusterId, organisationId, effectiveAt: '2013-01-01' });
    for (const each of [people.both, people.left, people.leaving]) await admit(b, each);
    for (const each of [people.both, people.ofA]) await admit(this.a, each);
    await this.register(this.network, LONG_AGO, { kind: 'network', name: 'A network' });
    await admit(this.network, b);
    const about = { clusterId: b, effectiveAt: LONG_AGO };
    await this.accepted('membership/antennas', { id: this.antenna, name: 'Antenna of B', ...about });
    const schemeId = derivedId('annulled-merger', this.title, 'scheme');
    await this.accepted('membership/label-schemes', {
      ...{ id: schemeId, issuerId: this.network, name: 'Label Cloud', effectiveAt: LONG_AGO },
      onHolderSuccession: { policy: 'consent', withinMonths: 60 },
    });
    await this.accepted('membership/labels', {
      ...{ schemeId, holder: { kind: 'cluster', id: b }, effectiveAt: '2016-01-01' },
    });
    const granterId = people.ofA;
    await this.accepted('membership/subsidies', {
      ...{ id: this.subsidy, clusterId: b, granterId, amountCents: 100_000, purpose: 'events', year: 2016 },
      ...{ onSuccession: 'passes', effectiveAt: '2016-01-01' },
    });
    const incubatorId = derivedId('annulled-merger', this.operationId, 'incubator');
    await this.accepted('incubation/incubators', {
      id: incubatorId,
      name: 'Le Bivouac',
      site: 'Lyon',
      effectiveAt: LONG_AGO,
    });
    await this.accepted('incubation/partners', {
      ...{
        id: this.partner,
        incubatorId,
        class: 'sector-body',
        holder: { kind: 'cluster', id: b },
        effectiveAt: '2015-01-01',
      },
    });
    const body = derivedId('annulled-merger', this.operationId, 'body');
    await this.accepted('governance/bodies', { id: body, kind: 'board', name: 'Board', size: 12, ...about });
    const office = { id: this.office, bodyId: body, kind: 'president', title: 'President', maxHolders: 1 };
    await this.accepted('governance/offices', { ...office, effectiveAt: LONG_AGO });
    const person = { personId: derivedId('annulled-merger', this.operationId, 'person'), name: 'Alice' };
    await this.accepted(`governance/offices/${this.office}/start-mandate`, {
      ...{
        mandateId: derivedId('annulled-merger', 'mandate', this.operationId),
        person,
        how: 'elected',
        effectiveAt: '2016-01-01',
      },
    });
  }

  annul(more: object = {}) {
    return this.act('annul', { judgement: { ...judgement, ...more } });
  }

  async annulled(): Promise<void> {
    const answer = await this.annul();
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    await this.api.react();
  }

  async read(path: string): Promise<Record<string, unknown>> {
    return (await this.api.get(path)).body;
  }

  async membersOf(clusterId: Uuid, day: string, more = ''): Promise<readonly string[]> {
    const { items = [] } = await this.read(`membership/clusters/${clusterId}/members?validAt=${day}&limit=50${more}`);
    const names = new Map(Object.entries(this.people).map(([name, id]) => [id as string, name]));
    return (items as { organisationId: string }[])
      .map(({ organisationId }) => names.get(organisationId) ?? (organisationId === this.b ? 'B' : 'successor'))
      .sort();
  }
}
