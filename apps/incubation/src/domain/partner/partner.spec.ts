import { describe, it } from '@jest/globals';
import { calendarDate } from '#libs/kernel';
import { countedUuid, specification } from '#libs/kernel/testing';
import { incubator as incubators, type Incubator } from '../incubator/incubator.ts';
import { type Holder, type PartnerEvent, partner, type JoinAsPartner, type PartnerCommand } from './partner.ts';

const partnerId = countedUuid(1);
const incubatorId = countedUuid(2);
const seatId = countedUuid(3);
const absorption = countedUuid(4);
const creation = countedUuid(5);
const auvergneTic: Holder = { kind: 'cluster', id: countedUuid(10) };
const numelink: Holder = { kind: 'cluster', id: countedUuid(11) };
const digitalLeague: Holder = { kind: 'cluster', id: countedUuid(12) };
const day = calendarDate;
const ids = { partnerId, incubatorId };

const joined: PartnerEvent = {
  type: 'PartnerJoined',
  ...ids,
  class: 'sector-body',
  holder: auvergneTic,
  founding: true,
  since: '2015-06-01',
};
const seated: PartnerEvent = { type: 'SeatGranted', ...ids, seatId, holder: auvergneTic, since: '2015-09-01' };
const passed: PartnerEvent = {
  type: 'PartnershipPassed',
  ...ids,
  seatId,
  from: auvergneTic,
  to: numelink,
  operationId: absorption,
  on: '2016-03-31',
};
const left: PartnerEvent = { type: 'PartnerLeft', ...ids, seatId, holder: numelink, on: '2017-01-31' };

const incubator: Incubator = incubators.evolve(incubators.initial, {
  type: 'IncubatorOpened',
  incubatorId,
  name: 'Quartier numérique',
  site: 'Clermont-Ferrand',
  since: '2015-06-01',
});

const join: JoinAsPartner = {
  type: 'JoinAsPartner',
  ...ids,
  incubator,
  class: 'sector-body',
  holder: auvergneTic,
  founding: true,
  since: day('2015-06-01'),
};
const grant = (since = '2015-09-01', id = seatId): PartnerCommand => ({
  type: 'GrantSeat',
  seatId: id,
  since: day(since),
});
const pass = (from: Holder, to: Holder, operationId = absorption, on = '2016-03-31'): PartnerCommand => ({
  type: 'PassPartnership',
  from,
  to,
  operationId,
  on: day(on),
});
const leave = (on: string): PartnerCommand => ({ type: 'LeavePartnership', on: day(on) });

const { given } = specification(partner);

describe('joining', () => {
  it('is recorded with class, holder and day', () => given().when(join).then(joined));
  it('a second time changes nothing', () => given(joined).when(join).then());
  it('a second time changes nothing after the partnership passed on', () =>
    given(joined, seated, passed).when(join).then());
});

describe('a seat in the steering body', () => {
  it('is held by the holder of the partnership', () => given(joined).when(grant()).then(seated));
  it('granted a second time changes nothing', () => given(joined, seated).when(grant()).then());
  it('granted after a succession is held by the successor', () =>
    given(joined, { ...passed, seatId: undefined })
      .when(grant('2016-04-01'))
      .then({ ...seated, holder: numelink, since: '2016-04-01' }));
});

describe('a succession', () => {
  it('passes the partnership with its seat', () =>
    given(joined, seated).when(pass(auvergneTic, numelink)).then(passed));
  it('passes a partnership that has no seat', () =>
    given(joined)
      .when(pass(auvergneTic, numelink))
      .then({
        type: 'PartnershipPassed',
        ...ids,
        from: auvergneTic,
        to: numelink,
        operationId: absorption,
        on: '2016-03-31',
      }));
  it('takes effect once for each operation', () =>
    given(joined, seated, passed).when(pass(auvergneTic, numelink)).then());
  it('is already so for a partner that left since', () =>
    given(joined, seated, passed, left).when(pass(auvergneTic, numelink)).then());
  it('is followed by the next one', () =>
    given(joined, seated, passed)
      .when(pass(numelink, digitalLeague, creation, '2017-03-28'))
      .then({
        ...passed,
        from: numelink,
        to: digitalLeague,
        operationId: creation,
        on: '2017-03-28',
      }));
  it('passes a seat that was recorded for a later day from that day on', () =>
    given(joined, { ...seated, since: '2016-05-01' })
      .when(pass(auvergneTic, numelink))
      .then({ ...passed, on: '2016-05-01' }));
});

