import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId, type Uuid } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { EFFECT, EVE, OperationStory } from './operation-story.ts';
import { RESTORED, Return } from './restored-body.ts';

const DISSOLVED = '2012-06-30';

describe('a dissolved cluster that its last members restore', () => {
  let app: TestApplication;
  let story: Return;
  let own: Uuid;
  let office: Uuid;
  let knownBefore: string;

  beforeAll(async () => {
    app = await TestApplication.start(contexts);
    story = new Return(app, 'Elopsys');
    own = await story.cluster('Elopsys');
    for (const each of ['Axess', 'Berger', 'Cogelec']) await story.company(each);
    for (const each of ['Axess', 'Berger']) await story.admit(own, each, { effectiveAt: '2010-01-01' });
    office = await story.board(own, 'Alice', '2011-01-01');
    await story.accepted('incubation/incubators', { id: story.id('incubator'), name: 'Le Bivouac', site: 'Limoges' });
    await partner('partner', '2011-01-01');
    const organisationId = await story.company('Egis');
    await story.accepted('membership/applications', { clusterId: own, organisationId, effectiveAt: '2012-06-01' });
    await story.accepted(`membership/clusters/${own}/dissolve`, { effectiveAt: DISSOLVED });
    knownBefore = app.clock.now();
    app.clock.set('2022-04-01T10:00:00.000Z');
    await story.restored(own, { name: 'Elopsys Nouvelle', seat: 'Limoges', departments: ['87'] });
  });
  afterAll(() => app.stop());

  function partner(name: string, effectiveAt: string) {
    return app.post('incubation/partners', {
      ...{ id: story.id(name), incubatorId: story.id('incubator'), class: 'sector-body' },
      ...{ holder: { kind: 'cluster', id: own }, effectiveAt },
    });
  }

  it('is there with its new name and seat, and what ended it and brought it back', async () => {
    const cluster = await story.read(`membership/clusters/${own}`);
    expect(cluster).toMatchObject({
      ...{ state: 'restored', stateSince: RESTORED, name: 'Elopsys Nouvelle', seat: 'Limoges', departments: ['87'] },
      states: [
        { state: 'active' },
        { state: 'dissolved', since: DISSOLVED },
        { state: 'restored', since: RESTORED, operationId: story.operationId },
      ],
    });
    expect(await story.page()).toMatchObject({
      ...{ status: 'effective', effectiveOn: RESTORED },
      history: { restoration: { body: { clusterId: own }, on: RESTORED } },
    });
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    ['2011-06-01', 'active', ['Axess', 'Berger'], ['Alice']],
    ['2012-06-29', 'active', ['Axess', 'Berger'], ['Alice']],
    [DISSOLVED, 'dissolved', [], []],
    ['2016-01-01', 'dissolved', [], []],
    [RESTORED, 'restored', [], []],
    ['2021-12-31', 'restored', [], []],
  ])('is on %s %s with the members %j and the holders %j', async (day, state, members, holders) => {
    expect(await story.read(`membership/clusters/${own}?validAt=${day}`)).toMatchObject({ state });
    expect(await story.members(own, day)).toEqual(members);
    expect(await story.counts(own, day)).toBe(members.length);
    expect(await story.holders(office, day)).toEqual(holders);
    const { nodes } = await story.read(`audit/lineage/${own}?direction=both&validAt=${day}`);
    // Of a body that is gone, those of its last day.
    const known = state === 'restored' ? { state: 'active' } : { state, members: { count: 2 } };
    expect(nodes).toMatchObject([known]);
    expect(nodes).toEqual([
      state === 'restored' ? expect.not.objectContaining({ members: expect.anything() }) : expect.anything(),
    ]);
  });

  it('is still gone for whoever asks what was known before', async () => {
    const at = `validAt=2021-12-31&knownAt=${knownBefore}`;
    expect(await story.read(`membership/clusters/${own}?${at}`)).toMatchObject({ state: 'dissolved' });
    const { nodes } = await story.read(`audit/lineage/${own}?direction=both&${at}`);
    expect(nodes).toMatchObject([{ state: 'dissolved', to: DISSOLVED }]);
  });

  it('a dry run says that nobody comes back, and who is offered to', () => {
    expect(story.foreseen).toMatchObject({
      effectiveOn: RESTORED,
      members: { total: 0, sum: 0, offered: { on: '2012-06-29', members: 2 } },
      governance: { mandatesEnded: [], mandatesBegun: [] },
    });
  });

  it('its actions say that nothing but the publication was missing', () => {
    const effects = story.actions.filter(({ verb }) => verb === 'take-effect');
    expect(effects).toMatchObject([
      { body: {}, outcome: 'refused', refusal: { code: 'MRG_JOURNAL_OFFICIEL_MISSING', rule: 'G8.restoration' } },
      { body: { journalOfficielOn: RESTORED }, outcome: 'allowed', events: ['BodyRestored'] },
    ]);
  });

  it('a member joins anew, under the membership that it had', async () => {
    await story.admit(own, 'Axess', { effectiveAt: '2020-01-01' });
    await app.react();
    const id = derivedId('membership', own, story.id('company', 'Axess'));
    const membership = await story.read(`membership/memberships/${id}`);
    expect(membership).toMatchObject({
      status: 'active',
      periods: [{ since: '2010-01-01', until: DISSOLVED, cause: 'dissolution' }, { since: '2020-01-01' }],
    });
    const { items } = await story.read(`membership/clusters/${own}/last-members`);
    const offered = (items as readonly { name: string }[]).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(offered).toMatchObject([
      { name: 'Axess', memberOn: '2012-06-29', joinedAnewOn: '2020-01-01' },
      { name: 'Berger', memberOn: '2012-06-29' },
    ]);
    expect(offered[1]).not.toHaveProperty('joinedAnewOn');
    expect(await story.members(own, '2020-01-01')).toEqual(['Axess']);
  });

  it('whoever had applied before the end applies anew', async () => {
    const organisationId = story.id('company', 'Egis');
    const id = derivedId('membership', own, organisationId);
    expect(await story.read(`membership/memberships/${id}?validAt=2012-06-29`)).toMatchObject({ status: 'applied' });
    expect(await story.read(`membership/memberships/${id}?validAt=2016-01-01`)).toMatchObject({ status: 'ended' });
    await story.accepted('membership/applications', { clusterId: own, organisationId, effectiveAt: '2020-02-01' });
    expect(await story.read(`membership/memberships/${id}`)).toMatchObject({ status: 'applied' });
  });

  it('a member that is recorded late for a day before the end is none after the return', async () => {
    await story.admit(own, 'Cogelec', { effectiveAt: '2011-01-01' });
    await app.react();
    expect(await story.members(own, '2012-06-29')).toContain('Cogelec');
    expect(await story.members(own, '2021-12-31')).toEqual(['Axess']);
  });

  it('what is dated in the gap is refused, and from the return on it is not', async () => {
    const board = (effectiveAt: string) =>
      app.post('governance/bodies', {
        ...{ id: story.id('board', effectiveAt), clusterId: own, kind: 'board', name: 'New board', effectiveAt },
      });
    const admission = { clusterId: own, organisationId: await story.company('Dassault') };
    expect(await app.post('membership/memberships', { ...admission, effectiveAt: '2015-01-01' })).toMatchObject({
      ...{ status: 409, body: { code: 'MBR_CLUSTER_DISSOLVED', found: DISSOLVED } },
    });
    expect(await board('2015-01-01')).toMatchObject({
      body: { code: 'GOV_CLUSTER_ABSENT', found: expect.stringContaining(`dissolved on ${DISSOLVED} and restored on`) },
    });
    expect(await board(RESTORED)).toMatchObject({ status: 201 });
    expect(await partner('in the gap', '2015-01-01')).toMatchObject({ body: { code: 'INC_HOLDER_ABSENT' } });
    expect(await partner('after it', RESTORED)).toMatchObject({ status: 201 });
  });

  it('a partnership of before is over, and one of after it stands', async () => {
    const stands = (name: string, day: string) => story.read(`incubation/partners/${story.id(name)}?validAt=${day}`);
    expect(await stands('partner', '2012-06-29')).toMatchObject({ status: 'partner' });
    for (const day of [DISSOLVED, '2016-01-01', RESTORED, '2021-12-31'])
      expect(await stands('partner', day)).toMatchObject({ status: 'ended', until: DISSOLVED });
    expect(await stands('after it', '2021-12-31')).toMatchObject({ status: 'partner' });
  });

  it('a body of before is no more from the return on, also one that is recorded late', async () => {
    const late = { id: story.id('late board'), clusterId: own, kind: 'board', name: 'Late', effectiveAt: '2011-01-01' };
    await story.accepted('governance/bodies', late);
    await app.react();
    for (const id of [story.id(own, 'board'), late.id])
      expect(await story.read(`governance/bodies/${id}`)).toMatchObject({
        abolished: { on: RESTORED, cause: 'dissolution', operationId: story.operationId },
      });
    const another = { id: story.id('another office'), bodyId: story.id(own, 'board'), kind: 'treasurer', title: 'T' };
    expect(await app.post('governance/offices', { ...another, effectiveAt: '2019-06-01' })).toMatchObject({
      ...{ status: 409, body: { code: 'GOV_BODY_ABOLISHED' } },
    });
  });

  it('its dissolution is not put off behind the return, nor taken back', async () => {
    const fact = await story.factOf('ClusterDissolved', own);
    const change = (verb: string, more: object) =>
      app.post(`membership/clusters/${own}/${verb}`, { fact, reason: 'wrong day', ...more });
    const refused = { status: 409, body: { code: 'MBR_FACT_CONTRADICTED', found: expect.stringContaining(RESTORED) } };
    expect(await change('void-dissolution', {})).toMatchObject(refused);
    expect(await change('correct-dissolution', { changes: { on: '2019-06-01' } })).toMatchObject(refused);
    expect(await change('correct-dissolution', { changes: { on: '2012-07-31' } })).toMatchObject({ status: 200 });
    await app.react();
    expect(await story.members(own, '2012-07-15')).toEqual(['Axess', 'Berger', 'Cogelec']);
    expect(await story.members(own, '2012-07-31')).toEqual([]);
  });

  it('it can be dissolved again, and restored by nobody who has not ended', async () => {
    const again = new Return(app, 'Elopsys again');
    expect(await again.start('restoration', [{ clusterId: own, role: 'restored' }])).toMatchObject({
      ...{ status: 400, body: { code: 'MRG_PARTICIPANTS_DO_NOT_FIT', found: expect.stringContaining('restored on') } },
    });
    await story.accepted(`membership/clusters/${own}/dissolve`, { effectiveAt: '2021-01-01' });
    await app.react();
    expect(await story.members(own, '2020-12-31')).toEqual(['Axess']);
    expect(await story.members(own, '2021-01-01')).toEqual([]);
    expect(await story.read(`membership/clusters/${own}`)).toMatchObject({
      state: 'dissolved',
      stateSince: '2021-01-01',
    });
  });
});

