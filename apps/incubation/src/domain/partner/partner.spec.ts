import { describe, expect, it } from '@jest/globals';
import { calendarDate } from '#libs/kernel';
import { countedUuid, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { incubator as incubators } from '../incubator/incubator.ts';
import { type Holder, type PartnerFact, partner, type JoinAsPartner, type PartnerCommand } from './partner.ts';

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

const joined: PartnerFact = {
  type: 'PartnerJoined',
  ...ids,
  class: 'sector-body',
  holder: auvergneTic,
  founding: true,
  since: '2015-06-01',
};
const seated: PartnerFact = { type: 'SeatGranted', ...ids, seatId, holder: auvergneTic, since: '2015-09-01' };
const passed: PartnerFact = {
  type: 'PartnershipPassed',
  ...ids,
  seatId,
  from: auvergneTic,
  to: numelink,
  operationId: absorption,
  on: '2016-03-31',
};
const left: PartnerFact = { type: 'PartnerLeft', ...ids, seatId, holder: numelink, on: '2017-01-31' };

const incubator = incubators.evolve(incubators.initial, {
  type: 'IncubatorOpened',
  incubatorId,
  name: 'Quartier numérique',
  site: 'Clermont-Ferrand',
  since: '2015-06-01',
});

const closed = incubators.evolve(incubator, { type: 'IncubatorDissolved', incubatorId, on: '2021-08-31' });

const join: JoinAsPartner = {
  type: 'JoinAsPartner',
  ...ids,
  incubator,
  class: 'sector-body',
  holder: auvergneTic,
  founding: true,
  since: day('2015-06-01'),
};
const grant = (since = '2015-09-01', id = seatId) => ({
  type: 'GrantSeat' as const,
  incubator,
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
const leave = (on: string) => ({ type: 'LeavePartnership' as const, incubator, on: day(on) });

const FOLLOWS = 'It follows from facts of the partnership or of its incubator that were recorded late or corrected.';
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
  it('granted late, for a day before the leaving, is held until then', () => {
    given(joined, { ...left, seatId: undefined })
      .when(grant('2015-09-01'))
      .then(seated);
  });
  it('granted late, for a day before the succession, was held by the predecessor', () =>
    given(joined, { ...passed, seatId: undefined })
      .when(grant('2015-09-01'))
      .then(seated));
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
  it('passes the partnership on its day, also where a seat begins on a later one', () =>
    given(joined, { ...seated, since: '2016-05-01' })
      .when(pass(auvergneTic, numelink))
      .then({ ...passed, seatId: undefined }));
  it('passes a partnership with the end that lies ahead of it', () => {
    const ahead = { ...left, holder: auvergneTic };
    given(joined, seated, ahead).when(pass(auvergneTic, numelink)).then(passed);
    expect(given(joined, seated, ahead).when(pass(auvergneTic, numelink)).state()).toMatchObject({
      ...{ status: 'left', on: '2017-01-31', holder: numelink },
      holders: [
        { holder: auvergneTic, from: '2015-06-01' },
        { holder: numelink, from: '2016-03-31' },
      ],
    });
  });
});

describe('leaving', () => {
  it('frees the seat', () => given(joined, seated, passed).when(leave('2017-01-31')).then(left));
  it('without a seat names none', () =>
    given(joined)
      .when(leave('2016-01-01'))
      .then({ type: 'PartnerLeft', ...ids, holder: auvergneTic, on: '2016-01-01' }));
  it.each(['2016-03-01', '2016-03-31'])('on %s, recorded after the succession, has never passed', (on) => {
    const before: PartnerFact = { ...left, holder: on < passed.on ? auvergneTic : numelink, on };
    given(joined, seated, passed).when(leave(on)).then(before);
    const state = given(joined, seated, passed).when(leave(on)).state();
    expect(state).toMatchObject({ status: 'left', on, holder: auvergneTic, holders: [{ holder: auvergneTic }] });
    given(joined, seated, passed, before).when(pass(auvergneTic, numelink)).then();
  });
  it('the same day again changes nothing', () => given(joined, seated, passed, left).when(leave('2017-01-31')).then());
});

describe('refusals, in their precedence', () => {
  it.each<[string, readonly PartnerFact[], PartnerCommand, object]>([
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
      pass(numelink, digitalLeague, creation, '2017-01-31'),
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
      [{ ...joined, since: '2015-08-01' }],
      grant('2015-07-31'),
      { type: 'INC_OUT_OF_ORDER', found: '2015-07-31', required: '2015-08-01' },
    ],
    [
      'leave before the seat was granted',
      [joined, seated],
      leave('2015-08-31'),
      {
        type: 'INC_FACT_CONTRADICTED',
        found: 'seat of 2015-09-01',
        required: 'the partner left on 2015-08-31',
      },
    ],
    ['leave before joining', [joined], leave('2015-05-31'), { type: 'INC_BEFORE_OPENING' }],
    [
      'leave before joining an incubator that was there',
      [{ ...joined, since: '2015-08-01' }],
      leave('2015-07-31'),
      { type: 'INC_OUT_OF_ORDER', found: '2015-07-31', required: '2015-08-01' },
    ],
    [
      'grant a seat in an incubator that was dissolved',
      [joined],
      { ...grant('2021-08-31'), incubator: closed },
      { type: 'INC_INCUBATOR_DISSOLVED', found: '2021-08-31' },
    ],
    [
      'leave an incubator that was dissolved',
      [joined],
      { ...leave('2022-01-01'), incubator: closed },
      { type: 'INC_INCUBATOR_DISSOLVED' },
    ],
  ])('%s', (_name, history, command, rejection) => {
    given(...history)
      .when(command)
      .refused(rejection);
  });
});

