import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Uuid } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipId } from '../../../apps/membership/src/domain/membership/membership.ts';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { EFFECT, EVE, OperationStory, type Part } from './operation-story.ts';

const START_UPS = 'Start-ups';
const SIGNED = '2017-01-10';
const ANNULLED = '2019-06-24';

/** Two clusters found a third one, or one absorbs the other; organisations that are no clusters are to join. */
class Joining {
  readonly story: OperationStory;

  constructor(
    app: TestApplication,
    name: string,
    private readonly kind: 'fusion-creation' | 'fusion-absorption' | 'federation' = 'fusion-creation',
  ) {
    this.story = new OperationStory(app, name);
  }

  static async start(name: string, kind?: Joining['kind']): Promise<Joining> {
    return new Joining(await TestApplication.start(contexts), name, kind);
  }

  readonly company = (name: string): Uuid => this.story.id('company', name);
  readonly cluster = (name: string): Uuid => this.story.id('cluster', name);

  get successor(): Uuid {
    return this.kind === 'fusion-absorption' ? this.cluster('A') : this.story.id('successor');
  }

  get participants(): readonly Part[] {
    const roles = { 'fusion-creation': ['founding', 'founding'], 'fusion-absorption': ['absorbing', 'absorbed'] };
    const [one = '', other = ''] = this.kind === 'federation' ? ['federating', 'federating'] : roles[this.kind];
    return [
      { clusterId: this.cluster('A'), role: one },
      { clusterId: this.cluster('B'), role: other },
    ];
  }

  /** Two clusters with a member each and one that is in both, and organisations beside them. */
  async found(...joining: readonly string[]): Promise<void> {
    for (const name of ['A', 'B']) await this.story.cluster(name);
    for (const name of ['a', 'b', 'both', ...joining.filter((each) => !['a', 'b', 'both'].includes(each))])
      await this.story.company(name);
    await this.story.admit(this.cluster('A'), 'a');
    await this.story.admit(this.cluster('B'), 'b');
    for (const name of ['A', 'B']) await this.story.admit(this.cluster(name), 'both');
  }

  async approve(...joining: readonly string[]): Promise<void> {
    const named = { name: 'C', nameKind: 'final', seat: 'Lyon', departments: [] };
    const plan = {
      successor: { clusterId: this.successor, ...named },
      joining: joining.map((name) => ({ organisationId: this.company(name), college: START_UPS })),
    };
    for (const answer of [await this.story.start(this.kind, this.participants), await this.story.draft(plan)])
      expect(answer).toMatchObject({ status: answer.status === 201 ? 201 : 200 });
    await this.story.approve(this.participants);
  }

  async accede(name: string, effectiveAt = SIGNED) {
    const { plan } = await this.story.page();
    const { hash: planHash } = plan as { readonly hash: string };
    const signatory = { personId: this.story.id('signatory', name), name: `Signatory of ${name}` };
    return this.story.act('record-accession', { organisationId: this.company(name), planHash, signatory, effectiveAt });
  }

  async acceded(...names: readonly string[]): Promise<void> {
    for (const name of names) expect(await this.accede(name)).toMatchObject({ status: 200 });
  }

  retract(name: string, effectiveAt = '2017-02-01') {
    return this.story.act('withdraw-accession', { organisationId: this.company(name), effectiveAt });
  }

  async takeEffect(): Promise<void> {
    await this.story.acted('take-effect', {
      effectiveAt: EFFECT,
      ...(this.kind === 'fusion-absorption' ? {} : { journalOfficielOn: EFFECT }),
    });
    await this.story.app.react();
  }

  async annul(): Promise<void> {
    const judgement = { court: 'Tribunal judiciaire de Lyon', number: '19/1', judgedOn: ANNULLED, finalOn: ANNULLED };
    await this.story.acted('annul', { judgement });
    await this.story.app.react();
  }

  members(day = EFFECT) {
    return this.story.members(this.successor, day);
  }

  async membership(name: string) {
    return await this.story.read(`membership/memberships/${membershipId(this.successor, this.company(name))}`);
  }

