import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import { specification } from '#libs/kernel/testing';
import { antennaOfDrome, digitalLeague, fusion, numelink, rhoneAlley } from '../../../test/facts.ts';
import { antenna, notOpenOf, type AntennaCommand, type AntennaEvent } from './antenna.ts';

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
const opened: AntennaEvent = { type: 'AntennaOpened', ...facts };
const passing = { antennaId: antennaOfDrome, from: numelink, to: digitalLeague, operationId: fusion, on: '2017-03-28' };
const pass = { type: 'PassAntenna', ...passing } as const;
const passed: AntennaEvent = { type: 'AntennaPassed', ...passing };
const close = (clusterId: string, on: string) =>
  ({ type: 'CloseAntenna', antennaId: antennaOfDrome, clusterId, on }) as const;
const closed = (clusterId: string, on: string): AntennaEvent => ({ ...close(clusterId, on), type: 'AntennaClosed' });

const { given } = specification(antenna);

describe('an antenna', () => {
  it.each<[string, readonly AntennaEvent[], AntennaCommand, readonly AntennaEvent[]]>([
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

  it.each<[string, readonly AntennaEvent[], AntennaCommand, object]>([
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
      'closing it before it passed',
      [opened, passed],
      close(digitalLeague, '2017-03-27'),
      { type: 'MBR_DATE_BEFORE_START', required: '2017-03-28' },
    ],
  ])('refuses %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it.each<[string, readonly AntennaEvent[], string, object | undefined]>([
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
  it.each<[string, readonly AntennaEvent[]]>([
    ['opened twice', [opened, opened]],
    ['closed before it was opened', [closed(numelink, '2016-01-01')]],
    ['passed on by a cluster that has it not', [opened, passed, passed]],
    ['passed on when it is closed', [opened, closed(numelink, '2016-01-01'), passed]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => fold(antenna, history)).toThrow('cannot follow');
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
