import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { LAST_DAY } from '#libs/projections';
import { given, type Happened } from '#libs/projections/testing';
import { antennaOfDrome, digitalLeague, fusion, numelink, rhoneAlley } from '../../../test/facts.ts';
import { absorptionOfRhoneAlley } from '../../../test/succession.ts';
import { successions } from '../successions/successions.projection.ts';
import { antennas, viewOfAntenna } from './antennas.projection.ts';

type Event = Happened<GrappeEvents>;
const opened: Event = {
  type: 'membership.AntennaOpened',
  data: {
    antennaId: antennaOfDrome,
    clusterId: numelink,
    name: 'Drôme-Ardèche',
    brand: 'RhôneAlley',
    departments: ['07', '26'],
    originClusterId: rhoneAlley,
    since: '2015-06-30',
  },
};
const passed: Event = {
  type: 'membership.AntennaPassed',
  data: { antennaId: antennaOfDrome, from: numelink, to: digitalLeague, operationId: fusion, on: '2017-03-28' },
};
const closed: Event = {
  type: 'membership.AntennaClosed',
  data: { antennaId: antennaOfDrome, clusterId: digitalLeague, on: '2020-01-01' },
};
const after = (...events: readonly Event[]) => given(antennas, events).document(antennaOfDrome);

describe('the register of antennas', () => {
  it('shows an antenna with the cluster that opened it', () => {
    expect(after(opened)).toMatchObject({
      brand: 'RhôneAlley',
      originClusterId: rhoneAlley,
      until: LAST_DAY,
      holdings: [{ clusterId: numelink, since: '2015-06-30' }],
    });
  });

  it('shows the chain of clusters that had it', () => {
    expect(after(opened, passed)).toMatchObject({
      clusterId: digitalLeague,
      holdings: [{ clusterId: numelink }, { clusterId: digitalLeague, since: '2017-03-28', operationId: fusion }],
    });
  });

  it('shows when it was closed', () => {
    expect(after(opened, passed, closed)).toMatchObject({ until: '2020-01-01', closedOn: '2020-01-01' });
  });

  it.each(['2017-03-01', '2017-03-28'])('closed on %s it never passed, whichever was recorded first', (on) => {
    const before = { ...closed, data: { ...closed.data, on } } as Event;
    for (const events of [
      [opened, passed, before],
      [opened, before, passed],
    ])
      expect(after(...events)).toMatchObject({ clusterId: numelink, holdings: [{ clusterId: numelink }] });
  });

  it.each([
    ['is open until it is closed', LAST_DAY, '2019-12-31', 'open', '2020-01-01'],
    ['is closed from that day on', LAST_DAY, '2020-01-01', 'closed', '2020-01-01'],
    ['is open until its cluster is dissolved', '2019-01-01', '2018-12-31', 'open', '2019-01-01'],
    ['ends with its cluster', '2019-01-01', '2019-01-01', 'closed', '2019-01-01'],
  ])('%s', (_what, ofCluster, day, state, until) => {
    const document = after(opened, passed, closed);
    if (document === undefined) throw new Error('it was opened');
    expect(viewOfAntenna(document, () => ofCluster, day)).toMatchObject({ state, until });
  });

  it.each([passed, closed])('stops at $type of what was never there', (event) => {
    expect(() => after(event)).toThrow('and there is none');
  });
});

describe('what is kept of a merger', () => {
  it('is what moves its references, and no person', () => {
    const person = { personId: countedUuid(1, 0x77), name: 'N. N.' };
    const holders = [{ mandateId: countedUuid(2, 0x77), person }];
    const office = {
      officeId: countedUuid(3, 0x77),
      kind: 'president',
      title: 'President',
      maxHolders: 1,
      holders,
    } as const;
    const bodies = [{ bodyId: countedUuid(4, 0x77), kind: 'board', name: 'Board', offices: [office] }] as const;
    const data = { ...absorptionOfRhoneAlley, transitionalGovernance: { bodies: [...bodies] } };
    const effect: Event = { type: 'mergers.SuccessionTookEffect', data };
    expect(given(successions, [effect]).document(absorptionOfRhoneAlley.operationId)).toEqual({
      ...absorptionOfRhoneAlley,
      transitionalGovernance: { bodies: [] },
    });
  });
});
