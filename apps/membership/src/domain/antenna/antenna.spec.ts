import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { antennaOfDrome, digitalLeague, fusion, numelink, rhoneAlley } from '../../../test/facts.ts';
import { cluster } from '../cluster/cluster.ts';
import { antenna, notOpenOf, type AntennaCommand, type AntennaFact } from './antenna.ts';

const facts = {
  antennaId: antennaOfDrome,
  clusterId: numelink,
  name: 'Drôme-Ardèche',
  brand: 'RhôneAlley',
  departments: ['07', '26'],
  originClusterId: rhoneAlley,
  since: '2015-06-30',
} as const;
const open = { type: 'OpenAntenna', ...facts } as const;
const opened: AntennaFact = { type: 'AntennaOpened', ...facts };
const passing = { antennaId: antennaOfDrome, from: numelink, to: digitalLeague, operationId: fusion, on: '2017-03-28' };
const pass = { type: 'PassAntenna', ...passing } as const;
const passed: AntennaFact = { type: 'AntennaPassed', ...passing };
const ofCluster = (clusterId: string) =>
  cluster.evolve(cluster.initial, {
    ...{ type: 'ClusterRegistered', clusterId, kind: 'cluster', name: 'A', nameKind: 'final', seat: 'Lyon' },
    ...{ departments: [], since: '2006-01-01' },
  } as const);
const closing = (clusterId: string, on: string) => ({ antennaId: antennaOfDrome, clusterId, on });
const close = (clusterId: string, on: string) =>
  ({ type: 'CloseAntenna', ...closing(clusterId, on), cluster: ofCluster(clusterId) }) as const;
const closed = (clusterId: string, on: string): AntennaFact => ({ ...closing(clusterId, on), type: 'AntennaClosed' });

const { given } = specification(antenna);

