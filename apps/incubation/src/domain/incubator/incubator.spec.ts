import { describe, expect, it } from '@jest/globals';
import { calendarDate, fold, inForceOn } from '#libs/kernel';
import { countedUuid, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { incubator, notOpenOn, type IncubatorCommand, type IncubatorFact } from './incubator.ts';

const incubatorId = countedUuid(1);
const day = calendarDate;
const opened: IncubatorFact = {
  type: 'IncubatorOpened',
  incubatorId,
  name: 'Quartier numérique',
  site: 'Clermont-Ferrand',
  since: '2015-06-01',
};
const renamed: IncubatorFact = { type: 'IncubatorRenamed', incubatorId, name: 'Le Bivouac', since: '2016-04-01' };
const dissolved: IncubatorFact = { type: 'IncubatorDissolved', incubatorId, on: '2021-08-31' };

const open: IncubatorCommand = {
  type: 'OpenIncubator',
  incubatorId,
  name: 'Quartier numérique',
  site: 'Clermont-Ferrand',
  since: day('2015-06-01'),
};
const rename = (name: string, since: string): IncubatorCommand => ({
  type: 'RenameIncubator',
  incubatorId,
  name,
  since: day(since),
});
const dissolve = (on: string): IncubatorCommand => ({ type: 'DissolveIncubator', incubatorId, on: day(on) });
const refusalOn = (history: readonly IncubatorFact[], on: string) => notOpenOn(day(on), fold(incubator, history));

const { given } = specification(incubator);
type Refused = Parameters<ReturnType<ReturnType<typeof given>['when']>['refused']>[0];

describe('opening an incubator', () => {
  it('is recorded with its name, its site and its day', () => given().when(open).then(opened));
  it('a second time changes nothing', () => given(opened).when(open).then());
  it('a second time changes nothing after a rename and a dissolution', () =>
    given(opened, renamed, dissolved).when(open).then());
});

describe('renaming', () => {
  it('is a fact of a day', () => given(opened).when(rename('Le Bivouac', '2016-04-01')).then(renamed));
  it('to the name it bears that day changes nothing', () =>
    given(opened, renamed).when(rename('Le Bivouac', '2018-01-01')).then());
  it('back to the former name is a new fact', () =>
    given(opened, renamed)
      .when(rename('Quartier numérique', '2018-01-01'))
      .then({ type: 'IncubatorRenamed', incubatorId, name: 'Quartier numérique', since: '2018-01-01' }));
  it('for a day before the dissolution may be recorded after it', () =>
    given(opened, dissolved).when(rename('Le Bivouac', '2016-04-01')).then(renamed));
  it('recorded late for an earlier day leaves the later name in force', () => {
    const state = given(opened, renamed).when(rename('Le Quartier', '2015-12-01')).state();
    if (state.status === 'absent') throw new Error('the incubator is there');
    expect(
      ['2015-05-31', '2015-06-01', '2015-12-01', '2016-04-01'].map((on) => inForceOn(state.names, on)?.name),
    ).toEqual([undefined, 'Quartier numérique', 'Le Quartier', 'Le Bivouac']);
  });
  it('twice for one day: the one recorded last holds', () => {
    const state = given(opened, renamed).when(rename('Bivouac', '2016-04-01')).state();
    expect(state).toMatchObject({ names: [{ name: 'Quartier numérique' }, { name: 'Bivouac', since: '2016-04-01' }] });
  });
});

describe('dissolving', () => {
  it('is recorded with its day', () => given(opened).when(dissolve('2021-08-31')).then(dissolved));
  it('the same day again changes nothing', () => given(opened, dissolved).when(dissolve('2021-08-31')).then());
});

describe('requiring an open incubator', () => {
  it.each(['2015-06-01', '2018-01-01', '2021-08-30'])('holds on %s', (on) =>
    expect(refusalOn([opened, dissolved], on)).toBeUndefined(),
  );
});

describe('refusals of what is to begin there', () => {
  it.each<[string, readonly IncubatorFact[], string]>([
    ['INC_INCUBATOR_NOT_FOUND', [], '2016-01-01'],
    ['INC_INCUBATOR_DISSOLVED', [opened, dissolved], '2021-08-31'],
    ['INC_BEFORE_OPENING', [opened], '2015-05-31'],
  ])('%s', (type, history, on) => {
    expect(refusalOn(history, on)).toMatchObject({ type });
  });
});

describe('refusals, in their precedence', () => {
  it.each<[string, readonly IncubatorFact[], IncubatorCommand, object]>([
    ['rename nothing', [], rename('X', '2016-01-01'), { type: 'INC_INCUBATOR_NOT_FOUND' }],
    ['dissolve nothing', [], dissolve('2016-01-01'), { type: 'INC_INCUBATOR_NOT_FOUND' }],
    [
      'open with another name',
      [opened],
      { ...open, name: 'Autre' },
      { type: 'INC_INCUBATOR_EXISTS', found: { name: 'Quartier numérique', since: '2015-06-01' } },
    ],
    [
      'rename on the day of the dissolution',
      [opened, dissolved],
      rename('X', '2021-08-31'),
      { type: 'INC_INCUBATOR_DISSOLVED', found: '2021-08-31' },
    ],
    [
      'dissolve on another day',
      [opened, dissolved],
      dissolve('2021-09-01'),
      { type: 'INC_INCUBATOR_DISSOLVED', found: '2021-08-31' },
    ],
    [
      'rename before the opening',
      [opened],
      rename('X', '2015-05-31'),
      { type: 'INC_BEFORE_OPENING', found: '2015-05-31', required: '2015-06-01' },
    ],
    ['dissolve before the opening', [opened], dissolve('2015-05-31'), { type: 'INC_BEFORE_OPENING' }],
  ])('%s', (_name, history, command, rejection) => {
    given(...history)
      .when(command)
      .refused(rejection);
  });
});

describe('a fact of an incubator that was recorded wrong', () => {
  const correct = (of: IncubatorFact['type'], fact: string, changes: object) =>
    ({ type: 'CorrectFact', of, fact, changes, reason: 'typed wrong' }) as const;
  const voids = (of: IncubatorFact['type'], fact: string) =>
    ({ type: 'VoidFact', of, fact, reason: 'never was' }) as const;

  it.each<[string, readonly IncubatorFact[], Parameters<ReturnType<typeof given>['when']>[0], object]>([
    [
      'an opening behind a name',
      [opened, renamed],
      correct('IncubatorOpened', '0', { since: '2017-01-01' }),
      { found: 'name of 2016-04-01', required: 'the incubator is not open before that day' },
    ],
    [
      'a name behind the dissolution',
      [opened, renamed, dissolved],
      correct('IncubatorRenamed', '1', { since: '2022-01-01' }),
      { found: 'name of 2022-01-01', required: 'the incubator was dissolved on 2021-08-31' },
    ],
    [
      'a dissolution on the day of a name',
      [opened, renamed, dissolved],
      correct('IncubatorDissolved', '2', { on: '2016-04-01' }),
      { found: 'name of 2016-04-01' },
    ],
    [
      'an opening that never was, of an incubator that was dissolved',
      [opened, dissolved],
      voids('IncubatorOpened', '0'),
      { found: 'dissolution of 2021-08-31' },
    ],
  ])('is refused: %s', (_what, history, command, refusal) =>
    given(...history)
      .when(command)
      .refused({ type: 'INC_FACT_CONTRADICTED', ...refusal }),
  );

  it('is not corrected by the id of another one', () =>
    given(opened, renamed)
      .when(correct('IncubatorRenamed', '0', { name: 'X' }))
      .refused({ type: 'INC_FACT_NOT_FOUND', found: '0' }));
});

const spaceId = countedUuid(31);
const said = { spaceId, kind: 'public', name: 'Espace collaboratif', services: ['réseau'] } as const;
const spaceOpened: IncubatorFact = { type: 'SpaceOpened', incubatorId, ...said, since: '2015-07-01' };
const spaceClosed: IncubatorFact = { type: 'SpaceClosed', incubatorId, spaceId, on: '2020-03-17' };
const openSpace = (since: string, more: object = {}): IncubatorCommand => ({
  ...{ type: 'OpenSpace', incubatorId, ...said, since: day(since) },
  ...more,
});
const closeSpace = (on: string, id = spaceId): IncubatorCommand => ({
  ...{ type: 'CloseSpace', incubatorId, spaceId: id, on: day(on) },
});
const appointmentId = countedUuid(32);
const membre = { personId: countedUuid(33), name: 'Benoît Membré' };
const director = { appointmentId, role: 'director', person: membre } as const;
const appointed: IncubatorFact = { type: 'AppointmentStarted', incubatorId, ...director, since: '2015-07-01' };
const appointmentEnded: IncubatorFact = { type: 'AppointmentEnded', incubatorId, appointmentId, on: '2019-09-01' };
const appoint = (since: string, more: object = {}): IncubatorCommand => ({
  ...{ type: 'AppointStaff', incubatorId, ...director, since: day(since) },
  ...more,
});
const endAppointment = (on: string, id = appointmentId): IncubatorCommand => ({
  ...{ type: 'EndAppointment', incubatorId, appointmentId: id, on: day(on) },
});

describe('spaces and staff', () => {
  it('are there from a day on', () => {
    given(opened).when(openSpace('2015-07-01')).then(spaceOpened);
    given(opened).when(appoint('2015-07-01')).then(appointed);
  });
  it('stated a second time, change nothing, also where a name was erased', () => {
    given(opened, spaceOpened, spaceClosed).when(openSpace('2015-07-01')).then();
    const erased = { ...appointed, person: { ...membre, name: '[erased]' } } as IncubatorFact;
    given(opened, erased).when(appoint('2015-07-01')).then();
  });
  it('end, on the day of the dissolution as well', () => {
    given(opened, spaceOpened, dissolved)
      .when(closeSpace('2021-08-31'))
      .then({ type: 'SpaceClosed', incubatorId, spaceId, on: '2021-08-31' });
    given(opened, appointed).when(endAppointment('2019-09-01')).then(appointmentEnded);
  });
  it.each<[string, IncubatorCommand, Refused]>([
    ['another space under an id', openSpace('2015-07-01', { name: 'Autre' }), { type: 'INC_SPACE_EXISTS' }],
    ['another person under an id', appoint('2016-07-01'), { type: 'INC_APPOINTMENT_EXISTS' }],
    ['an unknown space', closeSpace('2020-01-01', countedUuid(40)), { type: 'INC_SPACE_NOT_FOUND' }],
    ['an unknown appointment', endAppointment('2020-01-01', countedUuid(40)), { type: 'INC_APPOINTMENT_NOT_FOUND' }],
    [
      'a space from the day of the dissolution on',
      openSpace('2021-08-31', { spaceId: countedUuid(41) }),
      { type: 'INC_INCUBATOR_DISSOLVED' },
    ],
    [
      'an appointment before the opening',
      appoint('2015-05-31', { appointmentId: countedUuid(41) }),
      { type: 'INC_BEFORE_OPENING' },
    ],
    [
      'an end after the dissolution',
      closeSpace('2021-09-01'),
      { type: 'INC_FACT_CONTRADICTED', found: 'space-closing of 2021-09-01' },
    ],
  ])('are refused: %s', (_what, command, refusal) =>
    given(opened, spaceOpened, appointed, dissolved).when(command).refused(refusal),
  );
  it('of no incubator are refused', () =>
    given().when(closeSpace('2020-01-01')).refused({ type: 'INC_INCUBATOR_NOT_FOUND' }));
});

factsInAnyOrder(incubator, {
  SpaceClosed: {
    before: [opened, spaceOpened],
    fact: spaceClosed,
    after: [dissolved],
    command: closeSpace('2020-03-17'),
    other: { on: '2020-04-17' },
    overlap: [{ command: closeSpace('2020-05-17'), day: '2020-03-17' }],
  },
  AppointmentEnded: {
    before: [opened, appointed],
    fact: appointmentEnded,
    after: [dissolved],
    command: endAppointment('2019-09-01'),
    other: { on: '2019-10-01' },
    overlap: [{ command: endAppointment('2019-11-01'), day: '2019-09-01' }],
  },
  SpaceOpened: {
    before: [opened],
    fact: spaceOpened,
    after: [spaceClosed],
    carries: true,
    command: openSpace('2015-07-01'),
    other: { kind: 'admitted', name: 'Incubateur', services: ['accueil'], since: '2015-08-01' },
    overlap: 'each has an id of its own',
  },
  AppointmentStarted: {
    before: [opened],
    fact: appointed,
    after: [appointmentEnded],
    carries: true,
    command: appoint('2015-07-01'),
    other: { role: 'team-member', person: { ...membre, personId: countedUuid(34) }, since: '2015-08-01' },
    overlap: 'each has an id of its own',
  },
  IncubatorOpened: {
    fact: opened,
    after: [renamed],
    carries: true,
    command: open,
    other: { name: 'Quartier', site: 'La Pardieu', since: '2015-05-01' },
    overlap: 'an incubator is opened once, under an id of its own',
  },
  IncubatorDissolved: {
    before: [opened, renamed],
    fact: dissolved,
    after: 'nothing counts after it',
    command: dissolve('2021-08-31'),
    other: { on: '2021-12-31' },
    overlap: [
      { command: dissolve('2021-09-01'), day: '2021-08-31' },
      { command: rename('X', '2022-01-01'), day: '2021-08-31' },
    ],
  },
  IncubatorRenamed: {
    before: [opened],
    fact: renamed,
    after: [{ ...renamed, name: 'Bivouac', since: '2018-01-01' }],
    command: rename('Le Bivouac', '2016-04-01'),
    other: { name: 'Bivouac !', since: '2016-05-01' },
    overlap: [{ command: dissolve('2016-04-01'), day: '2016-04-01' }],
  },
});
