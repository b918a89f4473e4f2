import { LAST_DAY } from '#libs/projections';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { chunkingDoesNotMatter, given, type Happened } from '#libs/projections/testing';
import { endingOn } from '../../../test/partner-ends.ts';
import { partners, viewOfPartner } from './partners.projection.ts';

type Event = Happened<GrappeEvents>;
type EventOf<Type extends Event['type']> = Extract<Event, { readonly type: Type }>;
const incubatorId = countedUuid(2);
const seatId = countedUuid(3);
const cluster = (count: number) => ({ kind: 'cluster' as const, id: countedUuid(count, 1) });
const [auvergneTic, numelink, digitalLeague] = [cluster(1), cluster(2), cluster(3)];

const story = (
  partnerId = countedUuid(1),
): readonly [Event, Event, Event, Event, EventOf<'incubation.PartnerLeft'>] => {
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
    expect(document).toMatchObject({ until: LAST_DAY, holder: digitalLeague, seat: { seatId, since: '2015-09-01' } });
    expect(document?.holders).toEqual([
      { holder: auvergneTic, from: '2015-06-01', to: '2016-03-31' },
      { holder: numelink, from: '2016-03-31', to: '2017-03-28', operationId: countedUuid(8) },
      { holder: digitalLeague, from: '2017-03-28', to: null, operationId: countedUuid(9) },
    ]);
  });

  it('keeps a partner that left, with its last holder', () => {
    const document = given(partners, story()).document(countedUuid(1));
    expect(document).toMatchObject({ leftOn: '2021-08-31', holder: digitalLeague });
    expect(document?.holders.at(-1)?.to).toBe('2021-08-31');
  });

  const anyHistory = fc
    .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 })
    .map((ids) => [...new Set(ids)].flatMap((id) => story(countedUuid(id))));
  chunkingDoesNotMatter(partners, anyHistory, 50);

  it.each(story().slice(1))('stops at $type of who never joined', (event) => {
    expect(() => given(partners, [event])).toThrow('and there is none');
  });

  it('is with the predecessor for good where it had left before the succession, whichever was recorded first', () => {
    const [joined, , passed, , left] = story();
    const before = { ...left, data: { ...left.data, on: '2016-03-31' } };
    for (const events of [
      [joined, before, passed],
      [joined, passed, before],
    ])
      expect(given(partners, events).document(countedUuid(1))).toMatchObject({
        ...{ holder: auvergneTic, leftOn: '2016-03-31' },
        holders: [{ holder: auvergneTic, from: '2015-06-01', to: '2016-03-31' }],
      });
  });

  it('passes with the end that lies ahead of it', () => {
    const [joined, , passed, , left] = story();
    expect(given(partners, [joined, left, passed]).document(countedUuid(1))).toMatchObject({
      ...{ holder: numelink, leftOn: '2021-08-31' },
      holders: [{ to: '2016-03-31' }, { from: '2016-03-31', to: '2021-08-31' }],
    });
  });
});

describe('a partner on a day', () => {
  const open = { until: LAST_DAY };
  const left = given(partners, story()).document(countedUuid(1));
  const held = given(partners, story().slice(0, 4)).document(countedUuid(1));
  if (left === undefined || held === undefined) throw new Error('it joined');

  it.each([
    ['is one until the day of a leaving that lies ahead', left, open, '2021-08-30', 'partner', '2021-08-31'],
    ['has left from that day on', left, open, '2021-08-31', 'left', '2021-08-31'],
    ['lasts', held, open, '2021-08-31', 'partner', undefined],
    ['is one until its incubator is dissolved', held, { until: '2018-01-01' }, '2017-12-31', 'partner', '2018-01-01'],
    ['ends with its incubator', held, { until: '2018-01-01' }, '2018-01-01', 'ended', '2018-01-01'],
    ['leaves no incubator that is gone', left, { until: '2018-01-01' }, '2019-01-01', 'ended', '2018-01-01'],
  ] as const)('%s', (_what, document, incubator, day, status, until) => {
    const view = viewOfPartner(document, endingOn(incubator.until), day);
    expect(view).toMatchObject({ status });
    expect(view.until).toBe(until);
    expect(view.holders.at(-1)?.to).toBe(until ?? null);
  });

  it('has only the holders of before the end of its incubator', () => {
    expect(viewOfPartner(held, endingOn('2017-01-01'), '2018-01-01').holders).toEqual([
      { holder: auvergneTic, from: '2015-06-01', to: '2016-03-31' },
      { holder: numelink, from: '2016-03-31', to: '2017-01-01', operationId: countedUuid(8) },
    ]);
  });

  it.each<[string, string, readonly (readonly [string, string, string | null])[]]>([
    [
      'passes with its seat to the heir of the company that holds it',
      '2017-09-01',
      [
        ['A', '2015-06-01', '2017-09-01'],
        ['B', '2017-09-01', null],
      ],
    ],
    [
      'is from its first day that of the entry that stands for the one that holds it',
      '0001-01-01',
      [['B', '2015-06-01', null]],
    ],
  ])('%s', (_what, on, holders) => {
    const holder = { kind: 'organisation', id: 'A' } as const;
    const document = { ...held, holder, holders: [{ holder, from: '2015-06-01', to: null }] };
    const view = viewOfPartner(document, endingOn(LAST_DAY, { A: { heirId: 'B', on } }), '2020-01-01');
    expect(view.holders.map((each) => [each.holder.id, each.from, each.to])).toEqual(holders);
    expect(view).toMatchObject({ holder: { id: 'B' }, seat: held.seat });
  });

  it('that has left before its company was absorbed stays with it', () => {
    const holder = { kind: 'organisation', id: 'A' } as const;
    const document = { ...left, holder, holders: [{ holder, from: '2015-06-01', to: '2017-08-31' }] };
    const view = viewOfPartner(document, endingOn(LAST_DAY, { A: { heirId: 'B', on: '2017-09-01' } }), '2020-01-01');
    expect(view.holder).toEqual(holder);
  });
});
