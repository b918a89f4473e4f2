import { describe, expect, it } from '@jest/globals';
import { fold, InvariantBroken } from '#libs/kernel';
import { specification } from '#libs/kernel/testing';
import { absorption, auvergneTic, digitalLeague, fusion, numelink, SIREN_OF_NOBODY } from '../../../test/facts.ts';
import { cluster, notActiveOn, type ClusterCommand, type ClusterEvent } from './cluster.ts';

const facts = {
  clusterId: auvergneTic,
  kind: 'cluster',
  name: 'Auvergne TIC',
  nameKind: 'final',
  seat: 'Clermont-Ferrand',
  departments: ['03', '15', '43', '63'],
  since: '2005-01-01',
} as const;
const jobs = { indicator: 'jobs', value: 6000, unit: 'people', on: '2015-12-31', source: 'region' };
const about = { clusterId: auvergneTic };

const register = { type: 'RegisterCluster', ...facts } as const;
const registered: ClusterEvent = { type: 'ClusterRegistered', ...facts };
const dormant = (on: string): ClusterEvent => ({ type: 'ClusterFellDormant', ...about, on });
const revived = (on: string): ClusterEvent => ({ type: 'ClusterRevived', ...about, on });
const dissolved = (on: string): ClusterEvent => ({ type: 'ClusterDissolved', ...about, on, reason: 'no members' });
const succession = { ...about, operationId: absorption, successorIds: [numelink], on: '2016-03-31' } as const;
const succeeded: ClusterEvent = { type: 'ClusterSucceeded', ...succession };
const name = (as: string, since: string, more: { nameKind?: 'code' | 'final'; embargoUntil?: string } = {}) =>
  ({ type: 'NameCluster', ...about, name: as, nameKind: 'final', since, ...more }) as const;
const named = (...args: Parameters<typeof name>): ClusterEvent => ({ ...name(...args), type: 'ClusterNamed' });

const { given } = specification(cluster);

describe('registering a cluster', () => {
  it('records what is known of it', () => given().when(register).then(registered));
  it('again with the same facts is nothing new', () => given(registered, dormant('2010-01-01')).when(register).then());
  it('under an id that is taken is refused', () =>
    given(registered)
      .when({ ...register, seat: 'Lyon' })
      .refused({ type: 'MBR_CLUSTER_EXISTS', found: 'Auvergne TIC' }));
  it('with a wrong SIREN is refused before anything else', () =>
    given(registered)
      .when({ ...register, siren: '732829321' })
      .refused({ type: 'MBR_SIREN_INVALID', found: '732829321' }));
  it('with a right SIREN is accepted', () =>
    given()
      .when({ ...register, siren: SIREN_OF_NOBODY })
      .then({ ...registered, siren: SIREN_OF_NOBODY }));
});

describe('naming a cluster', () => {
  it('dates the name with its kind and embargo', () => {
    const secret = { nameKind: 'code', embargoUntil: '2017-03-28' } as const;
    given(registered)
      .when(name('Projet N2', '2016-09-07', secret))
      .then(named('Projet N2', '2016-09-07', secret));
  });
  it('by the name it bears on that day is nothing new', () =>
    given(registered).when(name('Auvergne TIC', '2012-01-01')).then());
  it('by the same word under another embargo is a new fact', () =>
    given(registered)
      .when(name('Auvergne TIC', '2012-01-01', { embargoUntil: '2012-06-01' }))
      .then(named('Auvergne TIC', '2012-01-01', { embargoUntil: '2012-06-01' })));
  it('before it was founded is refused', () =>
    given(registered)
      .when(name('ATIC', '2004-12-31'))
      .refused({ type: 'MBR_DATE_BEFORE_START', found: '2004-12-31', required: '2005-01-01' }));
  it('from a day before its succession may be recorded late', () =>
    given(registered, succeeded).when(name('ATIC', '2016-03-30')).then(named('ATIC', '2016-03-30')));
  it('from the day of its succession on is refused', () =>
    given(registered, succeeded)
      .when(name('ATIC', '2016-03-31'))
      .refused({ type: 'MBR_CLUSTER_SUCCEEDED', found: '2016-03-31', required: numelink }));
  it('is refused once it is dissolved', () =>
    given(registered, dissolved('2012-01-01'))
      .when(name('ATIC', '2013-01-01'))
      .refused({ type: 'MBR_CLUSTER_DISSOLVED', found: '2012-01-01' }));
});