  async setAside() {
    const { setAside } = await this.story.page();
    return (setAside as readonly { readonly reference: string; readonly code: string }[]).map((each) => [
      each.reference,
      each.code,
    ]);
  }

  async states() {
    const { joining } = await this.story.page();
    return (joining as readonly { readonly state: string }[]).map(({ state }) => state);
  }

  /** Takes back the last fact of a type. */
  async void(type: string): Promise<void> {
    const verb = { AccessionRecorded: 'void-accession', AccessionWithdrawn: 'void-accession-withdrawal' }[type] ?? '';
    const found: string[] = [];
    for await (const page of this.story.app.store.readAll(0n, { filter: { types: [`mergers.${type}`] } }))
      found.push(
        ...page.events.filter(({ data }) => data['operationId'] === this.story.operationId).map(({ id }) => id),
      );
    await this.story.acted(verb, { fact: found.at(-1), reason: 'never signed' });
    await this.story.app.react();
  }
}

describe('organisations that are no clusters join a merger', () => {
  let joining: Joining;
  let story: OperationStory;
  let foreseen: Record<string, unknown>;
  let kept: Record<string, unknown>;

  beforeAll(async () => {
    joining = await Joining.start('joining');
    ({ story } = joining);
    const names = ['start-up', 'school', 'retracting', 'ceasing', 'a'];
    await joining.found(...names);
    await joining.approve(...names);
    await joining.acceded('start-up', 'retracting', 'ceasing', 'a');
    expect(await joining.retract('retracting')).toMatchObject({ status: 200 });
    await story.accepted(`membership/organisations/${joining.company('ceasing')}/cease`, {
      cause: 'dissolution',
      effectiveAt: '2017-03-01',
    });
    foreseen = (await story.act('dry-run', { on: EFFECT })).body['members'] as Record<string, unknown>;
    const answer = await story.app.post('mergers/dry-runs', { operationId: story.operationId, on: EFFECT });
    expect(answer.body).toHaveProperty('recorded');
    kept = answer.body['recorded'] as Record<string, unknown>;
    await joining.takeEffect();
  });
  afterAll(() => story.app.stop());

  it('as it was foreseen: whoever has acceded, once, and nobody who has not', async () => {
    expect(foreseen).toMatchObject({
      ...{
        total: 4,
        sum: 4,
        merged: 1,
        byCollege: [
          { college: null, members: 3 },
          { college: START_UPS, members: 1 },
        ],
      },
      joining: [
        {
          organisationId: joining.company('start-up'),
          name: 'start-up',
          college: START_UPS,
          state: 'acceded',
          on: SIGNED,
          joins: true,
        },
        { state: 'open', joins: false },
        { state: 'withdrawn', on: '2017-02-01', joins: false },
        { state: 'acceded', joins: false },
        // It is a member because it was one of A.
        { state: 'acceded', joins: false },
      ],
    });
    expect(await joining.members()).toEqual(['a', 'b', 'both', 'start-up']);
    expect(await joining.states()).toEqual(['acceded', 'open', 'withdrawn', 'acceded', 'acceded']);
  });

  it('as a member from the day of the effect on, in its college, by that operation', async () => {
    expect(await joining.membership('start-up')).toMatchObject({
      ...{ status: 'active', since: EFFECT, college: START_UPS, origins: [] },
      periods: [{ since: EFFECT, operationId: story.operationId }],
    });
    expect(await joining.membership('a')).toMatchObject({
      periods: [{ since: EFFECT }],
      origins: [{ clusterId: joining.cluster('A') }],
    });
    expect(await joining.members(EVE)).toEqual([]);
    const counts = await story.read(`membership/clusters/${joining.successor}/counts?since=${EVE}&validAt=${EFFECT}`);
    expect(counts).toMatchObject({ members: 4, joins: 4 });
  });

  it('and who has ceased is set aside and holds up nobody', async () => {
    expect(await joining.setAside()).toEqual([[`accession:${joining.company('ceasing')}`, 'MBR_ORGANISATION_GONE']]);
    const { references } = await story.page();
    // Four memberships of the two clusters, and two that joined or were to.
    expect(
      (references as readonly { readonly context: string }[]).find((each) => each.context === 'membership'),
    ).toMatchObject({ toMove: 6, moved: 5, merged: 1 });
  });

  it('the effect is what was foreseen', async () => {
    const { effect } = await story.read(`mergers/operations/${story.operationId}/effect`);
    expect(effect).toMatchObject({
      hash: kept['hash'],
      diff: { members: foreseen },
      comparison: { isIdentical: true },
    });
  });

  it('the audit side says how it became a member', async () => {
    const id = membershipId(joining.successor, joining.company('start-up'));
    expect(await story.read(`audit/history/${id}`)).toMatchObject({
      items: [{ versions: [{ validFrom: EFFECT, value: { how: 'accession', operationId: story.operationId } }] }],
    });
  });

  it('and how that was decided', async () => {
    const id = membershipId(joining.successor, joining.company('start-up'));
    expect(await story.read(`audit/provenance/membership/${id}`)).toMatchObject({
      membership: { from: EFFECT, joinedBy: [story.operationId], origins: [] },
      operations: [{ operationId: story.operationId, kind: 'fusion-creation' }],
    });
  });

  it('handles every event again to no second effect', async () => {
    const { head } = await story.app.store.status();
    await story.app.react();
    expect((await story.app.store.status()).head).toBe(head);
  });
});