describe('a fact of a partner that was recorded wrong', () => {
  const correct = (of: PartnerFact['type'], fact: string, changes: object) =>
    ({ type: 'CorrectFact', of, fact, changes, reason: 'typed wrong' }) as const;
  const voids = (of: PartnerFact['type'], fact: string) =>
    ({ type: 'VoidFact', of, fact, reason: 'never was' }) as const;

  it('by its holder has nothing that passed to the successor of another one', () => {
    const state = given(joined, seated, passed)
      .when(correct('PartnerJoined', '0', { holder: digitalLeague }))
      .state();
    expect(state).toMatchObject({ holder: digitalLeague, holders: [{ holder: digitalLeague, from: '2015-06-01' }] });
  });

  it('by its holder passes again, by the same operation, where that is another predecessor', () => {
    const { type: _type, ...was } = joined;
    const corrected = {
      ...{ type: 'PartnerJoinedCorrected', fact: '0', was, now: { ...was, holder: digitalLeague } },
      ...{ reason: 'typed wrong', on: joined.since },
    } as never;
    const state = given(joined, passed, corrected).when(pass(digitalLeague, numelink)).state();
    expect(state).toMatchObject({ holders: [{ holder: digitalLeague }, { holder: numelink }], voided: [] });
    given(joined, passed, corrected).when(pass(auvergneTic, numelink)).then();
  });

  it('by a joining of another day passes on another day', () => {
    const { type: _type, ...was } = { ...passed, on: '2018-01-01' };
    const now = { ...was, on: passed.on };
    given(joined, { ...passed, on: '2018-01-01' })
      .when(pass(auvergneTic, numelink))
      .then({ type: 'PartnershipPassedCorrected', fact: '1', was, now, reason: FOLLOWS, on: passed.on });
  });

  it('in an incubator that had ended before did not pass, and passes when it had not', () => {
    const { type: _type, ...was } = passed;
    const keep = { type: 'KeepPartnership', operationId: passed.operationId } as const;
    const taken = { type: 'PartnershipPassedVoided', fact: '1', was, reason: FOLLOWS, on: passed.on } as const;
    given(joined, passed).when(keep).then(taken);
    given(joined, passed, taken).when(keep).then();
    given(joined, passed, taken)
      .when(pass(auvergneTic, numelink))
      .then({ ...passed, seatId: undefined });
  });

  it('by a leaving that is voided has passed to the successor', () => {
    const before: PartnerFact = { ...left, holder: auvergneTic, on: '2016-03-01' };
    const state = given(joined, seated, passed, before).when(voids('PartnerLeft', '3')).state();
    expect(state).toMatchObject({ status: 'partner', holder: numelink });
  });

  it.each([
    [
      'a joining behind the seat',
      [joined, seated],
      correct('PartnerJoined', '0', { since: '2015-10-01' }),
      'seat of 2015-09-01',
    ],
    [
      'a seat on the day of the leaving',
      [joined, seated, left],
      correct('SeatGranted', '1', { since: left.on }),
      `seat of ${left.on}`,
    ],
    [
      'a leaving before the seat',
      [joined, seated, left],
      correct('PartnerLeft', '2', { on: '2015-08-01' }),
      'seat of 2015-09-01',
    ],
    ['a joining that never was, and a seat', [joined, seated], voids('PartnerJoined', '0'), 'seat of 2015-09-01'],
  ] as const)('is refused: %s', (_what, history, command, found) =>
    given(...history)
      .when(command)
      .refused({ type: 'INC_FACT_CONTRADICTED', found }),
  );

  it('is not what follows from an operation', () =>
    given(joined, seated, passed)
      .when(voids('PartnershipPassed', '2'))
      .refused({ type: 'INC_FACT_NOT_FOUND', found: '2' }));
});