describe('declaring a figure about a cluster', () => {
  const declare = { type: 'DeclareClusterFigure', ...about, figure: jobs } as const;
  const declared: ClusterEvent = { ...declare, type: 'ClusterFigureDeclared' };
  it('keeps it, also of a cluster that is gone', () => given(registered, succeeded).when(declare).then(declared));
  it('twice is nothing new', () => given(registered, declared).when(declare).then());
  it('of another source stays beside the first', () => {
    const other = { ...jobs, value: 7000, source: 'La Montagne' };
    given(registered, declared)
      .when({ ...declare, figure: other })
      .then({ ...declared, figure: other });
  });
});

describe('the status of a cluster', () => {
  const fall = { type: 'FallDormant', ...about, on: '2010-01-01' } as const;
  const revive = { type: 'ReviveCluster', ...about, on: '2011-01-01' } as const;
  const dissolve = { type: 'DissolveCluster', ...about, on: '2012-01-01', reason: 'no members' } as const;
  const succeed = { type: 'SucceedCluster', ...succession } as const;

  it.each<[string, readonly ClusterEvent[], ClusterCommand, readonly ClusterEvent[]]>([
    ['an active one falls dormant', [registered], fall, [dormant('2010-01-01')]],
    ['a dormant one is dormant already', [registered, dormant('2009-01-01')], fall, []],
    ['a dormant one is revived', [registered, dormant('2010-01-01')], revive, [revived('2011-01-01')]],
    ['one revived that day is so already', [registered, dormant('2010-01-01'), revived('2011-01-01')], revive, []],
    ['an active one is dissolved', [registered], dissolve, [dissolved('2012-01-01')]],
    ['a dormant one is dissolved', [registered, dormant('2010-01-01')], dissolve, [dissolved('2012-01-01')]],
    ['one dissolved that day is so already', [registered, dissolved('2012-01-01')], dissolve, []],
    ['an active one is succeeded', [registered], succeed, [succeeded]],
    ['a dormant one is succeeded', [registered, dormant('2010-01-01')], succeed, [succeeded]],
    ['one succeeded by that operation is so already', [registered, succeeded], succeed, []],
    [
      'the day of an effect is not judged again',
      [registered],
      { ...succeed, on: '2004-01-01' },
      [{ ...succeeded, on: '2004-01-01' }],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly ClusterEvent[], ClusterCommand, object]>([
    [
      'dissolving one that a merger binds',
      [registered],
      { ...dissolve, engagedBy: succession.operationId },
      {
        type: 'MBR_CLUSTER_ENGAGED',
        found: `bound by operation ${succession.operationId}`,
        required: 'an operation that is withdrawn or postponed before one of its bodies is dissolved',
      },
    ],
    [
      'reviving an active one',
      [registered],
      revive,
      { type: 'MBR_CLUSTER_NOT_DORMANT', found: 'active', required: 'dormant' },
    ],
    [
      'reviving one that was revived on another day',
      [registered, dormant('2009-01-01'), revived('2009-02-01')],
      revive,
      { type: 'MBR_CLUSTER_NOT_DORMANT' },
    ],
    [
      'reviving before it fell dormant',
      [registered, dormant('2011-02-01')],
      revive,
      { type: 'MBR_DATE_BEFORE_START', required: '2011-02-01' },
    ],
    [
      'falling dormant before it was founded',
      [registered],
      { ...fall, on: '2004-01-01' },
      { type: 'MBR_DATE_BEFORE_START', required: '2005-01-01' },
    ],
    [
      'dissolving before its last change',
      [registered, dormant('2013-01-01')],
      dissolve,
      { type: 'MBR_DATE_BEFORE_START', required: '2013-01-01' },
    ],
    [
      'dissolving on another day again',
      [registered, dissolved('2011-01-01')],
      dissolve,
      { type: 'MBR_CLUSTER_DISSOLVED', found: '2011-01-01' },
    ],
    ['falling dormant when dissolved', [registered, dissolved('2009-01-01')], fall, { type: 'MBR_CLUSTER_DISSOLVED' }],
    ['reviving when dissolved', [registered, dissolved('2009-01-01')], revive, { type: 'MBR_CLUSTER_DISSOLVED' }],
    ['falling dormant when succeeded', [registered, succeeded], fall, { type: 'MBR_CLUSTER_SUCCEEDED' }],
    ['reviving when succeeded', [registered, succeeded], revive, { type: 'MBR_CLUSTER_SUCCEEDED' }],
    [
      'dissolving when succeeded',
      [registered, succeeded],
      dissolve,
      { type: 'MBR_CLUSTER_SUCCEEDED', required: numelink },
    ],
    [
      'succeeding to a dissolved one',
      [registered, dissolved('2009-01-01')],
      succeed,
      { type: 'MBR_CLUSTER_DISSOLVED' },
    ],
    [
      'a second succession',
      [registered, succeeded],
      { ...succeed, operationId: fusion, successorIds: [digitalLeague] },
      { type: 'MBR_CLUSTER_SUCCEEDED', found: '2016-03-31', required: numelink },
    ],
  ])('refuses %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it('never succeeds to itself: that is a bug, not a refusal', () => {
    expect(() => given(registered).when({ ...succeed, successorIds: [auvergneTic] })).toThrow(InvariantBroken);
  });
});

describe('a cluster that is to take somebody in', () => {
  const missing = (history: readonly ClusterEvent[], on: string) =>
    notActiveOn(fold(cluster, history), auvergneTic, on);
  it.each<[string, readonly ClusterEvent[], string]>([
    ['an active one', [registered], '2005-01-01'],
    ['a dormant one', [registered, dormant('2010-01-01')], '2010-06-01'],
    ['one that was succeeded later', [registered, succeeded], '2016-03-30'],
  ])('may be %s', (_what, history, on) => {
    expect(missing(history, on)).toBeUndefined();
  });
  it.each<[string, readonly ClusterEvent[], string, object]>([
    [
      'one before its foundation',
      [registered],
      '2004-12-31',
      { type: 'MBR_DATE_BEFORE_START', required: '2005-01-01' },
    ],
    ['one that was dissolved', [registered, dissolved('2012-01-01')], '2011-01-01', { type: 'MBR_CLUSTER_DISSOLVED' }],
    [
      'one that was succeeded',
      [registered, succeeded],
      '2016-03-31',
      { type: 'MBR_CLUSTER_SUCCEEDED', required: numelink },
    ],
  ])('is not %s', (_what, history, on, rejection) => {
    expect(missing(history, on)).toMatchObject(rejection);
  });
  it.each<[string, readonly ClusterEvent[]]>([
    ['registered twice', [registered, registered]],
    ['succeeded before it was registered', [succeeded]],
    ['dissolved after it was succeeded', [registered, succeeded, dissolved('2018-01-01')]],
    ['revived without having been dormant', [registered, revived('2018-01-01')]],
  ])('%s has an altered history', (_what, history) => {
    expect(() => fold(cluster, history)).toThrow('cannot follow');
  });
});

describe('a cluster that nobody registered', () => {
  it.each<ClusterCommand>([
    name('ATIC', '2010-01-01'),
    { type: 'DeclareClusterFigure', ...about, figure: jobs },
    { type: 'FallDormant', ...about, on: '2010-01-01' },
    { type: 'ReviveCluster', ...about, on: '2010-01-01' },
    { type: 'DissolveCluster', ...about, on: '2010-01-01' },
    { type: 'SucceedCluster', ...succession },
  ])('is not found by $type', (command) =>
    given().when(command).refused({ type: 'MBR_CLUSTER_NOT_FOUND', found: auvergneTic }),
  );
  it('has its stream named by its id', () => {
    expect(cluster.stream(auvergneTic)).toBe(`membership.cluster-${auvergneTic}`);
  });
});
