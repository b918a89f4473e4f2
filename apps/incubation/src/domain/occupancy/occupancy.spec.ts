import { describe, expect, it } from '@jest/globals';
import { fold, type CorrectionCommand } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { incubator as incubators } from '../incubator/incubator.ts';
import type { OccupancyCommand } from './occupancy.decide.ts';
import type { OccupancyFact } from './occupancy.state.ts';
import { occupancy } from './occupancy.ts';
import { capacityOn, insideIn } from './places.ts';
import {
  admissionOf,
  admit,
  admitted,
  byCall,
  correctStart,
  corrects,
  decide,
  decided,
  dissolvedOn,
  ended,
  existing,
  inside,
  leave,
  record,
  started,
  startUp,
  voids,
  withdraw,
  withdrawn,
} from './testing/occupancy.fixtures.ts';

const { given } = specification(occupancy);
/** One place, which the first company has; the second one waits, and the third behind it. */
const full = [decided(1), ...inside(1, '2016-01-10')] as const;
const queue = [...full, admitted(2, '2016-02-01'), admitted(3, '2016-02-05')] as const;

describe('the capacity', () => {
  it('is decided for a day with the policy for who finds no place', () =>
    given().when(decide(30, '2010-01-01')).then(decided(30)));
  it('that is so already changes nothing', () => given(decided(30)).when(decide(30, '2016-01-01')).then());
  it('decided late for an earlier day holds up to the next decision', () => {
    const state = fold(occupancy, [decided(30, '2016-01-01'), decided(20, '2012-01-01')]);
    const on = (each: string) => capacityOn(state, each);
    expect(['2011-12-31', '2012-01-01', '2015-12-31', '2016-01-01'].map(on)).toEqual([0, 20, 20, 30]);
  });
  it('raised gives a place to those who wait, in order, from that day on', () =>
    given(...queue)
      .when(decide(2, '2016-03-01'))
      .then(decided(2, '2016-03-01'), started(2, '2016-03-01')));
  it('raised by two gives two places in one decision', () =>
    given(...queue)
      .when(decide(3, '2016-03-01'))
      .then(decided(3, '2016-03-01'), started(2, '2016-03-01'), started(3, '2016-03-01')));
  it('raised before they were admitted gives each a place from its admission on', () =>
    given(...queue)
      .when(decide(3, '2016-01-01'))
      .then(decided(3, '2016-01-01'), started(2, '2016-02-01'), started(3, '2016-02-05')));
  it('lowered below what is taken is a decision, and puts nobody out', () => {
    const history = [decided(2), ...inside(1, '2016-01-10'), ...inside(2, '2016-01-11')];
    given(...history)
      .when(decide(1, '2016-03-01'))
      .then(decided(1, '2016-03-01'));
    const state = fold(occupancy, [...history, decided(1, '2016-03-01')]);
    expect([insideIn(state.admissions)('2016-03-01'), capacityOn(state, '2016-03-01')]).toEqual([2, 1]);
  });
  it('lowered to 16 of 44: 28 exits give nobody a place, the 29th gives one', () => {
    const taken = Array.from({ length: 44 }, (_, index) => inside(index + 1, '2016-01-10')).flat();
    let state = fold(occupancy, [decided(64), ...taken, decided(16, '2016-02-01'), admitted(45, '2016-02-02')]);
    const promoted = Array.from({ length: 29 }, (_, index) => {
      const decision = occupancy.decide(leave(index + 1, '2016-03-01'), state);
      if (!decision.ok) throw new Error(JSON.stringify(decision.rejection));
      state = fold(occupancy, decision.events, state);
      return decision.events.slice(1);
    });
    expect(promoted.slice(0, 28).flat()).toEqual([]);
    expect(promoted[28]).toEqual([started(45, '2016-03-01')]);
  });
});

