import { describe, expect, it } from '@jest/globals';
import {
  after,
  attend,
  cancel,
  change,
  DAY,
  decideSeats,
  gatheringAfter,
  idOf,
  organisationOf,
  personOf,
  register,
} from '../registrations/testing/registrations.fixtures.ts';
import { held } from '../gathering/testing/gathering.fixtures.ts';
import { instant } from '#libs/kernel';
import type { RegistrationsCommand } from '../registrations/registrations.commands.ts';
import { registrations } from '../registrations/registrations.ts';
import {
  differenceOfRegistration,
  missingOfRegistration,
  registrationIn,
  type RegistrationLine,
} from './registration-line.ts';

const line = (letter: string, more: Partial<RegistrationLine> = {}): RegistrationLine => ({
  ...{ person: personOf(letter).name, organisationId: organisationOf(letter), role: 'participant', seats: 1, on: DAY },
  ...more,
});
const open: readonly RegistrationsCommand[] = [decideSeats(10), register('A'), register('B')];
const foundIn = (asked: RegistrationLine, commands = open) =>
  registrationIn(asked, after(commands))?.received.registrationId;

describe('the registration of a line', () => {
  it.each<[string, RegistrationLine, string | undefined]>([
    ['is that of the same name', line('A'), idOf('A')],
    ['is so in capitals', line('A', { person: 'PERSONNE  a' }), idOf('A')],
    ['is none of another organisation', line('A', { organisationId: organisationOf('B') }), undefined],
    ['is none of a person of no organisation', line('A', { organisationId: undefined }), undefined],
    ['is that of its id', line('A', { registrationId: idOf('B') }), idOf('B')],
    ['is that of its name where its id says none', line('A', { registrationId: idOf('Z') }), idOf('A')],
    ['is that of the person', line('A', { person: 'Zoé', personId: personOf('A').personId }), idOf('A')],
    ['is none of another person of the name', line('A', { personId: personOf('B').personId }), undefined],
    ['is one that lasts, of another day', line('A', { on: '2016-05-03' }), idOf('A')],
    ['is none that nobody has', line('C'), undefined],
  ])('%s', (_what, asked, expected) => {
    expect(foundIn(asked)).toBe(expected);
  });

  it('is that of its day where the person came twice', () => {
    const again = register('A', { registrationId: idOf('Z'), on: '2016-05-09' });
    const twice = [...open, cancel('A', '2016-05-08'), again];
    expect(foundIn(line('A'), twice)).toBe(idOf('A'));
    expect(foundIn(line('A', { on: '2016-05-09' }), twice)).toBe(idOf('Z'));
    expect(foundIn(line('A', { on: '2016-05-10' }), twice)).toBe(idOf('Z'));
    expect(foundIn(line('A', { on: '2016-05-10' }), [...open, cancel('A', '2016-05-08')])).toBeUndefined();
  });
});

describe('a line that says of a registration', () => {
  const commands = [...open, change('A', { seats: 2, role: 'speaker' }), attend('A', 1), cancel('B', '2016-05-08')];
  const state = after(commands);
  const differenceOf = (asked: RegistrationLine) => {
    const known = registrationIn(asked, state);
    return known && differenceOfRegistration(asked, known);
  };

  it.each<[string, RegistrationLine]>([
    ['what it was at first', line('A')],
    ['what it was changed to', line('A', { seats: 2, role: 'speaker' })],
    ['who came', line('A', { present: 1 })],
    ['when it was cancelled', line('B', { cancelledOn: '2016-05-08' })],
    ['nothing of its end', line('B')],
  ])('%s differs in nothing', (_what, asked) => {
    expect(differenceOf(asked)).toBeUndefined();
  });

  it.each<[RegistrationLine, string, string]>([
    [line('A', { registrationId: idOf('A'), organisationId: undefined }), 'the organisation none', organisationOf('A')],
    [line('A', { on: '2016-05-03' }), 'registered on 2016-05-03', DAY],
    [line('A', { role: 'host' }), 'the role host', 'speaker: change'],
    [line('A', { seats: 3 }), '3 seats', '2: change'],
    [line('A', { present: 0 }), '0 present', '1: record'],
    [line('B', { cancelledOn: '2016-05-07' }), 'cancelled on 2016-05-07', 'cancelled on 2016-05-08'],
  ])('something else than is recorded: %#', (asked, found, required) => {
    expect(differenceOf(asked)).toEqual({
      ...{ type: 'EVT_LINE_DIFFERS', found, required: expect.stringContaining(required) as unknown },
    });
  });

  it.each<[string, Partial<RegistrationLine>, object]>([
    ['A', { present: 1, cancelledOn: '2016-05-09' }, { isPresent: false, isCancelled: true }],
    ['B', { present: 0, cancelledOn: '2016-05-08' }, { isPresent: true, isCancelled: false }],
    ['A', {}, { isPresent: false, isCancelled: false }],
  ])('%s %j is missing what is not recorded', (letter, more, expected) => {
    const known = registrationIn(line(letter), state);
    expect(known && missingOfRegistration(line(letter, more), known)).toEqual(expected);
  });
});

describe('a registration that is recorded late', () => {
  const gathering = gatheringAfter({}, held('2016-07-07'));
  const late = (cameAt: string, recordedLate: boolean) =>
    registrations.decide(
      register('C', {
        gathering,
        ...(recordedLate ? { cameAt: instant(cameAt) } : { receivedAt: instant(cameAt) }),
        on: cameAt.slice(0, 10),
      }),
      after([decideSeats(10, { closesAt: '2016-07-04T12:00' })]),
    );

  it.each([
    ['before it closed', '2016-07-04T09:59:59Z', true],
    ['at the moment at which it closed', '2016-07-04T10:00:00Z', false],
    ['after the gathering was held', '2016-07-08T10:00:00Z', false],
  ])('came %s: %s', (_what, moment, isTaken) => {
    expect(late(moment, true).ok).toBe(isTaken);
    expect(late(moment, false)).toMatchObject({ ok: false, rejection: { found: 'held since 2016-07-07' } });
  });
});