describe('an antenna', () => {
  it.each<[string, readonly AntennaFact[], AntennaCommand, readonly AntennaFact[]]>([
    ['is opened with the brand of the absorbed cluster', [], open, [opened]],
    ['opened twice with the same facts is nothing new', [opened], open, []],
    ['passes to the successor', [opened], pass, [passed]],
    ['passed twice by one operation is nothing new', [opened, passed], pass, []],
    [
      'passed and closed, the passing repeated is nothing new',
      [opened, passed, closed(digitalLeague, '2020-01-01')],
      pass,
      [],
    ],
    ['is closed by its cluster', [opened], close(numelink, '2016-01-01'), [closed(numelink, '2016-01-01')]],
    [
      'is closed by the successor',
      [opened, passed],
      close(digitalLeague, '2018-01-01'),
      [closed(digitalLeague, '2018-01-01')],
    ],
    ['passes with a closing that lies ahead', [opened, closed(numelink, '2018-06-30')], pass, [passed]],
    [
      'closed before it passed, which is recorded afterwards, is closed by the cluster of that day',
      [opened, passed],
      close(numelink, '2017-03-01'),
      [closed(numelink, '2017-03-01')],
    ],
    [
      'closed ahead twice is nothing new, also when it has passed since',
      [opened, closed(numelink, '2018-06-30'), passed],
      close(numelink, '2018-06-30'),
      [],
    ],
    [
      'closed twice on one day is nothing new',
      [opened, closed(numelink, '2016-01-01')],
      close(numelink, '2016-01-01'),
      [],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly AntennaFact[], AntennaCommand, object]>([
    [
      'opening under an id that is taken',
      [opened],
      { ...open, name: 'Valence' },
      { type: 'MBR_ANTENNA_EXISTS', found: 'Drôme-Ardèche' },
    ],
    ['passing an unknown one', [], pass, { type: 'MBR_ANTENNA_NOT_FOUND', found: antennaOfDrome }],
    ['closing an unknown one', [], close(numelink, '2016-01-01'), { type: 'MBR_ANTENNA_NOT_FOUND' }],
    [
      'passing it from a cluster that has it not',
      [opened],
      { ...pass, from: rhoneAlley },
      { type: 'MBR_ANTENNA_ELSEWHERE', found: numelink, required: rhoneAlley },
    ],
    [
      'closing it for a cluster that has it not',
      [opened, passed],
      close(numelink, '2018-01-01'),
      { type: 'MBR_ANTENNA_ELSEWHERE', found: digitalLeague },
    ],
    [
      'passing a closed one',
      [opened, closed(numelink, '2016-01-01')],
      pass,
      { type: 'MBR_ANTENNA_CLOSED', found: '2016-01-01' },
    ],
    [
      'closing it again on another day',
      [opened, closed(numelink, '2016-01-01')],
      close(numelink, '2016-02-01'),
      { type: 'MBR_ANTENNA_CLOSED' },
    ],
    [
      'closing it before it was opened',
      [opened],
      close(numelink, '2015-06-29'),
      { type: 'MBR_DATE_BEFORE_START', found: '2015-06-29', required: '2015-06-30' },
    ],
    [
      'closing it for the successor before it passed',
      [opened, passed],
      close(digitalLeague, '2017-03-27'),
      { type: 'MBR_ANTENNA_ELSEWHERE', found: numelink, required: digitalLeague },
    ],
    [
      'closing it for the successor on the day on which it passed',
      [opened, passed],
      close(digitalLeague, '2017-03-28'),
      { type: 'MBR_ANTENNA_ELSEWHERE', found: numelink },
    ],
    [
      'closing that of a cluster that was dissolved',
      [opened],
      {
        ...close(numelink, '2016-01-01'),
        cluster: cluster.evolve(ofCluster(numelink), {
          type: 'ClusterDissolved',
          clusterId: numelink,
          on: '2016-01-01',
        }),
      },
      { type: 'MBR_CLUSTER_DISSOLVED', found: '2016-01-01' },
    ],
  ])('refuses %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it.each<[string, readonly AntennaFact[], string, object | undefined]>([
    ['is there for its cluster', [opened], numelink, undefined],
    ['is there for the successor', [opened, passed], digitalLeague, undefined],
    ['an unknown one takes nobody in', [], numelink, { type: 'MBR_ANTENNA_NOT_FOUND' }],
    ['takes in no member of another cluster', [opened], rhoneAlley, { type: 'MBR_ANTENNA_ELSEWHERE' }],
    [
      'a closed one takes nobody in',
      [opened, closed(numelink, '2016-01-01')],
      numelink,
      { type: 'MBR_ANTENNA_CLOSED' },
    ],
  ])('%s', (_what, history, clusterId, missing) => {
    const found = notOpenOf(fold(antenna, history), antennaOfDrome, clusterId);
    if (missing === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(missing);
  });
  it.each<[string, readonly AntennaFact[]]>([
    ['opened twice', [opened, opened]],
    ['closed before it was opened', [closed(numelink, '2016-01-01')]],
    ['passed on by a cluster that has it not', [opened, passed, passed]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => requireSettled(fold(antenna, history))).toThrow('cannot follow');
  });
  it.each([
    ['recorded after it', [opened, passed, closed(numelink, '2017-03-01')]],
    ['recorded before it', [opened, closed(numelink, '2017-03-01'), passed]],
    ['of its day', [opened, passed, closed(numelink, '2017-03-28')]],
  ])('closed by the day of a succession never passed: %s', (_what, history) => {
    expect(fold(antenna, history)).toMatchObject({ status: 'closed', holdings: [{ clusterId: numelink }] });
  });
  it.each([
    ['2015-06-29', numelink, { type: 'MBR_DATE_BEFORE_START', required: '2015-06-30' }],
    ['2017-03-27', numelink, undefined],
    ['2017-03-28', numelink, { type: 'MBR_ANTENNA_ELSEWHERE' }],
    ['2017-12-31', digitalLeague, undefined],
    ['2018-01-01', digitalLeague, { type: 'MBR_ANTENNA_CLOSED' }],
  ])('takes in on %s for %s: %j', (day, clusterId, missing) => {
    const state = fold(antenna, [opened, passed, closed(digitalLeague, '2018-01-01')]);
    const found = notOpenOf(state, antennaOfDrome, clusterId, day);
    if (missing === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(missing);
  });
  it('is opened by no cluster that does not stand that day', () => {
    given()
      .when({ ...open, cluster: { status: 'absent' } })
      .refused({ type: 'MBR_CLUSTER_NOT_FOUND' });
  });
  it('has its stream named by its id', () => {
    expect(antenna.stream(antennaOfDrome)).toBe(`membership.antenna-${antennaOfDrome}`);
  });
});

describe('a fact of an antenna that was recorded wrong', () => {
  const correct = (of: AntennaFact['type'], fact: string, changes: object) =>
    ({ type: 'CorrectFact', of, fact, changes, reason: 'typed wrong' }) as const;
  const voids = (of: AntennaFact['type'], fact: string) =>
    ({ type: 'VoidFact', of, fact, reason: 'never was' }) as const;
  const history = [opened, closed(numelink, '2018-06-30')];

  it('is open again, and passed, where its closing is voided', () => {
    const state = given(opened, closed(numelink, '2017-03-01'), passed).when(voids('AntennaClosed', '1')).state();
    expect(state).toMatchObject({ status: 'open', holdings: [{ clusterId: numelink }, { clusterId: digitalLeague }] });
  });

  it('is not opened behind its closing', () =>
    given(...history)
      .when(correct('AntennaOpened', '0', { since: '2018-07-01' }))
      .refused({
        type: 'MBR_FACT_CONTRADICTED',
        found: 'closing of 2018-06-30',
        required: 'the antenna is open from 2018-07-01 on',
      }));
});

factsInAnyOrder(antenna, {
  AntennaOpened: {
    fact: { type: 'AntennaOpened', ...facts },
    after: [passed],
    carries: true,
    command: open,
    other: {
      ...{ name: 'Drôme', brand: 'Alley', departments: ['26'], originClusterId: digitalLeague },
      since: '2015-07-01',
    },
    overlap: 'an antenna is opened once, under an id of its own',
  },
  AntennaClosed: {
    before: [opened],
    fact: { ...closing(numelink, '2017-03-01'), type: 'AntennaClosed' },
    after: [passed],
    command: close(numelink, '2017-03-01'),
    other: { on: '2017-03-02' },
    overlap: [{ command: close(numelink, '2017-03-15'), day: '2017-03-01' }],
  },
  AntennaPassed: {
    before: [opened],
    fact: { type: 'AntennaPassed', ...passing },
    after: [closed(digitalLeague, '2018-01-01')],
  },
});