describe('admission', () => {
  it('gives a place from its day on where one is free', () =>
    given(decided(1))
      .when(admit(1, '2016-01-10'))
      .then(...inside(1, '2016-01-10')));
  it('of the next one waits, under the next number', () =>
    given(...full)
      .when(admit(2, '2016-02-01'))
      .then(admitted(2, '2016-02-01')));
  it('again changes nothing, also once others wait', () =>
    given(...queue)
      .when(admit(2, '2016-02-01'))
      .then());
  it('gives the place that an exit frees which lies ahead, from that day on', () =>
    given(...full, ended(1, '2016-06-01'))
      .when(admit(2, '2016-02-01'))
      .then(admitted(2, '2016-02-01'), started(2, '2016-06-01')));
  it('recorded late is last in order: who waits already has the next place', () =>
    given(...full, admitted(2, '2016-02-01'), admitted(3, '2016-01-15'))
      .when(leave(1, '2016-05-02'))
      .then(ended(1, '2016-05-02'), started(2, '2016-05-02')));
  it.each([byCall, startUp, existing])('is by the track $kind', (track) =>
    given(decided(1))
      .when(admit(1, '2016-01-10', 1, track))
      .then({ ...admitted(1, '2016-01-10'), track }, started(1, '2016-01-10')),
  );
});

describe('an exit', () => {
  it('gives the place to the first of those who wait, in the same decision', () =>
    given(...queue)
      .when(leave(1, '2016-05-02'))
      .then(ended(1, '2016-05-02'), started(2, '2016-05-02')));
  it('recorded late frees the place from its day on, and not before the admission of who gets it', () =>
    given(...queue)
      .when(leave(1, '2016-01-20'))
      .then(ended(1, '2016-01-20'), started(2, '2016-02-01')));
  it('of one who was let in lets in the next: nobody comes back', () => {
    const history = [...queue, ended(1, '2016-05-02'), started(2, '2016-05-02')];
    given(...history)
      .when(leave(2, '2016-06-01'))
      .then(ended(2, '2016-06-01'), started(3, '2016-06-01'));
    given(...history, ended(2, '2016-06-01'), started(3, '2016-06-01'))
      .when(leave(2, '2016-07-01'))
      .refused({ type: 'INC_ADMISSION_ENDED', found: '2016-06-01' });
  });
  it('again changes nothing', () =>
    given(...queue, ended(1, '2016-05-02'), started(2, '2016-05-02'))
      .when(leave(1, '2016-05-02'))
      .then());
  it('frees no place in an incubator that is dissolved by then', () =>
    given(...queue)
      .when({ ...leave(1, '2016-05-02'), incubator: dissolvedOn('2016-05-02') })
      .then(ended(1, '2016-05-02')));
  it('that is taken back once the place was given is refused with both numbers', () =>
    given(...queue, ended(1, '2016-05-02'), started(2, '2016-05-02'))
      .when(voids('ResidencyEnded', 5))
      .refused({ type: 'INC_INCUBATOR_FULL', found: '2 inside on 2016-05-02', required: 'at most 1' }));
  it('that is corrected to an earlier day leaves the place with who has it', () => {
    const { type: _type, ...was } = ended(1, '2016-05-02');
    const now = { ...was, on: '2016-04-01' };
    given(...queue, ended(1, '2016-05-02'), started(2, '2016-05-02'))
      .when(corrects('ResidencyEnded', 5, { on: '2016-04-01' }))
      .then({ type: 'ResidencyEndedCorrected', fact: '5', was, now, reason: 'r', on: '2016-04-01' });
  });
  it('that is put off while the incubator is over its capacity was so, and is no reason to refuse', () => {
    const { type: _type, ...was } = ended(1, '2016-04-01');
    const now = { ...was, on: '2016-05-01' };
    given(decided(2), ...inside(1, '2016-01-10'), ...inside(2, '2016-01-11'), decided(1, '2016-03-01'), {
      ...ended(1, '2016-04-01'),
    })
      .when(corrects('ResidencyEnded', 6, { on: '2016-05-01' }))
      .then({ type: 'ResidencyEndedCorrected', fact: '6', was, now, reason: 'r', on: '2016-05-01' });
  });
});

