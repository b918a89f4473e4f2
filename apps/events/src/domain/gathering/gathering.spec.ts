import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { gathering, type GatheringCommand } from './gathering.ts';
import { gatheringOn, hostsOn, type GatheringFact } from './gathering.facts.ts';
import {
  announce,
  announced,
  attended,
  cancel,
  cancelled,
  count,
  gatheringId,
  held,
  hold,
  pass,
  passed,
  sophia,
  incubatorId,
  plan,
  planned,
  postpone,
  postponed,
  rhoneAlpes,
  sophiaConf,
  telecomValley,
} from './testing/gathering.fixtures.ts';

const { given } = specification(gathering);
const ANNOUNCED = '2016-04-04';
const later = { schedule: { from: '2016-09-05T18:00', to: '2016-09-08T21:30' } };

describe('a gathering', () => {
  it.each<[string, readonly GatheringFact[], GatheringCommand, readonly GatheringFact[]]>([
    ['is planned', [], plan(), [planned()]],
    ['planned twice is one', [planned()], plan(), []],
    ['is announced', [planned()], announce(ANNOUNCED), [announced(ANNOUNCED)]],
    ['announced twice is announced', [planned(), announced(ANNOUNCED)], announce(ANNOUNCED), []],
    ['is put off', [planned()], postpone('2016-06-01'), [postponed('2016-06-01')]],
    ['is put off to another time', [planned()], postpone('2016-06-01', later), [postponed('2016-06-01', later)]],
    ['is held, announced or not', [planned()], hold('2016-07-07'), [held('2016-07-07')]],
    ['has so many who came', [planned(), held('2016-07-07')], count('2016-07-07'), [attended('2016-07-07')]],
    [
      'has an unknown number who came',
      [planned(), held('2016-07-07')],
      count('2016-07-08', { participants: null, organisationIds: null }),
      [attended('2016-07-08', { participants: null, organisationIds: null })],
    ],
    ['is cancelled', [planned()], cancel('2016-06-01'), [cancelled('2016-06-01')]],
    [
      'is organised by an antenna, for which a cluster acts',
      [],
      plan({ organiser: { kind: 'antenna', id: incubatorId }, coHosts: [] }),
      [planned({ organiser: { kind: 'antenna', id: incubatorId }, coHosts: [] })],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly GatheringFact[], GatheringCommand, object]>([
    ['that nobody planned', [], announce(ANNOUNCED), { type: 'EVT_GATHERING_NOT_FOUND', found: gatheringId }],
    ['under the id of another', [planned()], plan({ title: 'Autre' }), { type: 'EVT_GATHERING_EXISTS' }],
    [
      'at an hour that the clocks leave out',
      [],
      plan({ schedule: { from: '2016-03-27T02:30', to: '2016-03-27T09:00' }, parts: [] }),
      { type: 'EVT_TIME_DOES_NOT_EXIST', found: '2016-03-27T02:30 in Europe/Paris' },
    ],
    [
      'put off to such an hour',
      [planned()],
      postpone('2016-03-02', { schedule: { from: '2016-03-27T02:30', to: '2016-03-27T09:00' } }),
      { type: 'EVT_TIME_DOES_NOT_EXIST' },
    ],
    [
      'of which a part lies outside',
      [],
      plan({ parts: [{ title: 'After', from: '2016-07-07T21:00', to: '2016-07-07T22:00' }] }),
      { type: 'EVT_PART_OUTSIDE' },
    ],
    [
      'of a cluster for which another one acts',
      [],
      plan({ organiser: { kind: 'cluster', id: rhoneAlpes } }),
      { type: 'EVT_ORGANISER_DIFFERS', found: rhoneAlpes, required: telecomValley },
    ],
    [
      'with a host that is there twice',
      [],
      plan({ coHosts: [{ kind: 'cluster', id: telecomValley }] }),
      { type: 'EVT_CO_HOST_TWICE', found: telecomValley },
    ],
    [
      'held before it began',
      [planned()],
      hold('2016-07-03'),
      { type: 'EVT_HELD_BEFORE_START', found: '2016-07-03', required: 'a day from 2016-07-04 on' },
    ],
    [
      'held while it is put off without another time',
      [planned(), postponed('2016-06-01')],
      hold('2016-07-07'),
      { type: 'EVT_FACT_CONTRADICTED', found: 'holding of 2016-07-07' },
    ],
    [
      'with anybody there before it was held',
      [planned(), held('2016-07-07')],
      count('2016-07-06'),
      { type: 'EVT_FACT_CONTRADICTED', found: 'attendance of 2016-07-06' },
    ],
    [
      'with anybody there where it was cancelled',
      [planned(), cancelled('2016-06-01')],
      count('2016-07-07'),
      { type: 'EVT_FACT_CONTRADICTED', required: 'the gathering was not held by that day' },
    ],
    [
      'cancelled once it was held',
      [planned(), held('2016-07-07')],
      cancel('2016-07-08'),
      { type: 'EVT_FACT_CONTRADICTED', required: 'the gathering was held on 2016-07-07' },
    ],
    [
      'cancelled for a day before it was held',
      [planned(), held('2016-07-07')],
      cancel('2016-06-01'),
      { type: 'EVT_FACT_CONTRADICTED', found: 'holding of 2016-07-07' },
    ],
    [
      'announced once it was cancelled',
      [planned(), cancelled('2016-04-01')],
      announce(ANNOUNCED),
      { type: 'EVT_FACT_CONTRADICTED', required: 'the gathering was cancelled on 2016-04-01' },
    ],
  ])('is refused %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it('announced and never planned is an altered history', () => {
    expect(() => {
      requireSettled(fold(gathering, [announced(ANNOUNCED)]));
    }).toThrow('cannot follow');
  });
});

describe('a gathering on a day', () => {
  const on = (day: string, ...facts: readonly GatheringFact[]) => {
    const { known } = fold(gathering, [planned(), announced(ANNOUNCED), ...facts]);
    return known && gatheringOn(known, day);
  };
  const { schedule } = sophiaConf;

  it.each<[string, string, readonly GatheringFact[], object]>([
    ['is a draft before it is announced', '2016-04-03', [], { state: 'draft', schedule, since: '2016-03-01' }],
    ['is announced', ANNOUNCED, [], { state: 'announced', announcedOn: ANNOUNCED }],
    [
      'is as it was planned until it is put off',
      '2016-05-31',
      [postponed('2016-06-01')],
      { state: 'announced', schedule },
    ],
    [
      'has no time while it is put off',
      '2016-06-01',
      [postponed('2016-06-01')],
      { state: 'postponed', schedule: undefined },
    ],
    [
      'has another time from then on',
      '2016-06-15',
      [postponed('2016-06-01'), postponed('2016-06-15', later)],
      { state: 'announced', ...later },
    ],
    ['is announced until it is cancelled', '2016-05-31', [cancelled('2016-06-01')], { state: 'announced' }],
    ['is cancelled', '2016-06-01', [cancelled('2016-06-01')], { state: 'cancelled', reason: 'x', schedule }],
    ['is held', '2016-07-07', [held('2016-07-07')], { state: 'held', schedule }],
  ])('%s', (_what, day, facts, expected) => {
    expect(on(day, ...facts)).toMatchObject(expected);
  });
});

describe('a gathering that a merger passes', () => {
  const there = [{ from: telecomValley, to: sophia }];
  const back = { from: sophia, to: telecomValley, annulment: true };
  const hosts = (day: string | undefined, ...facts: readonly GatheringFact[]) => {
    const { known } = fold(gathering, facts);
    const { clusterId, organiser, coHosts } = hostsOn(known!, day);
    return [clusterId, organiser.id, ...coHosts.map(({ id }) => id)];
  };

  it.each<[string, readonly GatheringFact[], GatheringCommand, readonly GatheringFact[]]>([
    ['passes', [planned()], pass(there, '2016-05-01'), [passed(telecomValley, '2016-05-01')]],
    ['passes once', [planned(), passed(telecomValley, '2016-05-01')], pass(there, '2016-05-01'), []],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it('passes on the day that the facts name now', () => {
    const { type: _type, ...was } = passed(telecomValley, '2016-05-01');
    const { type: _now, ...now } = passed(telecomValley, '2016-05-02');
    given(planned(), passed(telecomValley, '2016-05-01'))
      .when(pass(there, '2016-05-02'))
      .then({
        type: 'GatheringPassedCorrected',
        fact: '1',
        was,
        now,
        reason: expect.any(String),
        on: '2016-05-02',
      } as never);
  });

  const before = [telecomValley, telecomValley, incubatorId];
  const after = [sophia, sophia, incubatorId];
  const PASSED = passed(telecomValley, '2016-05-01');
  it.each<[string, string | undefined, readonly GatheringFact[], readonly string[]]>([
    ['is whoever planned it until then', '2016-04-30', [planned(), PASSED], before],
    ['is the successor from then on', '2016-05-01', [planned(), PASSED], after],
    ['held after it was held by the successor', undefined, [planned(), PASSED, held('2016-07-07')], after],
    [
      'held before it, recorded late, stays with whoever held it',
      undefined,
      [planned(), PASSED, held('2016-04-07')],
      before,
    ],
    ['cancelled on the day stays as well', undefined, [planned(), cancelled('2016-05-01'), PASSED], before],
    [
      'that was to be over was organised by whoever did; the successor acts for it',
      undefined,
      [planned({ schedule: { from: '2016-04-01', to: '2016-04-02' }, parts: [] }), PASSED],
      [sophia, telecomValley, incubatorId],
    ],
    [
      'that was to be over and is put off lies ahead of the successor',
      undefined,
      [
        planned({ schedule: { from: '2016-04-01', to: '2016-04-02' }, parts: [] }),
        ...[PASSED, postponed('2016-06-01', { schedule: { from: '2016-09-01', to: '2016-09-02' } })],
      ],
      after,
    ],
    [
      'hosted by both is hosted once',
      undefined,
      [planned({ coHosts: [{ kind: 'cluster', id: sophia }] }), PASSED],
      [sophia, sophia],
    ],
    [
      'hosted with a predecessor has the successor as host',
      undefined,
      [planned({ coHosts: [{ kind: 'cluster', id: rhoneAlpes }] }), passed(rhoneAlpes, '2016-05-01')],
      [telecomValley, telecomValley, sophia],
    ],
    ['comes back by the annulment', undefined, [planned(), PASSED, passed('', '2016-06-01', back)], before],
    [
      'comes back to each as it was',
      undefined,
      [planned({ coHosts: [{ kind: 'cluster', id: sophia }] }), ...[PASSED, passed('', '2016-06-01', back)]],
      [telecomValley, telecomValley, sophia],
    ],
    [
      'held meanwhile stays with the successor',
      undefined,
      [planned(), PASSED, held('2016-07-07'), passed('', '2016-08-01', back)],
      after,
    ],
  ])('%s', (_what, day, facts, expected) => {
    expect(hosts(day, ...facts)).toEqual(expected);
  });
});

factsInAnyOrder(gathering, {
  GatheringPlanned: {
    fact: planned({ coHosts: [], parts: [] }),
    after: [announced(ANNOUNCED)],
    carries: true,
    command: plan({ coHosts: [], parts: [] }),
    other: {
      ...{ title: 'SophiaConf', format: 'symposium', organiser: { kind: 'antenna', id: incubatorId } },
      ...{ coHosts: [{ kind: 'network', id: rhoneAlpes }], place: { name: 'Polytech', zone: 'Indian/Reunion' } },
      schedule: { from: '2016-07-04', to: '2016-07-07' },
      parts: [{ title: 'Java', from: '2016-07-05T18:00', to: '2016-07-05T21:30' }],
      ...{ audience: ['public'], on: '2016-02-01' },
    },
    overlap: 'a gathering is planned once',
  },
  GatheringAnnounced: {
    before: [planned()],
    fact: announced(ANNOUNCED),
    after: [postponed('2016-06-01', later)],
    command: announce(ANNOUNCED),
    other: { on: '2016-04-05' },
    overlap: [{ command: announce('2016-04-10'), day: '2016-04-10' }],
  },
  GatheringPostponed: {
    before: [planned(), announced(ANNOUNCED)],
    fact: postponed('2016-06-01', { ...later, reason: 'Grève' }),
    after: [held('2016-09-08')],
    command: postpone('2016-06-01', { ...later, reason: 'Grève' }),
    other: { schedule: { from: '2016-09-05', to: '2016-09-08' }, reason: 'Salle', on: '2016-06-02' },
    overlap: 'a gathering may be put off more than once',
  },
  GatheringHeld: {
    before: [planned(), announced(ANNOUNCED)],
    fact: held('2016-07-07'),
    after: [attended('2016-07-09')],
    carries: true,
    command: hold('2016-07-07'),
    other: { on: '2016-07-08' },
    overlap: [{ command: hold('2016-07-08'), day: '2016-07-08' }],
  },
  AttendanceCounted: {
    before: [planned(), held('2016-07-07')],
    fact: attended('2016-07-07'),
    after: 'nothing becomes of a gathering whose attendance was counted',
    command: count('2016-07-07'),
    other: { participants: 121, organisationIds: [telecomValley], on: '2016-07-08' },
    overlap: [{ command: count('2016-07-09'), day: '2016-07-09' }],
  },
  GatheringCancelled: {
    before: [planned(), announced(ANNOUNCED)],
    fact: cancelled('2016-06-01'),
    after: 'nothing becomes of a gathering that was cancelled',
    command: cancel('2016-06-01'),
    other: { reason: 'Grève', on: '2016-06-02' },
    overlap: [{ command: cancel('2016-06-02'), day: '2016-06-02' }],
  },
  GatheringPassed: { before: [planned()], fact: passed(telecomValley, '2016-05-01'), after: [held('2016-07-07')] },
});
