import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import type { GrappeEvents } from '../../../../../libs/contracts/index.ts';
import { specimens } from './specimens.projection.ts';

const specimenId = countedUuid(1);
const registered: Happened<GrappeEvents> = {
  type: 'archive.SpecimenRegistered',
  data: { specimenId, name: 'Premier', since: '2016-03-31' },
};
const renamed: Happened<GrappeEvents> = {
  type: 'archive.SpecimenRenamed',
  data: { specimenId, name: 'Second', since: '2016-06-01' },
};

describe('archive.specimens', () => {
  it('shows the name that was recorded last', () => {
    expect(given(specimens, [registered, renamed]).document(specimenId)).toEqual({
      specimenId,
      name: 'Second',
      since: '2016-03-31',
    });
  });
});
