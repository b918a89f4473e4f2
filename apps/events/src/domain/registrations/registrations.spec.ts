import { describe, expect, it } from '@jest/globals';
import { instant, type Uuid } from '#libs/kernel';
import { specification } from '#libs/kernel/testing';
import { cancelled, held } from '../gathering/testing/gathering.fixtures.ts';
import { registrations } from './registrations.ts';
import type { RegistrationsCommand } from './registrations.commands.ts';
import type { RegistrationEvent } from './registrations.state.ts';
import { belongsNowhere } from './rights.ts';
import {
  after,
  agreementId,
  attend,
  cancel,
  change,
  close,
  decideSeats,
  endOf,
  gatheringAfter,
  gatheringId,
  guest,
  idOf,
  medinsoft,
  nameParty,
  personOf,
  register,
  review,
  seat,
  seating,
  telecomValley,
  voids,
} from './testing/registrations.fixtures.ts';

const { given } = specification(registrations);
const one = decideSeats(1);
const outcomeOf = (before: readonly RegistrationsCommand[], command: RegistrationsCommand) =>
  registrations.decide(command, after(before));

describe('a seat', () => {
  it('is given with the registration, or a place on the list; the answer says what is free afterwards (D7b)', () => {
    const decided = decideSeats(2);
    expect(outcomeOf([decided], register('A'))).toMatchObject({ ok: true, events: [{ outcome: 'seated', free: 1 }] });
    expect(outcomeOf([decided, register('A')], register('B'))).toMatchObject({
      events: [{ turn: 2, outcome: 'seated', free: 0, audience: 'member' }],
    });
    expect(outcomeOf([decided, register('A'), register('B')], register('C'))).toMatchObject({
      events: [{ turn: 3, outcome: 'waiting', free: 0 }],
    });
    expect(outcomeOf([decideSeats(null)], register('A'))).toMatchObject({
      events: [{ outcome: 'seated', free: null }],
    });
  });

  it('that is given up is the next one’s, and whoever gave it up is nowhere (D1)', () => {
    const promoted = after([one, ...['A', 'B', 'C'].map((each) => register(each)), cancel('A')]);
    expect(seating(promoted, 'ABC')).toEqual({ seated: 'B', waiting: 'C', free: 0 });
    const again = after([cancel('B')], promoted);
    expect(seating(again, 'ABC')).toEqual({ seated: 'C', waiting: '', free: 0 });
    expect(registrations.decide(cancel('B'), again)).toEqual({ ok: true, events: [] });
    expect(registrations.decide(cancel('B', '2016-05-03'), again)).toMatchObject({
      ok: false,
      rejection: { type: 'EVT_REGISTRATION_OVER', found: 'cancelled on 2016-05-02' },
    });
  });

  // A party of two waits first, one person second, and one seat frees.
  const party = [register('A'), register('B', { seats: 2 }), register('C')];
  it.each<[string, RegistrationsCommand]>([
    ['by a cancellation', cancel('A')],
    ['by more seats', decideSeats(2)],
    ['by a registration that is taken back', voids('A')],
    ['by a member that has left', review('A', belongsNowhere)],
    ['by another role', change('A', { role: 'speaker' })],
  ])('of which the head needs two is kept or filled by the policy, however it frees: %s (D3)', (_how, frees) => {
    const only = gatheringAfter({ audience: ['member', 'reciprocal'] });
    const by = (waiting: 'strict' | 'fill') => {
      const more = frees.type === 'DecideSeats' ? { ...frees, waiting } : frees;
      return seating(after([decideSeats(1, { waiting }), ...party, { ...more, gathering: only }]), 'ABC');
    };
    const stays =
      frees.type === 'CancelRegistration' || frees.type === 'VoidRegistration' || frees.type === 'ReviewRights';
    const before = stays ? '' : 'A';
    expect(by('strict')).toEqual({ seated: before, waiting: 'BC', free: 1 });
    expect(by('fill')).toEqual({ seated: `${before}C`, waiting: 'B', free: 0 });
  });

  it('passes who can come no more: the list is left with a reason, and the next one has it in the same decision (D4)', () => {
    const before = [
      one,
      ...['A', 'X', 'Y', 'Z'].map((each) => register(each)),
      register('V', { person: personOf('W') }),
    ];
    const decision = outcomeOf(before, { ...cancel('A'), lapsed: [idOf('X'), idOf('Y')] });
    expect(decision).toMatchObject({
      ok: true,
      events: [
        { type: 'RegistrationEnded', registrationId: idOf('A'), cause: 'cancelled' },
        { type: 'RegistrationEnded', registrationId: idOf('X'), cause: 'not-entitled' },
        { type: 'RegistrationEnded', registrationId: idOf('Y'), cause: 'not-entitled' },
        { type: 'RegistrationPromoted', registrationId: idOf('Z') },
      ],
    });
  });

  it('of a gathering that is cancelled is nobody’s, nor is a place on the list (D4)', () => {
    const state = after([one, register('A'), register('B'), close()]);
    expect(seating(state, 'AB')).toEqual({ seated: '', waiting: '', free: 1 });
    expect([endOf(state, 'A'), endOf(state, 'B')]).toEqual(['gathering-cancelled', 'gathering-cancelled']);
    expect(
      registrations.decide({ ...register('C'), gathering: gatheringAfter({}, cancelled('2016-05-02')) }, state),
    ).toMatchObject({
      rejection: { type: 'EVT_REGISTRATION_CLOSED', found: 'cancelled since 2016-05-02' },
    });
  });

  it('is taken from nobody by fewer of them, and given to nobody until there is room (D6)', () => {
    const letters = 'ABCDEF';
    const taken = [
      decideSeats(8),
      ...Array.from(letters, (each) => register(each)),
      decideSeats(3, { since: '2016-05-02' }),
      register('G'),
    ];
    expect(seating(after(taken), `${letters}G`)).toEqual({ seated: letters, waiting: 'G', free: 0 });
    const left = after([...taken, cancel('A'), cancel('B'), cancel('C')]);
    expect(seating(left, `${letters}G`)).toEqual({ seated: 'DEF', waiting: 'G', free: 0 });
    expect(seating(after([cancel('D')], left), `${letters}G`)).toEqual({ seated: 'EFG', waiting: '', free: 0 });
  });

  it('is not taken by who does not count, on no path (D8)', () => {
    const hosts = [
      register('S', { role: 'speaker' }),
      register('T', { role: 'speaker' }),
      register('H', { role: 'host' }),
    ];
    const ten = [decideSeats(3), register('A'), register('B'), ...hosts];
    expect(seating(after(ten), 'ABSTH').free).toBe(1);
    const participant = after([...ten, change('S', { role: 'participant' })]);
    expect(seating(participant, 'ABSTH').free).toBe(0);
    expect(registrations.decide(change('T', { role: 'participant' }), participant)).toMatchObject({
      rejection: { type: 'EVT_GATHERING_FULL', found: '0 free of the whole', required: '1 of each' },
    });
    const promoted = after([register('C'), change('A', { role: 'speaker' })], participant);
    expect(seating(promoted, 'ABCSTH')).toEqual({ seated: 'ABSTHC', waiting: '', free: 0 });
  });

  it('is free for a guest where every limit leaves one; a guest that waits stops no member (D9)', () => {
    const members = Array.from('abcdefghijklmnopqrstuvwxyzABCD')
      .slice(0, 26)
      .map((each) => register(each));
    const guests = Array.from('1234').map((each) => register(each, { belonging: guest() }));
    const before = [decideSeats(40), ...members, ...guests];
    expect(outcomeOf(before, register('R', { belonging: guest() }))).toMatchObject({
      events: [
        {
          ...{ audience: 'reciprocal', outcome: 'seated', free: 0 },
          reciprocity: { clusterId: medinsoft, agreementId, modality: 'quota', quota: 5 },
        },
      ],
    });
    const full = after([
      ...before,
      register('R', { belonging: guest() }),
      register('S', { belonging: guest() }),
      register('M'),
    ]);
    expect(seating(full, 'RSM').waiting).toBe('S');
    expect(seating(after([cancel('M')], full), 'RSM').waiting).toBe('S');
    expect(seating(after([cancel('1')], full), 'RSM').waiting).toBe('');
  });

  it('and a place on the list are one person’s once (D7c, D10)', () => {
    const state = after([one, register('A'), register('P')]);
    expect(registrations.decide(register('P'), state)).toEqual({ ok: true, events: [] });
    expect(registrations.decide(register('P', { registrationId: idOf('Q') }), state)).toEqual({ ok: true, events: [] });
    expect(registrations.decide(register('P', { registrationId: idOf('Q'), seats: 2 }), state)).toMatchObject({
      rejection: { type: 'EVT_PERSON_REGISTERED', found: idOf('P') },
    });
    const seated = registrations.decide(register('P', { registrationId: idOf('Q'), exception: 'Oratrice' }), state);
    expect(seated).toMatchObject({
      ok: true,
      events: [
        { type: 'RegistrationEnded', registrationId: idOf('P'), cause: 'seated-otherwise' },
        { type: 'RegistrationReceived', registrationId: idOf('Q'), turn: 3, outcome: 'seated', exception: 'Oratrice' },
      ],
    });
    expect(seating(after([seat('P')], state), 'AP')).toEqual({ seated: 'AP', waiting: '', free: 0 });
  });

  it('is nobody’s who comes by no right: the guest that becomes a member leaves the quota to the next one', () => {
    const state = after([
      decideSeats(9),
      register('R', { belonging: guest(1) }),
      register('S', { belonging: guest(1) }),
    ]);
    expect(seating(state, 'RS')).toMatchObject({ seated: 'R', waiting: 'S' });
    const joined = after([review('R', { clusterIds: [telecomValley], agreements: [] })], state);
    expect(seating(joined, 'RS')).toMatchObject({ seated: 'RS', waiting: '' });
    const only = gatheringAfter({ audience: ['member'] });
    expect(endOf(after([{ ...review('R', belongsNowhere), gathering: only }], joined), 'R')).toBe('not-entitled');
  });

  it('of a reciprocal cluster that a merger has ended is of its limit for the successor, and of two together (D9)', () => {
    const [successor, other] = [idOf('S'), idOf('O')];
    const headOf = (clusterId: string) => (clusterId === medinsoft || clusterId === other ? successor : clusterId);
    const guestOf = (clusterId: Uuid) => {
      const known = guest();
      const [agreement] = known.agreements;
      return {
        clusterIds: [clusterId],
        agreements: [{ ...agreement, clusterIds: [telecomValley, clusterId] }] as typeof known.agreements,
      };
    };
    const limited = (...clusters: readonly Uuid[]) =>
      decideSeats(40, { clusters: clusters.map((clusterId) => ({ clusterId, seats: 1 })) });
    const before = after([limited(medinsoft), register('R', { belonging: guest() })]);
    const comes = register('T', { belonging: guestOf(successor), headOf });
    expect(registrations.decide(comes, before)).toMatchObject({ events: [{ outcome: 'waiting', free: 0 }] });
    // The claim of who had a seat reads for the successor as soon as it is looked at anew; there are no more seats for that.
    const reviewed = after([{ ...review('R', guestOf(successor)), headOf }, comes], before);
    expect(seating(reviewed, 'RT')).toMatchObject({ seated: 'R', waiting: 'T' });
    expect(seating(after([{ ...cancel('R'), headOf }], reviewed), 'RT')).toMatchObject({ seated: 'T', waiting: '' });
    const ofTwo = after([limited(medinsoft, other), register('R', { belonging: guest() })]);
    const more = ['T', 'U'].map((letter) => register(letter, { belonging: guestOf(successor), headOf }));
    expect(seating(after(more, ofTwo), 'RTU')).toMatchObject({ seated: 'RT', waiting: 'U' });
    expect(registrations.decide({ ...limited(medinsoft), headOf }, before)).toEqual({ ok: true, events: [] });
  });

  it('of a party has its people named later, one less than it has seats, and none more', () => {
    const party = after([decideSeats(5), register('A', { seats: 3 })]);
    const names = (...letters: readonly string[]) => nameParty('A', ...letters);
    const named = after([names('B', 'C')], party);
    expect(named.entries[0]?.persons).toEqual([personOf('B'), personOf('C')]);
    expect(registrations.decide(names('B', 'C'), named)).toEqual({ ok: true, events: [] });
    expect(after([names('D')], named).entries[0]?.persons).toEqual([personOf('D')]);
    expect(registrations.decide(names('B', 'C', 'D'), party)).toMatchObject({
      rejection: { type: 'EVT_PARTY_TOO_LARGE', required: 'at most 2' },
    });
  });

  it('is attended by as many as it is for, or nobody knows by how many', () => {
    const state = after([decideSeats(3), register('A', { seats: 2 }), attend('A', 1), attend('A', null)]);
    expect(state.entries[0]?.attendance?.present).toBeNull();
    expect(registrations.decide(attend('A', null), state)).toEqual({ ok: true, events: [] });
  });
});

