import { describe, expect, it } from '@jest/globals';
import { fold, InvariantBroken, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { absorption, auvergneTic, digitalLeague, fusion, numelink, SIREN_OF_NOBODY } from '../../../test/facts.ts';
import { cluster, notActiveOn, type ClusterCommand, type ClusterFact } from './cluster.ts';

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
const registered: ClusterFact = { type: 'ClusterRegistered', ...facts };
const dormant = (on: string): ClusterFact => ({ type: 'ClusterFellDormant', ...about, on });
const revived = (on: string): ClusterFact => ({ type: 'ClusterRevived', ...about, on });
const dissolved = (on: string): ClusterFact => ({ type: 'ClusterDissolved', ...about, on, reason: 'no members' });
const succession = { ...about, operationId: absorption, successorIds: [numelink], on: '2016-03-31' } as const;
const succeeded: ClusterFact = { type: 'ClusterSucceeded', ...succession };
const restored: ClusterFact = { type: 'ClusterRestored', ...about, operationId: absorption, on: '2019-06-24' };
const name = (as: string, since: string, more: { nameKind?: 'code' | 'final'; embargoUntil?: string } = {}) =>
  ({ type: 'NameCluster', ...about, name: as, nameKind: 'final', since, ...more }) as const;
const named = (...args: Parameters<typeof name>): ClusterFact => ({ ...name(...args), type: 'ClusterNamed' });

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
  it('from a day before its dissolution may be recorded late', () =>
    given(registered, dissolved('2012-01-01')).when(name('ATIC', '2011-12-31')).then(named('ATIC', '2011-12-31')));
  it('is refused once it is dissolved', () =>
    given(registered, dissolved('2012-01-01'))
      .when(name('ATIC', '2013-01-01'))
      .refused({ type: 'MBR_CLUSTER_DISSOLVED', found: '2012-01-01' }));
});