describe('a cluster that an old merger absorbed, and that its last members restore', () => {
  let app: TestApplication;
  let merger: OperationStory;
  let story: Return;
  let [own, other] = ['', ''] as [Uuid, Uuid];

  beforeAll(async () => {
    app = await TestApplication.start(contexts);
    merger = new OperationStory(app, 'Atlantic');
    [own, other] = [await merger.cluster('Ouest'), await merger.cluster('Nantes')];
    for (const each of ['Axess', 'Berger', 'Cogelec']) await merger.company(each);
    for (const each of ['Axess', 'Berger']) await merger.admit(own, each);
    await merger.admit(other, 'Cogelec');
    await merger.whole(
      'fusion-absorption',
      [
        { clusterId: other, role: 'absorbing' },
        { clusterId: own, role: 'absorbed' },
      ],
      { successor: { clusterId: other, name: 'Nantes', nameKind: 'final', seat: 'Nantes', departments: ['44'] } },
    );
    app.clock.set('2022-04-01T10:00:00.000Z');
    story = new Return(app, 'Ouest');
    await story.restored(own, { name: 'Ouest', seat: 'Rennes' });
  });
  afterAll(() => app.stop());

  it.each<[string, string, readonly string[], readonly string[]]>([
    ['2014-01-01', 'active', ['Axess', 'Berger'], ['Cogelec']],
    [EVE, 'active', ['Axess', 'Berger'], ['Cogelec']],
    [EFFECT, 'succeeded', [], ['Axess', 'Berger', 'Cogelec']],
    ['2018-06-01', 'succeeded', [], ['Axess', 'Berger', 'Cogelec']],
    [RESTORED, 'restored', [], ['Axess', 'Berger', 'Cogelec']],
    ['2021-12-31', 'restored', [], ['Axess', 'Berger', 'Cogelec']],
  ])('is on %s %s with the members %j, and the body that goes on has %j', async (day, state, members, there) => {
    expect(await story.read(`membership/clusters/${own}?validAt=${day}`)).toMatchObject({ state });
    expect([await merger.members(own, day), await merger.members(other, day)]).toEqual([members, there]);
    expect([await merger.counts(own, day), await merger.counts(other, day)]).toEqual([members.length, there.length]);
  });

  it('keeps the merger in its lineage, which nobody has annulled', async () => {
    const lineage = await story.read(`audit/lineage/${own}?direction=both&validAt=2021-12-31`);
    expect(lineage).toMatchObject({ edges: [{ from: own, to: other, effectiveOn: EFFECT }] });
    expect(await story.read(`mergers/operations/${merger.operationId}`)).toMatchObject({ status: 'effective' });
    const { successors } = await story.read(`membership/clusters/${own}`);
    expect(successors).toEqual([{ clusterId: other, operationId: merger.operationId, on: EFFECT }]);
  });

  it('a former member joins anew and stays where it is', async () => {
    const admission = { clusterId: own, organisationId: merger.id('company', 'Axess') };
    expect(await app.post('membership/memberships', { ...admission, effectiveAt: '2018-06-01' })).toMatchObject({
      ...{ status: 409, body: { code: 'MBR_MEMBERSHIP_SUCCEEDED' } },
    });
    await merger.admit(own, 'Axess', { effectiveAt: '2020-01-01' });
    await app.react();
    expect(await merger.members(own, '2021-12-31')).toEqual(['Axess']);
    expect(await merger.members(other, '2021-12-31')).toEqual(['Axess', 'Berger', 'Cogelec']);
    const { items } = await story.read(`membership/clusters/${own}/last-members`);
    expect(items).toContainEqual(expect.objectContaining({ name: 'Axess', memberOn: EVE, joinedAnewOn: '2020-01-01' }));
  });

  it('a member that is recorded late for a day before the merger goes on in the other body', async () => {
    await merger.company('Dassault');
    await merger.admit(own, 'Dassault');
    await app.react();
    expect(await merger.members(own, EVE)).toContain('Dassault');
    expect(await merger.members(own, '2021-12-31')).toEqual(['Axess']);
    expect(await merger.members(other, '2021-12-31')).toContain('Dassault');
  });

  it('what it begins after its return is its own', async () => {
    const [about, since] = [{ clusterId: own }, '2020-01-01'];
    const id = (name: string) => story.id('own', name);
    await merger.company('Region');
    await merger.accepted('membership/antennas', { id: id('antenna'), name: 'Rennes', ...about, effectiveAt: since });
    await merger.accepted('membership/subsidies', {
      ...{ id: id('subsidy'), granterId: merger.id('company', 'Region'), amountCents: 100, purpose: 'events' },
      ...{ year: 2020, ...about, effectiveAt: since },
    });
    const office = await story.board(own, 'Alice', since);
    await merger.accepted('incubation/incubators', { id: id('incubator'), name: 'Le Bivouac', site: 'Rennes' });
    await merger.accepted('incubation/partners', {
      ...{ id: id('partner'), incubatorId: id('incubator'), class: 'sector-body', effectiveAt: since },
      holder: { kind: 'cluster', id: own },
    });
    await merger.accepted('membership/clusters', { id: id('network'), kind: 'network', name: 'Réseau', seat: 'Paris' });
    await merger.accepted('membership/label-schemes', {
      ...{
        id: id('scheme'),
        issuerId: id('network'),
        name: 'Label Cloud',
        onHolderSuccession: { policy: 'automatic' },
      },
    });
    await merger.accepted('membership/labels', {
      ...{ schemeId: id('scheme'), holder: { kind: 'cluster', id: own }, effectiveAt: since },
    });
    const network = { clusterId: id('network'), organisationId: own, effectiveAt: since };
    await merger.accepted('membership/memberships', network);
    await merger.admit(own, 'Region', { effectiveAt: since });
    await app.react();
    const at = 'validAt=2021-03-01';
    expect(await story.read(`membership/antennas/${id('antenna')}?${at}`)).toMatchObject({ ...about, state: 'open' });
    expect(await story.read(`membership/subsidies/${id('subsidy')}?${at}`)).toMatchObject(about);
    expect(await story.read(`incubation/partners/${id('partner')}?${at}`)).toMatchObject({ holder: { id: own } });
    const label = derivedId('label', id('scheme'), own);
    expect(await story.read(`membership/labels/${label}?${at}`)).toMatchObject({
      holder: { id: own },
      status: 'valid',
    });
    expect(await merger.holders(office, '2021-03-01')).toEqual(['Alice']);
    expect(await merger.members(own, '2021-03-01')).toEqual(['Axess', 'Region']);
    expect(await merger.counts(id('network'), '2021-03-01')).toBe(1);
    expect(await story.read(`membership/memberships/${derivedId('membership', id('network'), own)}`)).toMatchObject({
      periods: [{ since }],
    });
  });

  it('is absorbed again, with whoever has joined anew', async () => {
    const again = new OperationStory(app, 'Atlantic again', 4);
    const third = await again.cluster('Brest');
    const participants = [
      { clusterId: third, role: 'absorbing' },
      { clusterId: own, role: 'absorbed' },
    ];
    const successor = { clusterId: third, name: 'Brest', nameKind: 'final', seat: 'Brest', departments: ['29'] };
    await again.whole('fusion-absorption', participants, { successor });
    expect(await merger.members(own, '2021-03-27')).toEqual(['Axess', 'Region']);
    expect([await merger.members(own, '2021-03-28'), await merger.members(third, '2021-03-28')]).toEqual([
      [],
      ['Axess', 'Region'],
    ]);
    const passed = [
      await story.read(`membership/antennas/${story.id('own', 'antenna')}`),
      await story.read(`membership/subsidies/${story.id('own', 'subsidy')}`),
    ];
    expect(passed).toMatchObject([{ clusterId: third }, { clusterId: third }]);
    expect(await story.read(`incubation/partners/${story.id('own', 'partner')}`)).toMatchObject({
      holder: { id: third },
    });
    const label = derivedId('label', story.id('own', 'scheme'), own);
    expect(await story.read(`membership/labels/${label}`)).toMatchObject({ holder: { id: third } });
    expect(again.foreseen).toMatchObject({
      members: { total: 2, sum: 2 },
      labels: [{ clusterId: own, outcome: 'automatic' }],
    });
    expect(await again.page()).toMatchObject({ status: 'effective', setAside: [] });
  });

  it('a court that annuls the merger afterwards gives back to the body that stands again already', async () => {
    const old = new OperationStory(app, 'Annulled after');
    const [gone, staying] = [await old.cluster('Gone'), await old.cluster('Staying')];
    for (const each of ['Axess', 'Berger']) await old.company(each);
    for (const each of ['Axess', 'Berger']) await old.admit(gone, each);
    const participants = [
      { clusterId: staying, role: 'absorbing' },
      { clusterId: gone, role: 'absorbed' },
    ];
    const successor = { clusterId: staying, name: 'Staying', nameKind: 'final', seat: 'Nantes', departments: ['44'] };
    await old.whole('fusion-absorption', participants, { successor });
    await new Return(app, 'Gone').restored(gone, { name: 'Gone', seat: 'Rennes' });
    await old.admit(gone, 'Axess', { effectiveAt: '2020-01-01' });
    const judgement = { court: 'Tribunal judiciaire', number: '21/1', judgedOn: '2021-01-01', finalOn: '2021-02-01' };
    await old.acted('annul', { judgement });
    await app.react();
    const members = (day: string) => Promise.all([gone, staying].map((id) => old.members(id, day)));
    expect(await members('2021-01-31')).toEqual([['Axess'], ['Axess', 'Berger']]);
    expect(await members('2021-02-01')).toEqual([['Axess', 'Berger'], []]);
    expect(await old.read(`membership/clusters/${gone}`)).toMatchObject({ state: 'restored', stateSince: RESTORED });
  });
});
