import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { countedUuid, factsInAnyOrder, specification } from '#libs/kernel/testing';
import {
  clusterOfSeries,
  drop,
  dropped,
  editionPlanned,
  evening,
  move,
  moved,
  otherEvening,
  place,
  placed,
  planEdition,
  recur,
  recurs,
  rename,
  renamed,
  seriesId,
  seventh,
  sixth,
  start,
  started,
} from '../../../test/series-words.ts';
import { spanOf } from '../gathering/schedule.ts';
import { datesOf } from './dates.ts';
import { editionsOn, nameOfSeries } from './series-day.ts';
import type { SeriesFact } from './series.facts.ts';
import { series, type SeriesCommand } from './series.ts';

const { given } = specification(series);
const BEGUN = started('2010-01-01');
const PLANNED = editionPlanned('2016-01-15');
const passing = {
  from: clusterOfSeries,
  to: countedUuid(8, 0xe6),
  operationId: countedUuid(7, 0xe6),
  on: '2016-06-01',
};
const passed: SeriesFact = { type: 'SeriesPassed', seriesId, ...passing };
const nobody = countedUuid(9, 0xe6);

describe('a series', () => {
  it.each<[string, readonly SeriesFact[], SeriesCommand, readonly SeriesFact[]]>([
    ['is started', [], start('2010-01-01'), [BEGUN]],
    ['started twice is one', [BEGUN], start('2010-01-01'), []],
    ['is renamed', [BEGUN], rename('Sophia Conf', '2014-01-01'), [renamed('Sophia Conf', '2014-01-01')]],
    ['has an edition with its number', [BEGUN], planEdition('2016-01-15'), [PLANNED]],
    [
      'numbers an edition after the highest one so far',
      [BEGUN, PLANNED],
      planEdition('2017-01-15', { editionId: seventh, number: undefined, year: 2017 }),
      [editionPlanned('2017-01-15', { editionId: seventh, number: 7, year: 2017 })],
    ],
    [
      'numbers it after one that was dropped, which keeps its number',
      [BEGUN, PLANNED, dropped('2016-05-01')],
      planEdition('2017-01-15', { editionId: seventh, number: undefined, year: 2017 }),
      [editionPlanned('2017-01-15', { editionId: seventh, number: 7, year: 2017 })],
    ],
    [
      'numbers an edition once, if it is sent again',
      [BEGUN, PLANNED],
      planEdition('2016-01-15', { number: undefined }),
      [],
    ],
    [
      'has an edition of before, recorded late',
      [BEGUN, PLANNED],
      planEdition('2011-01-15', { editionId: seventh, number: 1, year: 2011 }),
      [editionPlanned('2011-01-15', { editionId: seventh, number: 1, year: 2011 })],
    ],
    ['has gatherings in an edition', [BEGUN, PLANNED], place('2016-02-01'), [placed('2016-02-01')]],
    ['has an edition that moves', [BEGUN, PLANNED], move('2016-05-01'), [moved('2016-05-01')]],
    ['has an edition that falls out', [BEGUN, PLANNED], drop('2016-05-01'), [dropped('2016-05-01')]],
    ['has recurring dates', [BEGUN], recur('2016-01-15'), [recurs('2016-01-15')]],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly SeriesFact[], SeriesCommand, object]>([
    ['that nobody started', [], planEdition('2016-01-15'), { type: 'EVT_SERIES_NOT_FOUND', found: seriesId }],
    ['under the id of another', [BEGUN], start('2010-01-01', { name: 'Autre' }), { type: 'EVT_SERIES_EXISTS' }],
    [
      'of a cluster for which another one acts',
      [],
      start('2010-01-01', { organiser: { kind: 'cluster', id: nobody } }),
      { type: 'EVT_ORGANISER_DIFFERS', found: nobody, required: clusterOfSeries },
    ],
    [
      'with an edition that nobody planned',
      [BEGUN],
      move('2016-05-01'),
      { type: 'EVT_EDITION_NOT_FOUND', found: sixth },
    ],
    [
      'with two editions of one number',
      [BEGUN, PLANNED],
      planEdition('2017-01-15', { editionId: seventh, year: 2017 }),
      { type: 'EVT_FACT_CONTRADICTED', required: 'edition 6 is planned from 2016-01-15 on' },
    ],
    [
      'with a gathering in two editions',
      [BEGUN, PLANNED, editionPlanned('2017-01-15', { editionId: seventh, number: 7 }), placed('2016-02-01')],
      place('2017-02-01', { editionId: seventh }),
      { type: 'EVT_FACT_CONTRADICTED', required: 'the gathering belongs to edition 6' },
    ],
    [
      'with an edition that moves once it was dropped',
      [BEGUN, PLANNED, dropped('2016-05-01')],
      move('2016-06-01'),
      { type: 'EVT_FACT_CONTRADICTED', required: 'the edition was dropped on 2016-05-01' },
    ],
    [
      'with other dates under the same id',
      [BEGUN, recurs('2016-01-15')],
      recur('2016-01-15', { everyWeeks: 2 }),
      { type: 'EVT_RECURRENCE_EXISTS', found: 'Déjeuner' },
    ],
  ])('is refused %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it('with an edition and never started is an altered history', () => {
    expect(() => {
      requireSettled(fold(series, [PLANNED]));
    }).toThrow('cannot follow');
  });
});