describe('an organisation that was gone by the effect', () => {
  let joining: Joining;
  let story: OperationStory;
  const reference = () => [`accession:${joining.company('gone')}`, 'MBR_ORGANISATION_GONE'];

  beforeAll(async () => {
    joining = await Joining.start('gone');
    ({ story } = joining);
    await joining.found('gone');
    await joining.approve('gone');
    const ceased = { cause: 'dissolution', effectiveAt: '2017-03-01' };
    await story.accepted(`membership/organisations/${joining.company('gone')}/cease`, ceased);
    await joining.takeEffect();
  });
  afterAll(() => story.app.stop());

  it('cannot accede once it is gone', async () => {
    expect(await joining.accede('gone', '2017-03-01')).toMatchObject({
      status: 409,
      body: {
        code: 'MRG_ORGANISATION_GONE',
        found: `organisation ${joining.company('gone')}, which ceased on 2017-03-01`,
      },
    });
  });

  it('and had acceded before, as it is recorded after the effect, is set aside', async () => {
    expect(await joining.setAside()).toEqual([]);
    await joining.acceded('gone');
    await story.app.react();
    expect(await joining.setAside()).toEqual([reference()]);
    expect(await joining.members()).toEqual(['a', 'b', 'both']);
  });

  it('and was not gone after all joins, and is settled by a retry', async () => {
    let fact = '';
    for await (const { events } of story.app.store.readAll(0n, {
      filter: { types: ['membership.OrganisationCeased'] },
    }))
      fact = events.at(-1)?.id ?? fact;
    const path = `membership/organisations/${joining.company('gone')}/void-cessation`;
    await story.accepted(path, { fact, reason: 'it goes on' });
    await story.acted('retry-references', {});
    await story.app.react();
    expect(await joining.members()).toEqual(['a', 'b', 'both', 'gone']);
    expect(await joining.setAside()).toEqual([]);
  });
});

describe('accessions between the dry run and the effect', () => {
  it('are the cause of what differs', async () => {
    const joining = await Joining.start('between');
    const { story } = joining;
    try {
      await joining.found('early', 'late', 'ceasing');
      await joining.approve('early', 'late', 'ceasing');
      await joining.acceded('early', 'ceasing');
      await story.app.post('mergers/dry-runs', { operationId: story.operationId, on: EFFECT });
      await joining.acceded('late');
      expect(await joining.retract('early')).toMatchObject({ status: 200 });
      await story.accepted(`membership/organisations/${joining.company('ceasing')}/cease`, {
        cause: 'dissolution',
        effectiveAt: '2017-03-01',
      });
      await joining.takeEffect();
      const { effect } = (await story.read(`mergers/operations/${story.operationId}/effect`)) as {
        readonly effect: { readonly comparison: { readonly differences: readonly Record<string, unknown>[] } };
      };
      const found = effect.comparison.differences.map(({ part, key, causes }) => [
        part,
        key,
        (causes as readonly { readonly type: string }[]).map(({ type }) => type),
      ]);
      expect(found.toSorted()).toEqual(
        [
          ['joining', joining.company('early'), ['mergers.AccessionWithdrawn']],
          ['joining', joining.company('late'), ['mergers.AccessionRecorded']],
          ['joining', joining.company('ceasing'), ['membership.OrganisationCeased']],
        ].toSorted(),
      );
    } finally {
      await story.app.stop();
    }
  });
});

