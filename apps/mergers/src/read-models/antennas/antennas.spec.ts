import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { auvergneTic, numelink, operationId } from '../../../test/sample-operation.ts';
import { antennas } from './antennas.projection.ts';

const antennaId = countedUuid(50);
const opened: Happened<GrappeEvents> = {
  type: 'membership.AntennaOpened',
  data: { antennaId, clusterId: auvergneTic, name: 'Clermont-Ferrand', departments: ['63'], since: '2012-01-01' },
};
const passed: Happened<GrappeEvents> = {
  type: 'membership.AntennaPassed',
  data: { antennaId, from: auvergneTic, to: numelink, operationId, on: '2016-03-31' },
};
const closed: Happened<GrappeEvents> = {
  type: 'membership.AntennaClosed',
  data: { antennaId, clusterId: numelink, on: '2020-01-01' },
};

describe('mergers.antennas', () => {
  it.each<[string, Happened<GrappeEvents>[], object]>([
    ['opened', [opened], { antennaId, clusterId: auvergneTic, name: 'Clermont-Ferrand' }],
    ['passed to the successor', [opened, passed], { antennaId, clusterId: numelink, name: 'Clermont-Ferrand' }],
    [
      'closed, and kept: its id is taken',
      [opened, passed, closed],
      { antennaId, clusterId: numelink, name: 'Clermont-Ferrand', closedOn: '2020-01-01' },
    ],
  ])('%s', (_name, events, expected) => {
    expect(given(antennas, events).document(antennaId)).toEqual(expected);
  });

  it.each([passed, closed])('stops at $type of what was never opened', (event) => {
    expect(() => given(antennas, [event])).toThrow('and there is none');
  });
});