describe('who waits', () => {
  it('may withdraw, and frees no place', () =>
    given(...queue)
      .when(withdraw(2, '2016-03-01'))
      .then(withdrawn(2, '2016-03-01')));
  it('and withdrew is passed over', () =>
    given(...queue, withdrawn(2, '2016-03-01'))
      .when(leave(1, '2016-05-02'))
      .then(ended(1, '2016-05-02'), started(3, '2016-05-02')));
  it('and withdraws before the place that it was to have leaves it to the next', () => {
    const { type: _type, ...was } = started(2, '2016-05-02');
    const reason = 'The company withdrew before it had its place.';
    given(...queue, ended(1, '2016-05-02'), started(2, '2016-05-02'))
      .when(withdraw(2, '2016-03-01'))
      .then(
        { type: 'ResidencyStartedVoided', fact: '6', was, reason, on: '2016-05-02' },
        withdrawn(2, '2016-03-01'),
        started(3, '2016-05-02'),
      );
  });
});

describe('an admission that is taken back', () => {
  it('frees the place for the first of those who wait, in the same decision', () => {
    const decision = occupancy.decide(voids('CompanyAdmitted', 1), fold(occupancy, queue));
    expect(decision).toMatchObject({
      ok: true,
      events: [
        { type: 'ResidencyStartedVoided', fact: '2' },
        { type: 'CompanyAdmittedVoided', fact: '1' },
        started(2, '2016-02-01'),
      ],
    });
  });
});

describe('the start of a residency', () => {
  it('is corrected to the day on which the company came', () => {
    const { type: _type, ...was } = started(1, '2016-01-10');
    given(...full)
      .when(correctStart(1, '2016-01-20'))
      .then({
        type: 'ResidencyStartedCorrected',
        ...{ fact: '2', was, now: { ...was, on: '2016-01-20' }, reason: 'r', on: '2016-01-20' },
      });
  });
  it('on the same day changes nothing', () =>
    given(...full)
      .when(correctStart(1, '2016-01-10'))
      .then());
});

describe('a residency of the past', () => {
  const later = [decided(1), ...inside(1, '2015-01-01')] as const;
  it('of the same company may be recorded after the later one', () =>
    given(...later)
      .when(record(2, '2010-01-01', '2012-01-01', 1))
      .then({ ...admitted(2, '2010-01-01', 1) }, started(2, '2010-01-01', 1), ended(2, '2012-01-01', 1)));
  it('is refused for what it overlaps, with the day', () =>
    given(...later)
      .when(record(2, '2011-06-01', '2015-03-01', 1))
      .refused({ type: 'INC_RESIDENCY_OVERLAPS', found: '2015-01-01' }));
  it('of another company is refused where all places were taken', () =>
    given(...later)
      .when(record(2, '2016-01-01', '2016-03-01'))
      .refused({ type: 'INC_INCUBATOR_FULL', found: '2 inside on 2016-01-01', required: 'at most 1' }));
  it('changes nothing for who waits', () =>
    given(...queue)
      .when(record(4, '2011-01-01', '2012-01-01'))
      .then(admitted(4, '2011-01-01'), started(4, '2011-01-01'), ended(4, '2012-01-01')));
});

