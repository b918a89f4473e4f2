import { describe, expect, it } from '@jest/globals';
import { instant, minutesAfter } from '#libs/kernel';
import { specification } from '#libs/kernel/testing';
import { cancelled, postponed } from '../gathering/testing/gathering.fixtures.ts';
import type { RegistrationsCommand } from './registrations.commands.ts';
import { registrations } from './registrations.ts';
import { isOffered, type RegistrationEvent, type Registrations } from './registrations.state.ts';
import { belongsNowhere } from './rights.ts';
import {
  acceptOffer,
  after,
  cancel,
  change,
  close,
  decideSeats,
  declineOffer,
  endOf,
  gatheringAfter,
  gatheringId,
  idOf,
  lettersOf,
  NOW,
  personOf,
  register,
  reinstate,
  reopen,
  review,
  reviewOffers,
  seat,
  seating,
  voids,
} from './testing/registrations.fixtures.ts';

const { given } = specification(registrations);
const TWO_DAYS = 2_880;
const LETTERS = 'ABCDEF';
const END = minutesAfter(NOW, TWO_DAYS);
/** The start of the gathering. */
const START = instant('2016-07-04T16:00:00Z');

/** One seat, offered for two days whenever it frees. */
const one = decideSeats(1, { offerMinutes: TWO_DAYS });
/** A is seated, B and C wait. */
const three = [one, ...['A', 'B', 'C'].map((each) => register(each))];
/** A has given its seat up, which is offered to B. */
const offeredToB = [...three, cancel('A')];

/** Who is seated, to whom seats are offered, and who waits. */
const all = (state: Registrations) => {
  const { seated, waiting, free } = seating(state, LETTERS);
  return `${seated}/${lettersOf(state, LETTERS, isOffered)}/${waiting} ${String(free)}`;
};
const decisionOn = (before: readonly RegistrationsCommand[], command: RegistrationsCommand) =>
  registrations.decide(command, after(before));

describe('a seat that frees where seats are offered', () => {
  it('is held for the first on the list for the time that was decided, and nobody has it meanwhile', () => {
    expect(decisionOn(three, cancel('A'))).toMatchObject({
      events: [
        { type: 'RegistrationEnded', registrationId: idOf('A') },
        { type: 'SeatsOffered', registrationId: idOf('B'), until: '2016-05-04T10:00:00.000Z', on: '2016-05-02' },
      ],
    });
    expect(all(after([...offeredToB, register('D')]))).toBe('/B/CD 0');
  });

  it('is the one’s who accepts, once', () => {
    const accepted = after([...offeredToB, acceptOffer('B')]);
    expect(all(accepted)).toBe('B//C 0');
    expect(registrations.decide(acceptOffer('B'), accepted)).toEqual({ ok: true, events: [] });
    expect(registrations.decide(acceptOffer('B', { on: '2016-05-03' }), accepted)).toEqual({ ok: true, events: [] });
  });

  it('is offered to the next one when it is declined; whoever declines leaves the list', () => {
    const declined = after([...offeredToB, declineOffer('B', { reason: 'Pris ce jour-là' })]);
    expect(all(declined)).toBe('/C/ 0');
    expect(endOf(declined, 'B')).toBe('declined');
    expect(registrations.decide(declineOffer('B', { reason: 'Pris ce jour-là' }), declined)).toEqual({
      ok: true,
      events: [],
    });
    // Registered anew, it is at the end.
    const again = after([register('E'), register('F', { person: personOf('B') })], declined);
    expect(all(again)).toBe('/C/EF 0');
  });

  it.each<[string, RegistrationsCommand]>([
    ['by a cancellation', cancel('A')],
    ['by a registration that is taken back', voids('A')],
    ['by a member that has left', review('A', belongsNowhere)],
    ['by another role', change('A', { role: 'speaker' })],
    ['by more seats', decideSeats(2, { offerMinutes: TWO_DAYS })],
  ])('is offered in the same order and by the same policy, however it frees: %s', (_how, frees) => {
    const only = gatheringAfter({ audience: ['member', 'reciprocal'] });
    // A party of two waits first, one person second, and one seat frees.
    const party = [register('A'), register('B', { seats: 2 }), register('C')];
    const by = (waiting: 'strict' | 'fill') => {
      const more = frees.type === 'DecideSeats' ? { ...frees, waiting } : frees;
      const decided = decideSeats(1, { offerMinutes: TWO_DAYS, waiting });
      return lettersOf(after([decided, ...party, { ...more, gathering: only }]), LETTERS, isOffered);
    };
    expect([by('strict'), by('fill')]).toEqual(['', 'C']);
  });

  it('is offered to a party for all of it, or as many as it then wants', () => {
    const party = [
      decideSeats(2, { offerMinutes: TWO_DAYS }),
      register('A', { seats: 2 }),
      register('B', { seats: 2 }),
    ];
    const offered = [...party, register('C'), cancel('A')];
    expect(all(after(offered))).toBe('/B/C 0');
    expect(all(after([...offered, change('B', { seats: 1 })]))).toBe('/BC/ 0');
    expect(decisionOn(offered, change('B', { seats: 3 }))).toMatchObject({ rejection: { type: 'EVT_GATHERING_FULL' } });
  });

  it('stays offered when fewer are decided, and is offered to nobody else until there is room', () => {
    const fewer = [...offeredToB, decideSeats(0, { offerMinutes: TWO_DAYS, since: '2016-05-02' })];
    expect(all(after(fewer))).toBe('/B/C 0');
    expect(all(after([...fewer, acceptOffer('B')]))).toBe('B//C 0');
    expect(all(after([...fewer, declineOffer('B')]))).toBe('//C 0');
  });

  it('is not offered to who can come no more, nor stays so', () => {
    expect(all(after([...three, { ...cancel('A'), lapsed: [idOf('B')] }]))).toBe('/C/ 0');
    const only = gatheringAfter({ audience: ['member'] });
    const left = after([...offeredToB, { ...review('B', belongsNowhere), gathering: only }]);
    expect(all(left)).toBe('/C/ 0');
    const seatedOtherwise = after([...offeredToB, register('D', { person: personOf('B'), exception: 'Oratrice' })]);
    expect([all(seatedOtherwise), endOf(seatedOtherwise, 'B')]).toEqual(['D//C 0', 'seated-otherwise']);
  });

  it('is somebody’s by decision as before', () => {
    expect(all(after([...offeredToB, seat('B')]))).toBe('B//C 0');
    expect(all(after([...offeredToB, seat('C')]))).toBe('C/B/ 0');
  });

  it('is given at once where nothing is said of offers any more; an offer that was made stays', () => {
    const given = after([...offeredToB, decideSeats(2, { since: '2016-05-02' })]);
    expect(all(given)).toBe('C/B/ 0');
  });
});

