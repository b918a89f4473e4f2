import { describe, expect, it } from '@jest/globals';
import {
  absorption,
  antennaOfClermont,
  antennaOfDrome,
  clustrNumerique,
  digitalLeague,
  fusion,
  numelink,
  rhoneAlley,
} from '../../test/facts.ts';
import { absorptionOfRhoneAlley, fusionOf } from '../../test/succession.ts';
import { LAST_DAY } from '#libs/projections';
import type { AntennaDocument } from '../read-models/antennas/antennas.projection.ts';
import { antennaCommands } from './antenna-moves.ts';
import { clusterCommands } from './succession.ts';

const antennaOf = (antennaId: string, clusterId: string, until = LAST_DAY): AntennaDocument => ({
  antennaId,
  clusterId,
  name: 'Clermont-Ferrand',
  departments: ['63'],
  since: '2016-03-31',
  until,
  holdings: [{ clusterId, since: '2016-03-31' }],
});
const fusionOfTwo = fusionOf([numelink, clustrNumerique], digitalLeague, fusion);

describe('before the members of an absorbed cluster move', () => {
  const clusters = clusterCommands(absorptionOfRhoneAlley, [numelink]);
  const antennas = antennaCommands(absorptionOfRhoneAlley, []);

  it('the absorbing cluster bears the name of the plan and the absorbed one is succeeded', () => {
    expect(clusters).toEqual([
      { type: 'NameCluster', clusterId: numelink, name: 'Numélink', nameKind: 'final', since: '2015-06-30' },
      {
        type: 'SucceedCluster',
        clusterId: rhoneAlley,
        operationId: absorption,
        successorIds: [numelink],
        on: '2015-06-30',
      },
    ]);
  });

  it('the new antenna is opened with the brand that stays', () => {
    expect(antennas).toEqual([
      {
        type: 'OpenAntenna',
        antennaId: antennaOfDrome,
        clusterId: numelink,
        name: 'Drôme-Ardèche',
        brand: 'RhôneAlley',
        departments: ['07', '26'],
        originClusterId: rhoneAlley,
        since: '2015-06-30',
      },
    ]);
  });
});

describe('before the members of two clusters move into a new one', () => {
  const antennas = [antennaOf(antennaOfDrome, numelink), antennaOf(antennaOfClermont, numelink, '2016-12-31')];

  it('the new cluster is registered as what the operation created, and both are succeeded', () => {
    const clusters = clusterCommands(fusionOfTwo, []);
    expect(clusters).toMatchObject([
      {
        type: 'RegisterCluster',
        clusterId: digitalLeague,
        name: 'Digital League',
        since: '2017-03-28',
        operationId: fusion,
      },
      { type: 'SucceedCluster', clusterId: numelink, successorIds: [digitalLeague] },
      { type: 'SucceedCluster', clusterId: clustrNumerique, successorIds: [digitalLeague] },
    ]);
  });

  it('one that was registered ahead of the merger is named and not registered again', () => {
    const clusters = clusterCommands(fusionOfTwo, [digitalLeague]);
    expect(clusters[0]).toMatchObject({ type: 'NameCluster', clusterId: digitalLeague, name: 'Digital League' });
  });

  it('open antennas pass on, also those that are closed ahead; closed ones stay where they are', () => {
    expect(antennaCommands(fusionOfTwo, antennas)).toEqual([
      {
        type: 'PassAntenna',
        antennaId: antennaOfDrome,
        from: numelink,
        to: digitalLeague,
        operationId: fusion,
        on: '2017-03-28',
      },
    ]);
  });
});