describe.each(['fusion-creation', 'fusion-absorption', 'federation'] as const)('a %s', (kind) => {
  let joining: Joining;
  let story: OperationStory;
  let foreseen: Record<string, unknown>;
  const own = {
    'fusion-creation': ['a', 'b', 'both'],
    'fusion-absorption': ['a', 'b', 'both'],
    federation: ['A', 'B'],
  }[kind];

  beforeAll(async () => {
    joining = await Joining.start(`late ${kind}`, kind);
    ({ story } = joining);
    await joining.found('early', 'late', 'never');
    await joining.approve('early', 'late', 'never');
    await joining.acceded('early');
    foreseen = (await story.act('dry-run', { on: EFFECT })).body['members'] as Record<string, unknown>;
    await joining.takeEffect();
  });
  afterAll(() => story.app.stop());

  it('takes in who had acceded, as it was foreseen', async () => {
    expect(foreseen).toMatchObject({
      total: own.length + 1,
      joining: [{ joins: true }, { joins: false }, { joins: false }],
    });
    expect(await joining.members()).toEqual([...own, 'early'].toSorted());
  });

  it('takes in whose accession is recorded afterwards', async () => {
    await joining.acceded('late');
    await story.app.react();
    expect(await joining.members()).toEqual([...own, 'early', 'late'].toSorted());
    expect(await joining.membership('late')).toMatchObject({ since: EFFECT, college: START_UPS });
  });

  it('has not taken in whose accession was withdrawn before, or never was', async () => {
    expect(await joining.retract('late')).toMatchObject({ status: 200 });
    await story.app.react();
    expect(await joining.members()).toEqual([...own, 'early'].toSorted());
    await joining.void('AccessionWithdrawn');
    expect(await joining.members()).toEqual([...own, 'early', 'late'].toSorted());
    await joining.void('AccessionRecorded');
    expect(await joining.members()).toEqual([...own, 'early'].toSorted());
    expect(await joining.states()).toEqual(['acceded', 'open', 'open']);
  });

  it('sets aside whose organisation was gone by the effect, as it is recorded late', async () => {
    await joining.acceded('late');
    await story.app.react();
    await story.accepted(`membership/organisations/${joining.company('late')}/cease`, {
      cause: 'dissolution',
      effectiveAt: '2017-03-01',
    });
    await story.app.react();
    expect(await joining.members()).toEqual([...own, 'early'].toSorted());
  });

  it('that is annulled had no members by it: whoever had acceded goes with it', async () => {
    await joining.annul();
    expect(await joining.membership('early')).toMatchObject({
      periods: [{ since: EFFECT, until: ANNULLED, cause: 'annulment', operationId: story.operationId }],
    });
    const { returned } = await story.page();
    expect(
      (returned as readonly { readonly context: string }[]).find((each) => each.context === 'membership'),
    ).toMatchObject({ needConsent: 0 });
    const { head } = await story.app.store.status();
    await story.app.react();
    expect((await story.app.store.status()).head).toBe(head);
  });

  it('and one that is recorded once it was annulled is a member up to that day', async () => {
    await joining.acceded('never');
    await story.app.react();
    expect(await joining.membership('never')).toMatchObject({
      periods: [{ since: EFFECT, until: ANNULLED, cause: 'annulment' }],
    });
  });
});