describe('the time of an offer', () => {
  const at = (receivedAt: typeof NOW) => ({ receivedAt, on: '2016-05-04' });
  const lastMoment = instant('2016-05-04T09:59:59.999Z');

  it('is up at its instant: a millisecond before, it is accepted, and then it is not', () => {
    expect(all(after([...offeredToB, acceptOffer('B', at(lastMoment))]))).toBe('B//C 0');
    const late = {
      type: 'EVT_OFFER_EXPIRED',
      found: 'received at 2016-05-04T10:00:00.000Z',
      required: 'before 2016-05-04T10:00:00.000Z',
    };
    expect(decisionOn(offeredToB, acceptOffer('B', at(END)))).toEqual({ ok: false, rejection: late });
    expect(decisionOn(offeredToB, declineOffer('B', at(END)))).toEqual({ ok: false, rejection: late });
    // The same, once the timer has come.
    expect(decisionOn([...offeredToB, reviewOffers(END)], acceptOffer('B', at(END)))).toEqual({
      ok: false,
      rejection: late,
    });
  });

  it('is looked at by a timer, once: the next one has as long', () => {
    const reviewed = after([...offeredToB, reviewOffers(END)]);
    expect([all(reviewed), endOf(reviewed, 'B')]).toEqual(['/C/ 0', 'offer-expired']);
    expect(registrations.decide(reviewOffers(END), reviewed)).toEqual({ ok: true, events: [] });
    expect(registrations.decide(reviewOffers(lastMoment), after(offeredToB))).toEqual({ ok: true, events: [] });
    const later = minutesAfter(END, TWO_DAYS);
    expect(all(after([reviewOffers(later)], reviewed))).toBe('// 1');
  });

  it('is the same where the service was down over it: it was up on its day, and the next offer is of today', () => {
    const days = minutesAfter(END, 10_000);
    expect(decisionOn(offeredToB, reviewOffers(days))).toMatchObject({
      events: [
        { type: 'RegistrationEnded', registrationId: idOf('B'), cause: 'offer-expired', on: '2016-05-04' },
        { type: 'SeatsOffered', registrationId: idOf('C'), until: minutesAfter(days, TWO_DAYS), on: '2016-05-11' },
      ],
    });
  });

  it('is up for any other decision as well, in the same append', () => {
    expect(decisionOn(offeredToB, register('D', at(END)))).toMatchObject({
      events: [
        { type: 'RegistrationEnded', registrationId: idOf('B'), cause: 'offer-expired' },
        { type: 'RegistrationReceived', registrationId: idOf('D'), outcome: 'waiting', free: 0 },
        { type: 'SeatsOffered', registrationId: idOf('C') },
      ],
    });
    expect(decisionOn(offeredToB, { ...cancel('B', '2016-05-04'), receivedAt: END })).toMatchObject({
      rejection: { type: 'EVT_REGISTRATION_OVER', found: 'offer-expired on 2016-05-04' },
    });
  });

  it('never goes beyond the closing of registration, nor the start', () => {
    const closing = decideSeats(1, { offerMinutes: TWO_DAYS, closesAt: '2016-05-03T12:00' });
    const [, ...rest] = offeredToB;
    expect(after([closing, ...rest]).entries[1]?.offer?.until).toBe('2016-05-03T10:00:00.000Z');
    const eve = { receivedAt: instant('2016-07-04T10:00:00Z') };
    expect(after([...three, { ...cancel('A'), ...eve }]).entries[1]?.offer?.until).toBe(START);
    // Once it is too late, the seat is nobody's until somebody decides.
    expect(all(after([...three, { ...cancel('A'), receivedAt: START }]))).toBe('//BC 1');
    expect(all(after([...three, { ...cancel('A'), receivedAt: START }, seat('B')]))).toBe('B//C 0');
  });

  it('is shorter when registration is to close earlier, and over when it has closed', () => {
    const closes = (closesAt: string) =>
      decideSeats(1, { offerMinutes: TWO_DAYS, closesAt, since: '2016-05-02', receivedAt: NOW });
    expect(decisionOn(offeredToB, closes('2016-05-03T12:00'))).toMatchObject({
      events: [
        { type: 'SeatsDecided' },
        { type: 'SeatsOffered', registrationId: idOf('B'), until: '2016-05-03T10:00:00.000Z' },
      ],
    });
    const closed = after([...offeredToB, closes('2016-05-02T12:00')]);
    expect([all(closed), endOf(closed, 'B')]).toEqual(['//C 1', 'offer-expired']);
    // And longer for nobody, but for the next ones.
    expect(all(after([closes('2016-06-01T12:00')], closed))).toBe('/C/ 0');
  });

  it('is shorter when the gathering is earlier', () => {
    const earlier = postponed('2016-05-02', { schedule: { from: '2016-05-03T09:00', to: '2016-05-03T10:00' } });
    const reviewed = after([...offeredToB, reviewOffers(NOW, { gathering: gatheringAfter({}, earlier) })]);
    expect(reviewed.entries[1]?.offer).toEqual({ until: '2016-05-03T07:00:00.000Z', on: '2016-05-02' });
  });

  it('ends with the gathering that is cancelled', () => {
    const closed = after([...offeredToB, close()]);
    expect([all(closed), endOf(closed, 'B')]).toEqual(['// 1', 'gathering-cancelled']);
  });
});