const classed: PartnerFact = {
  ...{ type: 'PartnerClassDeclared', ...ids, class: 'public-authority', source: 'Loi', on: '2016-01-15' },
};
const declareClass = (more: object = {}): PartnerCommand => ({
  ...{ type: 'DeclareClass', incubator, class: 'public-authority', source: 'Loi', on: day('2016-01-15') },
  ...more,
});

describe('a class that a source declares', () => {
  it('stays beside the class of the joining, and beside what others say', () => {
    given(joined).when(declareClass()).then(classed);
    given(joined, classed).when(declareClass()).then();
    given(joined, classed)
      .when(declareClass({ source: 'Presse', class: 'private-group' }))
      .then({ ...classed, source: 'Presse', class: 'private-group' });
  });
  it.each([
    ['INC_PARTNER_NOT_FOUND', [], {}],
    ['INC_PARTNER_LEFT', [joined, { ...left, holder: auvergneTic }], { on: '2017-01-31' }],
    ['INC_OUT_OF_ORDER', [{ ...joined, since: '2015-07-01' }], { on: '2015-06-30' }],
    ['INC_INCUBATOR_DISSOLVED', [joined], { incubator: closed, on: '2021-08-31' }],
  ] as const)('is refused: %s', (type, history, more) =>
    given(...(history as readonly PartnerFact[]))
      .when(declareClass(more))
      .refused({ type }),
  );
});

const contributed: PartnerFact = {
  ...{ type: 'PartnerContributionDeclared', ...ids, form: 'premises', year: 2015, amountCents: null, source: 'Presse' },
  on: '2016-01-15',
};
const declareContribution = (more: object = {}): PartnerCommand => ({
  ...{ type: 'DeclareContribution', incubator, form: 'premises', year: 2015, amountCents: null, source: 'Presse' },
  ...{ on: day('2016-01-15'), ...more },
});

describe('what a partner contributes', () => {
  it('is what each source says of each form and year; of one that nobody values the value is unknown', () => {
    given(joined).when(declareContribution()).then(contributed);
    given(joined, contributed).when(declareContribution()).then();
    const money = { form: 'money', amountCents: 2_000_000, source: 'Comptes' };
    given(joined, contributed)
      .when(declareContribution(money))
      .then({ ...contributed, ...money } as PartnerFact);
  });
  it.each([
    ['INC_PARTNER_NOT_FOUND', [], {}],
    ['INC_PARTNER_LEFT', [joined, { ...left, holder: auvergneTic }], { on: '2017-01-31' }],
    ['INC_OUT_OF_ORDER', [{ ...joined, since: '2015-07-01' }], { on: '2015-06-30' }],
    ['INC_INCUBATOR_DISSOLVED', [joined], { incubator: closed, on: '2021-08-31' }],
  ] as const)('is not declared: %s', (type, history, more) =>
    given(...(history as readonly PartnerFact[]))
      .when(declareContribution(more))
      .refused({ type }),
  );
});

factsInAnyOrder(partner, {
  PartnerContributionDeclared: {
    before: [joined],
    fact: { ...contributed, amountCents: 500 },
    after: [passed].map((each) => ({ ...each, seatId: undefined })),
    command: declareContribution({ amountCents: 500 }),
    other: { form: 'money', year: 2016, amountCents: 2_000_000, source: 'Comptes', on: '2016-01-16' },
    overlap: [{ command: declareContribution({ amountCents: 700 }), day: '2016-01-15' }],
  },
  PartnerClassDeclared: {
    before: [joined],
    fact: classed,
    after: [passed].map((each) => ({ ...each, seatId: undefined })),
    command: declareClass(),
    other: { class: 'private-group', source: 'Presse', on: '2016-01-16' },
    overlap: [{ command: declareClass({ class: 'private-group' }), day: '2016-01-15' }],
  },
  PartnerJoined: {
    fact: joined,
    after: [seated],
    carries: true,
    command: join,
    other: { class: 'private-group', holder: numelink, founding: false, since: '2015-07-01' },
    overlap: 'a partner joins once, under an id of its own',
  },
  PartnerLeft: {
    before: [joined, seated, passed],
    fact: left,
    after: [{ ...passed, from: numelink, to: digitalLeague, operationId: creation, on: '2017-03-28' }],
    command: leave('2017-01-31'),
    other: { on: '2016-03-01' },
    overlap: [{ command: leave('2017-02-01'), day: '2017-01-31' }],
  },
  SeatGranted: {
    before: [joined],
    fact: seated,
    after: [{ ...passed, seatId: undefined }],
    command: grant(),
    other: { since: '2015-10-01' },
    overlap: [{ command: grant('2015-10-01', countedUuid(30)), day: '2015-09-01' }],
  },
  PartnershipPassed: { before: [joined, seated], fact: passed, after: [left] },
});