describe('refusals, in their precedence', () => {
  const late = { ...byCall, basis: { reference: 'Jury', on: '2016-01-11' } };
  const young = { ...startUp, foundedOn: '2009-10-02' };
  const { foundedOn: _foundedOn, ...undated } = existing;
  it.each<[string, readonly OccupancyFact[], OccupancyCommand | CorrectionCommand, object]>([
    [
      'no incubator',
      [],
      { ...decide(1, '2016-01-01'), incubator: incubators.initial },
      { type: 'INC_INCUBATOR_NOT_FOUND' },
    ],
    ['before the opening', [], decide(1, '2009-12-31'), { type: 'INC_BEFORE_OPENING' }],
    ['no capacity on that day', [decided(1, '2016-02-01')], admit(1, '2016-01-10'), { type: 'INC_CAPACITY_UNDECIDED' }],
    ['another company under the id', [...full], admit(1, '2016-01-10', 9), { type: 'INC_ADMISSION_EXISTS' }],
    [
      'a selection that comes later',
      [decided(1)],
      admit(1, '2016-01-10', 1, late),
      { type: 'INC_TRACK_UNFIT', found: 'selection of 2016-01-11' },
    ],
    [
      'a start-up founded after its assessment',
      [decided(1)],
      admit(1, '2016-01-10', 1, young),
      { type: 'INC_TRACK_UNFIT', found: 'founded on 2009-10-02' },
    ],
    [
      'an existing company of no age',
      [decided(1)],
      admit(1, '2016-01-10', 1, undated),
      { type: 'INC_TRACK_UNFIT', found: 'no day of foundation' },
    ],
    [
      'a company that is inside',
      [...full],
      admit(2, '2016-02-01', 1),
      { type: 'INC_RESIDENCY_OVERLAPS', found: '2016-02-01' },
    ],
    [
      'a company that waits',
      [...queue],
      admit(4, '2016-03-01', 2),
      { type: 'INC_RESIDENCY_OVERLAPS', found: '2016-03-01' },
    ],
    [
      'no place and no list',
      [decided(1, '2010-01-01', 'no-list'), ...inside(1, '2016-01-10')],
      admit(2, '2016-02-01'),
      { type: 'INC_INCUBATOR_FULL', found: 'no place is free' },
    ],
    [
      'an exit before the beginning',
      [decided(1)],
      record(1, '2016-01-10', '2016-01-09'),
      { type: 'INC_BEFORE_ADMISSION' },
    ],
    [
      'who was never admitted leaves',
      [...full],
      leave(9, '2016-05-02'),
      { type: 'INC_ADMISSION_NOT_FOUND', found: admissionOf(9) },
    ],
    ['who waits leaves', [...queue], leave(2, '2016-05-02'), { type: 'INC_COMPANY_NOT_INSIDE' }],
    [
      'an exit before the place',
      [...full],
      leave(1, '2016-01-09'),
      { type: 'INC_COMPANY_NOT_INSIDE', found: '2016-01-10' },
    ],
    ['who was never admitted withdraws', [...full], withdraw(9, '2016-05-02'), { type: 'INC_ADMISSION_NOT_FOUND' }],
    [
      'who is inside withdraws',
      [...full],
      withdraw(1, '2016-05-02'),
      { type: 'INC_COMPANY_INSIDE', found: '2016-01-10' },
    ],
    ['a withdrawal before the admission', [...queue], withdraw(2, '2016-01-31'), { type: 'INC_BEFORE_ADMISSION' }],
    ['a start of who waits', [...queue], correctStart(2, '2016-02-02'), { type: 'INC_ADMISSION_NOT_FOUND' }],
    ['a start before the admission', [...full], correctStart(1, '2016-01-09'), { type: 'INC_FACT_CONTRADICTED' }],
    [
      'an admission corrected to before its selection',
      [...full],
      corrects('CompanyAdmitted', 1, { track: late }),
      { type: 'INC_TRACK_UNFIT' },
    ],
  ])('%s', (_what, history, command, refusal) => {
    given(...history)
      .when(command)
      .refused(refusal);
  });
});

factsInAnyOrder(occupancy, {
  CapacityDecided: {
    fact: decided(1, '2015-06-01'),
    after: [decided(2, '2016-06-01')],
    command: decide(1, '2015-06-01'),
    other: { places: 5, waiting: 'no-list', since: '2015-07-01' },
    overlap: 'of two decisions for one day, the one recorded last holds',
  },
  CompanyAdmitted: {
    before: full,
    fact: admitted(2, '2016-02-01'),
    after: [withdrawn(2, '2016-03-01')],
    carries: true,
    command: admit(2, '2016-02-01'),
    other: { track: startUp, on: '2016-02-10' },
    overlap: [{ command: admit(4, '2016-02-15', 2), day: '2016-02-15' }],
  },
  ResidencyStarted: {
    before: [decided(1), admitted(1, '2016-01-10')],
    fact: started(1, '2016-01-10'),
    after: [ended(1, '2016-05-02')],
  },
  AdmissionWithdrawn: {
    before: [...full, admitted(2, '2016-02-01')],
    fact: withdrawn(2, '2016-03-01'),
    after: 'nothing follows of an admission that has ended',
    command: withdraw(2, '2016-03-01'),
    other: { on: '2016-03-05' },
    overlap: [{ command: withdraw(2, '2016-04-01'), day: '2016-03-01' }],
  },
  ResidencyEnded: {
    before: full,
    fact: ended(1, '2016-05-02'),
    after: 'nothing follows of an admission that has ended',
    command: leave(1, '2016-05-02'),
    other: { cause: 'moved', on: '2016-06-01' },
    overlap: [{ command: leave(1, '2016-07-01'), day: '2016-05-02' }],
  },
});
