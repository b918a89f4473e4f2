import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { EFFECT } from './support/attempted-merger.ts';
import { ANNULLED, AnnulledMerger, DAYS, judgement } from './support/annulled-merger.ts';

const { before, eve, effect, gap, lastOfGap, annulment, yearsLater } = DAYS;

describe.each(['fusion-absorption', 'fusion-creation'] as const)('a %s that a court annuls', (kind) => {
  const isCreated = kind === 'fusion-creation';
  let app: TestApplication;
  let merger: AnnulledMerger;
  let beforeJudgement: string;
  let knownBefore: readonly string[];

  beforeAll(async () => {
    app = await TestApplication.start(contexts);
    merger = new AnnulledMerger(app, kind, kind);
    await merger.upToTheGap();
    beforeJudgement = app.clock.now();
    knownBefore = await merger.membersOf(merger.successor, yearsLater);
    app.clock.set('2022-04-01T10:00:00.000Z');
    await merger.annulled();
  });
  afterAll(() => app.stop());

  it('stands as annulled with its judgement, the rule it rests on, and what every context gave back', async () => {
    const page = await merger.page();
    expect(page).toMatchObject({
      status: 'annulled',
      effectiveOn: EFFECT,
      annulment: { judgement: { ...judgement, basis: expect.stringContaining('L. 235-11') }, on: ANNULLED },
      returned: expect.arrayContaining([
        expect.objectContaining({ context: 'membership', needConsent: isCreated ? 1 : 0 }),
        expect.objectContaining({ context: 'incubation', toMove: 1, moved: 1 }),
        expect.objectContaining({ context: 'governance', needConsent: 1 }),
      ]),
    });
    expect(page['setAside']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ context: 'governance', code: 'GOV_ELECTION_DUE' }),
        ...(isCreated ? [expect.objectContaining({ context: 'membership', code: 'MBR_CONSENT_NEEDED' })] : []),
      ]),
    );
  });

  const onlyInB = ['leaving', 'left', 'onlyB'];
  it.each<[string, readonly string[]]>([
    [before, ['both', ...onlyInB]],
    [eve, ['both', ...onlyInB]],
    [effect, []],
    [gap, []],
    [lastOfGap, []],
    [annulment, ['both', 'leaving', 'onlyB']],
    [yearsLater, ['both', 'onlyB']],
  ])('B has on %s the members %j', async (day, members) => {
    expect(await merger.membersOf(merger.b, day)).toEqual(members);
    const { members: count } = await merger.read(`membership/clusters/${merger.b}/counts?validAt=${day}`);
    expect(count).toBe(members.length);
  });

  it.each<[string, readonly string[]]>([
    [eve, isCreated ? [] : ['both', 'ofA']],
    [effect, ['both', 'leaving', 'left', 'ofA', 'onlyB']],
    [gap, ['both', 'late', 'leaving', 'ofA', 'onlyB']],
    [lastOfGap, ['both', 'late', 'leaving', 'ofA', 'onlyB']],
    [annulment, isCreated ? [] : ['both', 'late', 'ofA']],
    [yearsLater, isCreated ? [] : ['both', 'late', 'ofA']],
  ])('the successor has on %s the members %j', async (day, members) => {
    expect(await merger.membersOf(merger.successor, day)).toEqual(members);
  });

  it('is not known of before the judgement was recorded', async () => {
    const known = `&knownAt=${beforeJudgement}`;
    expect(await merger.membersOf(merger.b, yearsLater, known)).toEqual([]);
    expect(await merger.membersOf(merger.successor, yearsLater, known)).toEqual(knownBefore);
    expect(knownBefore).toEqual(['both', 'late', 'ofA', 'onlyB']);
  });

  it.each<[string, string, boolean]>([
    [eve, 'active', true],
    [effect, 'succeeded', false],
    [lastOfGap, 'succeeded', false],
    [annulment, 'restored', true],
    [yearsLater, 'restored', true],
  ])('B is on %s %s', async (day, state, stands) => {
    const page = await merger.read(`membership/clusters/${merger.b}?validAt=${day}`);
    expect(page).toMatchObject({ state, clusterId: merger.b });
    const { items } = await merger.read(`membership/clusters/${merger.network}/members?validAt=${day}`);
    expect((items as { organisationId: string }[]).map(({ organisationId }) => organisationId)).toEqual([
      stands ? merger.b : merger.successor,
    ]);
    const { clusterId } = await merger.read(`membership/antennas/${merger.antenna}?validAt=${day}`);
    expect(clusterId).toBeDefined();
    const { holders } = await merger.read(`incubation/partners/${merger.partner}?validAt=${day}`);
    const held = (holders as { holder: { id: string }; from: string; to: string | null }[]).find(
      ({ from, to }) => from <= day && (to === null || day < to),
    );
    expect(held?.holder.id).toBe(stands ? merger.b : merger.successor);
  });

  it('says of B how and why it stands again', async () => {
    expect(await merger.read(`membership/clusters/${merger.b}?validAt=${yearsLater}`)).toMatchObject({
      states: [
        { state: 'active' },
        { state: 'succeeded', since: EFFECT, operationId: merger.operationId },
        { state: 'restored', since: ANNULLED, operationId: merger.operationId },
      ],
      successors: [{ clusterId: merger.successor, operationId: merger.operationId, annulledOn: ANNULLED }],
    });
  });

  it('ends what it had created, and nothing else', async () => {
    const state = async (day: string) =>
      (await merger.read(`membership/clusters/${merger.successor}?validAt=${day}`))['state'];
    expect(await state(lastOfGap)).toBe('active');
    expect(await state(annulment)).toBe(isCreated ? 'dissolved' : 'active');
  });

  it('gives the subsidy and the antenna back', async () => {
    expect(await merger.read(`membership/subsidies/${merger.subsidy}`)).toMatchObject({ clusterId: merger.b });
    expect(await merger.read(`membership/antennas/${merger.antenna}`)).toMatchObject({
      clusterId: merger.b,
      holdings: [{ clusterId: merger.b }, { clusterId: merger.successor }, { clusterId: merger.b, since: ANNULLED }],
    });
  });

  it('gives the label back, which waits for no consent any more', async () => {
    const label = async (day: string) => {
      const { holder, status } = await merger.read(`membership/labels/${merger.label}?validAt=${day}`);
      return [(holder as { id: string }).id, status];
    };
    expect(await label(eve)).toEqual([merger.b, 'valid']);
    expect(await label(gap)).toEqual([merger.successor, 'awaiting-consent']);
    expect(await label(lastOfGap)).toEqual([merger.successor, 'awaiting-consent']);
    expect(await label(annulment)).toEqual([merger.b, 'valid']);
  });

  it('revives no mandate', async () => {
    const holders = async (day: string) => {
      const { holders: all } = await merger.read(`governance/offices/${merger.office}/holders?validAt=${day}`);
      return (all as readonly object[]).length;
    };
    expect([await holders(eve), await holders(effect), await holders(annulment)]).toEqual([1, 0, 0]);
  });

  it('shows in the lineage with its gap', async () => {
    const lineage = (day: string) => merger.read(`audit/lineage/${merger.b}?validAt=${day}`);
    const stateOfB = async (day: string) =>
      ((await lineage(day))['nodes'] as { clusterId: string; state: string }[]).find(
        ({ clusterId }) => clusterId === merger.b,
      )?.state;
    expect([await stateOfB(eve), await stateOfB(gap), await stateOfB(annulment)]).toEqual([
      'active',
      'succeeded',
      'active',
    ]);
    expect(await lineage(gap)).toMatchObject({
      edges: expect.arrayContaining([expect.not.objectContaining({ annulledOn: ANNULLED })]),
    });
    expect(await lineage(yearsLater)).toMatchObject({
      edges: expect.arrayContaining([
        expect.objectContaining({ from: merger.b, to: merger.successor, effectiveOn: EFFECT, annulledOn: ANNULLED }),
      ]),
    });
  });
});