describe('what is recorded late beside an accession', () => {
  let joining: Joining;
  let story: OperationStory;

  beforeAll(async () => {
    joining = await Joining.start('beside', 'fusion-absorption');
    ({ story } = joining);
    await joining.found('x', 'y', 'z', 'heir');
    await joining.approve('x', 'y', 'z');
    await joining.acceded('x', 'y');
    await joining.takeEffect();
    expect(await joining.members()).toEqual(['a', 'b', 'both', 'x', 'y']);
  });
  afterAll(() => story.app.stop());

  const admitted = async (cluster: string, name: string) => {
    await story.admit(joining.cluster(cluster), name);
    await story.app.react();
  };

  it('who was a member of the absorbed cluster came over from there, and has joined by nothing else', async () => {
    await admitted('B', 'x');
    expect(await joining.membership('x')).toMatchObject({
      periods: [{ since: EFFECT, operationId: story.operationId }],
      origins: [{ clusterId: joining.cluster('B'), operationId: story.operationId }],
    });
    expect(await joining.members()).toEqual(['a', 'b', 'both', 'x', 'y']);
  });

  it('and had left it before: then it has joined by its accession after all', async () => {
    const id = membershipId(joining.cluster('B'), joining.company('x'));
    const body = { clusterId: joining.cluster('B'), cause: 'resignation', effectiveAt: '2016-06-30' };
    await story.accepted(`membership/memberships/${id}/end`, body);
    await story.app.react();
    expect(await joining.membership('x')).toMatchObject({ since: EFFECT, college: START_UPS, origins: [] });
  });

  it('who was a member of the absorbing cluster stays one, and has joined nothing', async () => {
    await admitted('A', 'y');
    const { periods } = await joining.membership('y');
    expect(periods).toEqual([{ since: '2012-01-01' }]);
    expect(await joining.members()).toEqual(['a', 'b', 'both', 'x', 'y']);
  });

  it('and had left it before: then it has joined as well', async () => {
    const id = membershipId(joining.successor, joining.company('y'));
    const body = { clusterId: joining.successor, cause: 'resignation', effectiveAt: '2016-06-30' };
    await story.accepted(`membership/memberships/${id}/end`, body);
    await story.app.react();
    expect(await joining.membership('y')).toMatchObject({
      periods: [
        { since: '2012-01-01', until: '2016-06-30', cause: 'resignation' },
        { since: EFFECT, operationId: story.operationId },
      ],
    });
  });

  it('who resigns after the effect has been a member until then', async () => {
    const id = membershipId(joining.successor, joining.company('x'));
    const body = { clusterId: joining.successor, cause: 'resignation', effectiveAt: '2018-01-01' };
    await story.accepted(`membership/memberships/${id}/end`, body);
    await story.app.react();
    expect(await joining.members('2017-12-31')).toContain('x');
    expect(await joining.members('2018-01-01')).not.toContain('x');
  });

  it('an organisation that another one continues takes it along', async () => {
    const how = { how: 'absorption', successorIds: [joining.company('heir')], heirId: joining.company('heir') };
    const continuation = { continuation: how, effectiveAt: '2018-06-01' };
    await story.accepted(`membership/organisations/${joining.company('y')}/succeed`, continuation);
    await story.app.react();
    expect(await joining.members('2018-06-01')).toEqual(['a', 'b', 'both', 'heir']);
  });

  it('whoever acceded late, after the successor has gone on in another cluster, is a member of that one', async () => {
    const second = new OperationStory(story.app, 'second', 2);
    const other = await second.cluster('D');
    const parts = [
      { clusterId: other, role: 'absorbing' },
      { clusterId: joining.successor, role: 'absorbed' },
    ];
    const successor = { clusterId: other, name: 'D', nameKind: 'final', seat: 'Lyon', departments: [] };
    await second.whole('fusion-absorption', parts, { successor });
    const members = (day: string) => second.members(other, day);
    expect(await members('2019-03-28')).toEqual(['a', 'b', 'both', 'heir']);
    await joining.acceded('z');
    await story.app.react();
    expect(await members('2019-03-28')).toEqual(['a', 'b', 'both', 'heir', 'z']);
    await joining.void('AccessionRecorded');
    expect(await members('2019-03-28')).toEqual(['a', 'b', 'both', 'heir']);
  });
});