const refused: readonly [string, readonly RegistrationsCommand[], RegistrationsCommand, object][] = [
  ['to nobody', offeredToB, acceptOffer('D'), { type: 'EVT_REGISTRATION_NOT_FOUND', found: idOf('D') }],
  [
    'that was not made',
    offeredToB,
    acceptOffer('C'),
    { type: 'EVT_NOT_OFFERED', found: 'on the list, with nothing offered', required: 'seats that are offered' },
  ],
  [
    'that was accepted, and is declined',
    [...offeredToB, acceptOffer('B')],
    declineOffer('B'),
    { type: 'EVT_NOT_OFFERED', found: 'seated since 2016-05-02' },
  ],
  [
    'that was declined',
    [...offeredToB, declineOffer('B')],
    acceptOffer('B'),
    { type: 'EVT_REGISTRATION_OVER', found: 'declined on 2016-05-02' },
  ],
  [
    'to who has no right any more',
    offeredToB,
    acceptOffer('B', { lapsed: [idOf('B')] }),
    { type: 'EVT_NOT_ENTITLED', found: 'a right that has ended' },
  ],
  ['before it registered', offeredToB, acceptOffer('B', { on: '2016-05-01' }), { type: 'EVT_BEFORE_REGISTRATION' }],
];

describe('an offer', () => {
  it.each(refused)('%s is refused', (_what, before, command, rejection) => {
    expect(decisionOn(before, command)).toMatchObject({ ok: false, rejection });
  });

  it('to a registration that is seated is an altered history', () => {
    const received: RegistrationEvent = {
      ...{ type: 'RegistrationReceived', gatheringId, registrationId: idOf('A'), clusterId: idOf('A'), turn: 1 },
      ...{ person: personOf('A'), role: 'participant', seats: 1, audience: 'member', outcome: 'seated', free: 0 },
      on: '2016-05-02',
    };
    const offer: RegistrationEvent = {
      ...{ type: 'SeatsOffered', gatheringId, registrationId: idOf('A'), until: END, on: '2016-05-02' },
    };
    expect(() => given(received, offer).when(one)).toThrow('cannot follow');
  });
});