const refused: readonly [string, readonly RegistrationsCommand[], RegistrationsCommand, object][] = [
  ['before seats are decided', [], register('A'), { type: 'EVT_SEATS_UNDECIDED', found: gatheringId }],
  [
    'for a draft',
    [one],
    register('A', { gathering: { plan: gatheringAfter().plan, steps: [] } }),
    { type: 'EVT_REGISTRATION_CLOSED', found: 'a draft' },
  ],
  [
    'for one that was held',
    [one],
    register('A', { gathering: gatheringAfter({}, held('2016-07-07')) }),
    { type: 'EVT_REGISTRATION_CLOSED', found: 'held since 2016-07-07' },
  ],
  [
    'a millisecond too late while the last seat is free, by the clocks of the place (D7a, D40)',
    [decideSeats(1, { closesAt: '2016-03-28T00:00' })],
    register('A', { receivedAt: instant('2016-03-27T22:00:00.000Z') }),
    {
      type: 'EVT_REGISTRATION_CLOSED',
      found: 'received at 2016-03-27T22:00:00.000Z, late by 0 s',
      required: 'before 2016-03-27T22:00:00.000Z',
    },
  ],
  [
    'before it opens',
    [decideSeats(1, { opensAt: '2016-05-02T13:00' })],
    register('A'),
    { type: 'EVT_REGISTRATION_CLOSED', required: 'not before 2016-05-02T11:00:00.000Z' },
  ],
  [
    'when the gathering is over',
    [one],
    register('A', { receivedAt: instant('2016-07-07T19:30:00Z') }),
    { type: 'EVT_REGISTRATION_CLOSED', required: 'before 2016-07-07T19:30:00.000Z' },
  ],
  [
    'without a right',
    [one],
    register('A', { gathering: gatheringAfter({ audience: ['member'] }), belonging: guest() }),
    { type: 'EVT_NOT_ENTITLED', found: `a member of ${medinsoft}`, required: 'one for whom it is: member' },
  ],
  [
    'by an agreement on another service',
    [decideSeats(1, { service: 'Dîners' })],
    register('A', { gathering: gatheringAfter({ audience: ['reciprocal'] }), belonging: guest() }),
    { type: 'EVT_NOT_ENTITLED' },
  ],
  [
    'for too many',
    [one],
    register('A', { seats: 5 }),
    { type: 'EVT_PARTY_TOO_LARGE', found: '5', required: 'at most 4' },
  ],
  [
    'where nobody waits',
    [decideSeats(1, { waiting: 'no-list' }), register('A')],
    register('B'),
    { type: 'EVT_GATHERING_FULL', found: '0 free of the whole', required: '1 of each' },
  ],
  [
    'under the id of another',
    [one, register('A')],
    register('A', { person: personOf('B') }),
    { type: 'EVT_REGISTRATION_EXISTS', found: 'turn 1, of 2016-05-02' },
  ],
  [
    'for more than are left, once seated',
    [decideSeats(2), register('A'), register('B')],
    change('A', { seats: 2 }),
    { type: 'EVT_GATHERING_FULL', found: '1 free of the whole', required: '2 of each' },
  ],
  ['cancelled and never made', [one], cancel('A'), { type: 'EVT_REGISTRATION_NOT_FOUND', found: idOf('A') }],
  ['cancelled before it came', [one, register('A')], cancel('A', '2016-05-01'), { type: 'EVT_BEFORE_REGISTRATION' }],
  ['attended from the list', [one, register('A'), register('B')], attend('B', 1), { type: 'EVT_REGISTRATION_WAITS' }],
  [
    'attended by more',
    [one, register('A')],
    attend('A', 2),
    { type: 'EVT_MORE_PRESENT', found: '2', required: 'at most 1' },
  ],
  ['attended before it began', [one, register('A')], attend('A', 1, '2016-07-03'), { type: 'EVT_NOT_THERE_YET' }],
  [
    'with a window that ends before it begins',
    [],
    decideSeats(1, { opensAt: '2016-05-02T13:00', closesAt: '2016-05-02T12:00' }),
    { type: 'EVT_REGISTRATION_WINDOW' },
  ],
  [
    'that closes at an hour that the clocks leave out',
    [],
    decideSeats(1, { closesAt: '2016-03-27T02:30' }),
    { type: 'EVT_TIME_DOES_NOT_EXIST' },
  ],
  [
    'with two limits for one audience',
    [],
    decideSeats(1, {
      audiences: [
        { audience: 'public', seats: 1 },
        { audience: 'public', seats: 2 },
      ],
    }),
    { type: 'EVT_LIMIT_TWICE', found: 'public' },
  ],
];

describe('a registration', () => {
  it.each(refused)('is refused %s', (_what, before, command, rejection) => {
    expect(registrations.decide(command, after(before))).toMatchObject({ ok: false, rejection });
  });

  it('is received a millisecond before the closing', () => {
    const inTime = register('A', { receivedAt: instant('2016-03-27T21:59:59.999Z') });
    expect(outcomeOf([decideSeats(1, { closesAt: '2016-03-28T00:00' })], inTime)).toMatchObject({ ok: true });
  });

  it('by decision comes late and beyond the seats, with the reason', () => {
    const state = after([
      decideSeats(1, { closesAt: '2016-03-28T00:00', waiting: 'no-list' }),
      register('A', { exception: 'x' }),
    ]);
    expect(seating(after([register('B', { exception: 'Partenaire' })], state), 'AB')).toEqual({
      seated: 'AB',
      waiting: '',
      free: 0,
    });
  });

  it('that ended and never came is an altered history', () => {
    const ended: RegistrationEvent = {
      ...{ type: 'RegistrationEnded', gatheringId, registrationId: idOf('A'), cause: 'cancelled', on: '2016-05-02' },
    };
    expect(() => given(ended).when(one)).toThrow('cannot follow');
  });
});