describe('leaving', () => {
  it('frees the seat', () => given(joined, seated, passed).when(leave('2017-01-31')).then(left));
  it('without a seat names none', () =>
    given(joined)
      .when(leave('2016-01-01'))
      .then({ type: 'PartnerLeft', ...ids, holder: auvergneTic, on: '2016-01-01' }));
  it('the same day again changes nothing', () => given(joined, seated, passed, left).when(leave('2017-01-31')).then());
});

describe('refusals, in their precedence', () => {
  it.each<[string, readonly PartnerEvent[], PartnerCommand, object]>([
    ['join nothing', [], { ...join, incubator: { status: 'absent' } }, { type: 'INC_INCUBATOR_NOT_FOUND' }],
    ['join too early', [], { ...join, since: day('2015-05-31') }, { type: 'INC_BEFORE_OPENING', found: '2015-05-31' }],
    ['grant nobody a seat', [], grant(), { type: 'INC_PARTNER_NOT_FOUND' }],
    ['pass nothing', [], pass(auvergneTic, numelink), { type: 'INC_PARTNER_NOT_FOUND' }],
    ['nobody leaves', [], leave('2016-01-01'), { type: 'INC_PARTNER_NOT_FOUND' }],
    [
      'join with another holder',
      [joined],
      { ...join, holder: numelink },
      { type: 'INC_PARTNER_EXISTS', found: auvergneTic },
    ],
    ['join in another class', [joined], { ...join, class: 'private-group' }, { type: 'INC_PARTNER_EXISTS' }],
    ['join another incubator', [joined], { ...join, incubatorId: seatId }, { type: 'INC_PARTNER_EXISTS' }],
    ['join as no founder', [joined], { ...join, founding: false }, { type: 'INC_PARTNER_EXISTS' }],
    ['join another day', [joined], { ...join, since: day('2015-06-02') }, { type: 'INC_PARTNER_EXISTS' }],
    [
      'grant a seat after leaving',
      [joined, { ...left, seatId: undefined }],
      grant('2017-02-01'),
      { type: 'INC_PARTNER_LEFT', found: '2017-01-31' },
    ],
    [
      'pass after leaving',
      [joined, seated, passed, left],
      pass(numelink, digitalLeague, creation),
      { type: 'INC_PARTNER_LEFT' },
    ],
    ['leave on another day', [joined, seated, passed, left], leave('2017-02-01'), { type: 'INC_PARTNER_LEFT' }],
    [
      'grant a second seat',
      [joined, seated],
      grant('2015-10-01', countedUuid(30)),
      { type: 'INC_PARTNER_HAS_SEAT', found: seatId },
    ],
    ['grant the seat for another day', [joined, seated], grant('2015-10-01'), { type: 'INC_PARTNER_HAS_SEAT' }],
    [
      'pass what somebody else holds',
      [joined, seated, passed],
      pass(auvergneTic, digitalLeague, creation),
      { type: 'INC_HOLDER_DIFFERS', found: numelink, required: auvergneTic },
    ],
    [
      'pass from an organisation under the id of the cluster',
      [joined],
      pass({ kind: 'organisation', id: auvergneTic.id }, numelink),
      { type: 'INC_HOLDER_DIFFERS' },
    ],
    [
      'grant a seat before joining',
      [joined],
      grant('2015-05-31'),
      { type: 'INC_OUT_OF_ORDER', found: '2015-05-31', required: '2015-06-01' },
    ],
    ['leave before the seat was granted', [joined, seated], leave('2015-08-31'), { type: 'INC_OUT_OF_ORDER' }],
    ['leave before the succession', [joined, seated, passed], leave('2016-03-30'), { type: 'INC_OUT_OF_ORDER' }],
  ])('%s', (_name, history, command, rejection) => {
    given(...history)
      .when(command)
      .refused(rejection);
  });
});