describe('what ended a registration and is taken back', () => {
  const two = decideSeats(2);
  const cancelledA = [two, ...['A', 'B', 'C', 'D'].map((each) => register(each)), cancel('A')];

  it('leaves it its seats where they are free, whatever is offered to others', () => {
    expect(all(after([decideSeats(1), register('A'), cancel('A'), reinstate('A')]))).toBe('A// 0');
    expect(all(after([one, register('A'), cancel('A'), reinstate('A')]))).toBe('A// 0');
  });

  it('leaves it its old place on the list where they are not', () => {
    const back = after([...cancelledA, reinstate('A', { on: '2016-05-03' })]);
    expect(all(back)).toBe('BC//AD 0');
    expect(all(after([cancel('B')], back))).toBe('AC//D 0');
    expect(registrations.decide(reinstate('A'), back)).toEqual({ ok: true, events: [] });
  });

  it('may be taken back wrongly, and is cancelled again', () => {
    expect(all(after([...cancelledA, reinstate('A'), cancel('A', '2016-05-04')]))).toBe('BC//D 0');
  });

  it('is a decline, or an offer that expired, too', () => {
    expect(all(after([...offeredToB, declineOffer('B'), reinstate('B'), declineOffer('C')]))).toBe('/B/ 0');
    const expired = [...offeredToB, reviewOffers(END)];
    expect(all(after([...expired, reinstate('B', { receivedAt: END, on: '2016-05-04' })]))).toBe('/C/B 0');
  });

  it.each<[string, readonly RegistrationsCommand[], Parameters<typeof reinstate>[1], object]>([
    ['of a registration that never was', [two], {}, { type: 'EVT_REGISTRATION_NOT_FOUND' }],
    [
      'for a person that is registered again',
      [...cancelledA, register('E', { person: personOf('A') })],
      {},
      { type: 'EVT_PERSON_REGISTERED', found: idOf('E') },
    ],
    [
      'for who has no right any more',
      cancelledA,
      { gathering: gatheringAfter({ audience: ['member'] }), belonging: belongsNowhere },
      { type: 'EVT_NOT_ENTITLED' },
    ],
    ['before it registered', cancelledA, { on: '2016-05-01' }, { type: 'EVT_BEFORE_REGISTRATION' }],
    [
      'of a gathering that is cancelled',
      cancelledA,
      { gathering: gatheringAfter({}, cancelled('2016-05-02')) },
      { type: 'EVT_REGISTRATION_CLOSED', found: 'cancelled since 2016-05-02' },
    ],
    [
      'where nobody waits and there is no seat',
      [decideSeats(1, { waiting: 'no-list' }), register('A'), cancel('A'), register('B')],
      {},
      { type: 'EVT_GATHERING_FULL', found: '0 free of the whole', required: '1 of each' },
    ],
  ])('is refused %s', (_what, before, more, rejection) => {
    expect(decisionOn(before, reinstate('A', more))).toMatchObject({ ok: false, rejection });
  });

  it('with the cancellation of the gathering: all are as they were, but who can come no more', () => {
    const state = after([...cancelledA, close()]);
    const reopened = after([reopen()], state);
    expect(all(reopened)).toBe('BC//D 0');
    expect(endOf(reopened, 'A')).toBe('cancelled');
    expect(registrations.decide(reopen(), reopened)).toEqual({ ok: true, events: [] });
    expect(registrations.decide(reopen({ gathering: gatheringAfter({}, cancelled('2016-05-02')) }), state)).toEqual({
      ok: true,
      events: [],
    });
    const only = gatheringAfter({ audience: ['member'] });
    const withoutB = reopen({
      gathering: only,
      belonging: (organisationId) =>
        organisationId === register('B').organisationId ? belongsNowhere : register('C').belonging,
    });
    expect(all(after([withoutB], state))).toBe('CD// 0');
  });
});