describe('declaring a figure about a cluster', () => {
  const declare = { type: 'DeclareClusterFigure', ...about, figure: jobs } as const;
  const declared: ClusterFact = { ...declare, type: 'ClusterFigureDeclared' };
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

  it.each<[string, readonly ClusterFact[], ClusterCommand, readonly ClusterFact[]]>([
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
      'a dormancy of the past is recorded after a revival, with its end',
      [registered, dormant('2013-01-01'), revived('2014-01-01')],
      { ...fall, revivedOn: '2011-01-01' },
      [dormant('2010-01-01'), revived('2011-01-01')],
    ],
    [
      'and is so already',
      [registered, dormant('2010-01-01'), revived('2011-01-01')],
      { ...fall, revivedOn: '2011-01-01' },
      [],
    ],
    [
      'a dormancy of before the succession is recorded after it',
      [registered, succeeded],
      fall,
      [dormant('2010-01-01')],
    ],
    ['and a revival', [registered, dormant('2010-01-01'), succeeded], revive, [revived('2011-01-01')]],
    [
      'a dormancy of before the dissolution is recorded after it',
      [registered, dissolved('2012-01-01')],
      fall,
      [dormant('2010-01-01')],
    ],
    ['one that is dissolved ahead is succeeded before', [registered, dissolved('2030-01-01')], succeed, [succeeded]],
    [
      'one that is named and dormant ahead is succeeded before',
      [registered, named('ATIC', '2029-01-01'), dormant('2030-01-01')],
      succeed,
      [succeeded],
    ],
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

  it.each<[string, readonly ClusterFact[], ClusterCommand, object]>([
    [
      'dissolving one that a merger binds',
      [registered],
      { ...dissolve, engagedBy: succession.operationId },
      {
        type: 'MBR_CLUSTER_ENGAGED',
        found: `bound by operation ${succession.operationId}`,
        required: 'an operation that is withdrawn or lapsed before one of its bodies is dissolved',
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
      { type: 'MBR_CLUSTER_NOT_DORMANT', found: 'active' },
    ],
    [
      'a dormancy that reaches into a later one',
      [registered, dormant('2012-01-01')],
      fall,
      {
        type: 'MBR_FACT_CONTRADICTED',
        found: 'dormancy of 2012-01-01',
        required: 'the cluster is dormant from 2010-01-01 on',
      },
    ],
    [
      'a dormancy of the past that ends in a later one',
      [registered, dormant('2012-01-01')],
      { ...fall, revivedOn: '2013-01-01' },
      { type: 'MBR_FACT_CONTRADICTED' },
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
      {
        type: 'MBR_FACT_CONTRADICTED',
        found: 'dormancy of 2013-01-01',
        required: 'the cluster was dissolved on 2012-01-01',
      },
    ],
    [
      'dissolving on another day again',
      [registered, dissolved('2011-01-01')],
      dissolve,
      { type: 'MBR_CLUSTER_DISSOLVED', found: '2011-01-01' },
    ],
    ['falling dormant when dissolved', [registered, dissolved('2009-01-01')], fall, { type: 'MBR_CLUSTER_DISSOLVED' }],
    ['reviving when dissolved', [registered, dissolved('2009-01-01')], revive, { type: 'MBR_CLUSTER_DISSOLVED' }],
    [
      'falling dormant when succeeded',
      [registered, succeeded],
      { ...fall, on: '2016-03-31' },
      { type: 'MBR_CLUSTER_SUCCEEDED' },
    ],
    [
      'reviving when succeeded',
      [registered, succeeded],
      { ...revive, on: '2016-03-31' },
      { type: 'MBR_CLUSTER_SUCCEEDED' },
    ],
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
  const missing = (history: readonly ClusterFact[], on: string) => notActiveOn(fold(cluster, history), auvergneTic, on);
  it.each<[string, readonly ClusterFact[], string]>([
    ['an active one', [registered], '2005-01-01'],
    ['a dormant one', [registered, dormant('2010-01-01')], '2010-06-01'],
    ['one that was succeeded later', [registered, succeeded], '2016-03-30'],
    ['one that was dissolved later', [registered, dissolved('2012-01-01')], '2011-12-31'],
  ])('may be %s', (_what, history, on) => {
    expect(missing(history, on)).toBeUndefined();
  });
  it.each<[string, readonly ClusterFact[], string, object]>([
    [
      'one before its foundation',
      [registered],
      '2004-12-31',
      { type: 'MBR_DATE_BEFORE_START', required: '2005-01-01' },
    ],
    ['one that was dissolved', [registered, dissolved('2012-01-01')], '2012-01-01', { type: 'MBR_CLUSTER_DISSOLVED' }],
    [
      'one that was succeeded',
      [registered, succeeded],
      '2016-03-31',
      { type: 'MBR_CLUSTER_SUCCEEDED', required: numelink },
    ],
  ])('is not %s', (_what, history, on, rejection) => {
    expect(missing(history, on)).toMatchObject(rejection);
  });
  it.each<[string, readonly ClusterFact[]]>([
    ['registered twice', [registered, registered]],
    ['succeeded before it was registered', [succeeded]],
    ['dissolved before it was succeeded', [registered, succeeded, dissolved('2015-01-01')]],
    ['dormant after it was dissolved', [registered, dissolved('2015-01-01'), dormant('2016-01-01')]],
    ['named on the day of its dissolution', [registered, dissolved('2015-01-01'), named('ATIC', '2015-01-01')]],
    ['dormant before it was founded', [registered, dormant('2004-01-01')]],
    ['revived without having been dormant', [registered, revived('2018-01-01')]],
  ])('%s has an altered history', (_what, history) => {
    expect(() => requireSettled(fold(cluster, history))).toThrow('cannot follow');
  });
});

describe('a fact of a cluster that was recorded wrong', () => {
  const correct = (of: ClusterFact['type'], fact: string, changes: object) =>
    ({ type: 'CorrectFact', of, fact, changes, reason: 'typed wrong' }) as const;
  const voids = (of: ClusterFact['type'], fact: string) =>
    ({ type: 'VoidFact', of, fact, reason: 'never was' }) as const;
  const declared: ClusterFact = { type: 'ClusterFigureDeclared', ...about, figure: jobs };
  const history = [
    ...[registered, dormant('2010-01-01'), revived('2011-01-01'), named('ATIC', '2012-01-01'), declared],
    dissolved('2014-01-01'),
  ];

  it.each([
    [
      'a dormancy behind its revival',
      correct('ClusterFellDormant', '1', { on: '2011-06-01' }),
      'revival of 2011-01-01',
    ],
    ['a dissolution before a name', correct('ClusterDissolved', '5', { on: '2012-01-01' }), 'name of 2012-01-01'],
    [
      'a foundation behind a dormancy',
      correct('ClusterRegistered', '0', { since: '2010-06-01' }),
      'dormancy of 2010-01-01',
    ],
  ] as const)('is refused: %s', (_what, command, found) =>
    given(...history)
      .when(command)
      .refused({ type: 'MBR_FACT_CONTRADICTED', found }),
  );

  it('was neither dormant nor revived where it never fell dormant', () => {
    const state = given(registered, dormant('2010-01-01'), revived('2011-01-01'), dormant('2012-01-01'))
      .when(voids('ClusterFellDormant', '1'))
      .state();
    expect(state).toMatchObject({ phases: [{ is: 'active' }, { is: 'dormant', since: '2012-01-01' }] });
  });

  it('is not dissolved before its succession', () => {
    given(registered, dissolved('2030-01-01'), succeeded)
      .when(correct('ClusterDissolved', '1', { on: '2016-01-01' }))
      .refused({ type: 'MBR_FACT_CONTRADICTED', required: 'the cluster was dissolved on 2016-01-01' });
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

const rna = 'W632001234';
const fall = (on: string): ClusterCommand => ({ type: 'FallDormant', ...about, on });
const revive = (on: string): ClusterCommand => ({ type: 'ReviveCluster', ...about, on });
const dissolve = (on: string) => ({ type: 'DissolveCluster', ...about, on, reason: 'no members' }) as const;
const figureOf = (on: string): ClusterFact => ({ type: 'ClusterFigureDeclared', ...about, figure: { ...jobs, on } });
const secret = { nameKind: 'code', embargoUntil: '2013-01-01' } as const;
const predecessorId = digitalLeague;
const authorised = (since: string): ClusterFact => ({
  ...{ type: 'ClusterOperatorsAuthorised', ...about, predecessorId, since },
});
const authorise = (since: string): ClusterCommand => ({
  ...{ type: 'AuthoriseOperators', ...about, predecessorId, since, succeededOn: '2006-01-01' },
});
const revoke = (on: string): ClusterCommand => ({ type: 'RevokeOperators', ...about, predecessorId, on });
factsInAnyOrder(cluster, {
  ClusterRegistered: {
    fact: { type: 'ClusterRegistered', ...facts, rna },
    after: [dormant('2010-01-01'), figureOf('2003-12-31')],
    carries: true,
    command: { ...register, rna },
    other: {
      ...{ kind: 'network', name: 'ATIC', nameKind: 'working', seat: 'Vichy', departments: ['03'] },
      ...{ rna: 'W632001235', since: '2006-01-01' },
    },
    overlap: 'a cluster is registered once, under an id of its own',
  },
  ClusterFellDormant: {
    before: [registered],
    fact: { type: 'ClusterFellDormant', ...about, on: '2010-01-01' },
    after: [named('ATIC', '2012-01-01')],
    command: fall('2010-01-01'),
    other: { on: '2010-02-01' },
    overlap: [{ command: fall('2009-01-01'), day: '2010-01-01' }],
  },
  ClusterRevived: {
    before: [registered, dormant('2010-01-01')],
    fact: { type: 'ClusterRevived', ...about, on: '2011-01-01' },
    after: [named('ATIC', '2012-01-01')],
    command: revive('2011-01-01'),
    other: { on: '2011-02-01' },
    overlap: [{ command: revive('2010-06-01'), day: '2011-01-01' }],
  },
  ClusterDissolved: {
    before: [registered],
    fact: { ...dissolve('2012-01-01'), type: 'ClusterDissolved' },
    after: [figureOf('2015-12-31')],
    command: dissolve('2012-01-01'),
    other: { on: '2013-01-01', reason: 'no funds' },
    overlap: [
      { command: dissolve('2013-01-01'), day: '2012-01-01' },
      { command: name('ATIC', '2013-01-01'), day: '2012-01-01' },
    ],
  },
  ClusterRestored: {
    before: [registered, succeeded],
    fact: restored,
    after: [named('ATIC', '2020-01-01')],
  },
  ClusterSucceeded: {
    before: [registered],
    fact: { type: 'ClusterSucceeded', ...succession },
    after: [figureOf('2016-12-31')],
  },
  ClusterNamed: {
    before: [registered],
    fact: { ...name('ATIC', '2012-01-01', secret), type: 'ClusterNamed' },
    after: [named('A-TIC', '2014-01-01')],
    command: name('ATIC', '2012-01-01', secret),
    other: { name: 'Projet A', nameKind: 'working', since: '2012-02-01', embargoUntil: '2014-01-01' },
    overlap: [{ command: dissolve('2012-01-01'), day: '2012-01-01' }],
  },
  ClusterMoved: {
    before: [registered],
    fact: { type: 'ClusterMoved', ...about, seat: 'Vichy', departments: ['03'], since: '2012-01-01' },
    after: [named('A-TIC', '2014-01-01')],
    command: { type: 'MoveCluster', ...about, seat: 'Vichy', departments: ['03'], since: '2012-01-01' },
    other: { seat: 'Moulins', departments: ['63'], since: '2012-02-01' },
    overlap: [{ command: dissolve('2012-01-01'), day: '2012-01-01' }],
  },
  ClusterFigureDeclared: {
    before: [registered],
    fact: { type: 'ClusterFigureDeclared', ...about, figure: jobs },
    after: [figureOf('2016-12-31')],
    command: { type: 'DeclareClusterFigure', ...about, figure: jobs },
    other: { figure: { ...jobs, value: 7000, on: '2014-12-31' } },
    overlap: 'what several sources declared stands side by side',
  },
  ClusterOperatorsRevoked: {
    before: [registered, authorised('2010-01-01')],
    fact: { type: 'ClusterOperatorsRevoked', ...about, predecessorId, on: '2012-01-01' },
    after: [figureOf('2015-12-31')],
    command: revoke('2012-01-01'),
    other: { on: '2013-01-01' },
    overlap: [{ command: revoke('2011-01-01'), day: '2012-01-01' }],
  },
  ClusterOperatorsAuthorised: {
    before: [registered],
    fact: { type: 'ClusterOperatorsAuthorised', ...about, predecessorId, since: '2010-01-01' },
    after: [figureOf('2015-12-31')],
    command: authorise('2010-01-01'),
    other: { since: '2011-01-01' },
    overlap: [{ command: authorise('2009-01-01'), day: '2010-01-01' }],
  },
});