describe('a series on a day', () => {
  const facts = [
    ...[BEGUN, renamed('Sophia Conf', '2014-01-01'), PLANNED, placed('2016-02-01')],
    ...[editionPlanned('2016-02-02', { editionId: seventh, number: 7, name: 'Hiver' })],
  ];
  const on = (day: string, ...more: readonly SeriesFact[]) =>
    editionsOn(fold(series, [...facts, ...more]), day).map(({ number, year, inYear, state, gatheringIds }) => [
      ...[number, year, inYear, state, gatheringIds.length],
    ]);

  it.each<[string, string, readonly SeriesFact[], readonly unknown[]]>([
    ['has the editions that were planned by then', '2016-01-31', [], [[6, 2016, 1, 'planned', 0]]],
    [
      'numbers them in the series and in their year',
      '2016-02-02',
      [],
      [
        [6, 2016, 1, 'planned', 1],
        [7, 2016, 2, 'planned', 0],
      ],
    ],
    [
      'leaves the others as they were when one falls out',
      '2016-05-01',
      [dropped('2016-05-01')],
      [
        [6, 2016, 1, 'dropped', 1],
        [7, 2016, 2, 'planned', 0],
      ],
    ],
    [
      'has an edition in its other year from the day on which it was put off',
      '2016-05-01',
      [moved('2016-05-01')],
      [
        [6, 2017, 1, 'planned', 1],
        [7, 2016, 1, 'planned', 0],
      ],
    ],
    [
      'has it where it was on the day before',
      '2016-04-30',
      [moved('2016-05-01')],
      [
        [6, 2016, 1, 'planned', 1],
        [7, 2016, 2, 'planned', 0],
      ],
    ],
  ])('%s', (_what, day, more, expected) => {
    expect(on(day, ...more)).toEqual(expected);
  });

  it('has the name of that day', () => {
    const known = fold(series, facts);
    expect(['2009-01-01', '2013-12-31', '2014-01-01'].map((day) => nameOfSeries(known, day))).toEqual([
      ...['SophiaConf', 'SophiaConf', 'Sophia Conf'],
    ]);
  });
});

describe('recurring dates', () => {
  it('keep the hour over the change of clocks', () => {
    const dates = datesOf({ from: '2016-03-24T18:00', to: '2016-03-24T20:00' }, 1, 2);
    expect(dates.map((date) => spanOf(date, 'Europe/Paris').startsAt)).toEqual([
      ...['2016-03-24T17:00:00.000Z', '2016-03-31T16:00:00.000Z'],
    ]);
  });

  it('of whole days are days', () => {
    expect(datesOf({ from: '2016-12-30', to: '2016-12-31' }, 2, 2)[1]).toEqual({
      from: '2017-01-13',
      to: '2017-01-14',
    });
  });
});

factsInAnyOrder(series, {
  SeriesStarted: {
    fact: BEGUN,
    after: [PLANNED],
    carries: true,
    command: start('2010-01-01'),
    other: {
      ...{ name: 'Conférences', format: 'symposium', organiser: { kind: 'antenna', id: nobody }, since: '2010-02-01' },
    },
    overlap: 'a series is started once',
  },
  SeriesRenamed: {
    before: [BEGUN],
    fact: renamed('Sophia Conf', '2014-01-01'),
    after: [PLANNED],
    command: rename('Sophia Conf', '2014-01-01'),
    other: { name: 'Conf', since: '2014-02-01' },
    overlap: 'a later name takes the place of an earlier one',
  },
  EditionPlanned: {
    before: [BEGUN],
    fact: editionPlanned('2016-01-15', { name: 'Été' }),
    after: [placed('2016-02-01'), dropped('2016-05-01')],
    carries: true,
    command: planEdition('2016-01-15', { name: 'Été' }),
    other: { number: 5, year: 2015, name: 'Hiver', on: '2016-01-16' },
    overlap: [{ command: planEdition('2016-03-01', { editionId: seventh }), day: '2016-03-01' }],
  },
  EditionGatheringPlaced: {
    before: [BEGUN, PLANNED],
    fact: placed('2016-02-01'),
    after: [moved('2016-05-01')],
    command: place('2016-02-01'),
    other: { on: '2016-02-02' },
    overlap: [{ command: place('2016-02-03'), day: '2016-02-03' }],
  },
  EditionMoved: {
    before: [BEGUN, PLANNED],
    fact: moved('2016-05-01'),
    after: [placed('2016-06-01', { gatheringId: otherEvening })],
    command: move('2016-05-01'),
    other: { year: 2018, reason: 'Grève', on: '2016-05-02' },
    overlap: 'an edition may be put off more than once',
  },
  EditionDropped: {
    before: [BEGUN, PLANNED, placed('2016-02-01', { gatheringId: evening })],
    fact: dropped('2016-05-01'),
    after: 'nothing becomes of an edition that was dropped',
    command: drop('2016-05-01'),
    other: { reason: 'Grève', on: '2016-05-02' },
    overlap: [{ command: drop('2016-05-03'), day: '2016-05-03' }],
  },
  RecurrencePlanned: {
    before: [BEGUN],
    fact: recurs('2016-01-15'),
    after: [editionPlanned('2016-02-01')],
    command: recur('2016-01-15'),
    other: { on: '2016-01-16' },
    overlap: 'each has an id of its own',
  },
  SeriesPassed: { before: [BEGUN], fact: passed, after: [editionPlanned('2017-01-15')] },
});
