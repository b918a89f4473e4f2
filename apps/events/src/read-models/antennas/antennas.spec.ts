import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { antennaAbsence } from './antenna-absence.ts';
import { antennas } from './antennas.projection.ts';

const [antennaId, first, second, operationId] = [countedUuid(1), countedUuid(2), countedUuid(3), countedUuid(4)];
const opened: Happened<GrappeEvents> = {
  type: 'membership.AntennaOpened',
  data: { antennaId, clusterId: first, name: 'Roanne', departments: [], since: '2012-01-01' },
};
const passed: Happened<GrappeEvents> = {
  type: 'membership.AntennaPassed',
  data: { antennaId, from: first, to: second, operationId, on: '2016-04-01' },
};
const closed = (on: string): Happened<GrappeEvents> => ({
  type: 'membership.AntennaClosed',
  data: { antennaId, clusterId: second, on },
});

describe('an antenna that organises something', () => {
  const document = given(antennas, [opened, passed, closed('2018-01-01')]).document(antennaId);
  it.each([
    [first, '2011-12-31', 'open from 2012-01-01 on'],
    [first, '2012-01-01', undefined],
    [second, '2012-01-01', `which belongs to ${first}`],
    [first, '2016-04-01', `which belongs to ${second}`],
    [second, '2017-12-31', undefined],
    [second, '2018-01-01', 'closed on 2018-01-01'],
  ])('of %s on %s: %s', (clusterId, day, why) => {
    expect(antennaAbsence('X', { antennaId, clusterId }, document, day)?.found).toEqual(
      why === undefined ? undefined : `antenna ${antennaId}, ${why}`,
    );
  });

  it('is in the register', () => {
    const absence = antennaAbsence('X', { antennaId, clusterId: first }, undefined, '2016-01-01');
    expect(absence?.found).toBe(`antenna ${antennaId}, which is not in the register`);
  });

  it('that was closed before a merger does not pass', () => {
    expect(given(antennas, [opened, passed, closed('2015-01-01')]).document(antennaId)).toMatchObject({
      closedOn: '2015-01-01',
      holdings: [{ clusterId: first }],
    });
  });
});
