import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { chunkingDoesNotMatter, given, type Happened } from '#libs/projections/testing';
import { partners } from './partners.projection.ts';

type Event = Happened<GrappeEvents>;
const incubatorId = countedUuid(2);
const seatId = countedUuid(3);
const cluster = (count: number) => ({ kind: 'cluster' as const, id: countedUuid(count, 1) });
const [auvergneTic, numelink, digitalLeague] = [cluster(1), cluster(2), cluster(3)];

const story = (partnerId = countedUuid(1)): readonly [Event, Event, Event, Event, Event] => {
  const ids = { partnerId, incubatorId };
  return [
    {
      type: 'incubation.PartnerJoined',
      data: { ...ids, class: 'sector-body', holder: auvergneTic, founding: true, since: '2015-06-01' },
    },
    { type: 'incubation.SeatGranted', data: { ...ids, seatId, holder: auvergneTic, since: '2015-09-01' } },
    {
      type: 'incubation.PartnershipPassed',
      data: { ...ids, seatId, from: auvergneTic, to: numelink, operationId: countedUuid(8), on: '2016-03-31' },
    },
    {
      type: 'incubation.PartnershipPassed',
      data: { ...ids, seatId, from: numelink, to: digitalLeague, operationId: countedUuid(9), on: '2017-03-28' },
    },
    { type: 'incubation.PartnerLeft', data: { ...ids, seatId, holder: digitalLeague, on: '2021-08-31' } },
  ];
};

describe('incubation.partners', () => {
  it('keeps the chain of holders with the operations that moved it', () => {
    const document = given(partners, story().slice(0, 4)).document(countedUuid(1));
    expect(document).toMatchObject({ status: 'partner', holder: digitalLeague, seat: { seatId, since: '2015-09-01' } });
    expect(document?.holders).toEqual([
      { holder: auvergneTic, from: '2015-06-01', to: '2016-03-31' },
      { holder: numelink, from: '2016-03-31', to: '2017-03-28', operationId: countedUuid(8) },
      { holder: digitalLeague, from: '2017-03-28', to: null, operationId: countedUuid(9) },
    ]);
  });

  it('keeps a partner that left, with its last holder', () => {
    const document = given(partners, story()).document(countedUuid(1));
    expect(document).toMatchObject({ status: 'left', leftOn: '2021-08-31', holder: digitalLeague });
    expect(document?.holders.at(-1)?.to).toBe('2021-08-31');
  });

  const anyHistory = fc
    .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 })
    .map((ids) => [...new Set(ids)].flatMap((id) => story(countedUuid(id))));
  chunkingDoesNotMatter(partners, anyHistory, 50);

  it.each(story().slice(1))('stops at $type of who never joined', (event) => {
    expect(() => given(partners, [event])).toThrow('and there is none');
  });

  it('stops at what passes on after the partner left', () => {
    const [joined, , passed, , left] = story();
    expect(() => given(partners, [joined, left, passed])).toThrow('not in the document');
  });
});
