import { accept, acceptRepeat, byType, chronicle, reject } from '#libs/kernel';
import type { Chronicled, CommandFor, Decision, DomainEventShape, Refusal, StatedFact } from '#libs/kernel';
import { passingEvents, type PassTo } from '../passing.ts';
import { evolveSeries, noSeries } from './series.facts.ts';
import type { Series, SeriesEvent, SeriesFact, SeriesFactOf } from './series.facts.ts';

type StartSeries = CommandFor<SeriesFactOf<'SeriesStarted'>, 'StartSeries'>;
type Unnumbered = CommandFor<SeriesFactOf<'EditionPlanned'>, 'PlanEdition', 'number'>;
/** Without a number it has the one after the highest so far. */
type PlanEdition = Unnumbered & { readonly number?: number | undefined };
/** What a merger does to a series. */
export type PassSeries = PassTo<'PassSeries'> & { readonly seriesId: string };
export type SeriesCommand =
  | StartSeries
  | PassSeries
  | PlanEdition
  | CommandFor<SeriesFactOf<'SeriesRenamed'>, 'RenameSeries'>
  | CommandFor<SeriesFactOf<'EditionGatheringPlaced'>, 'PlaceGatheringInEdition'>
  | CommandFor<SeriesFactOf<'EditionMoved'>, 'MoveEdition'>
  | CommandFor<SeriesFactOf<'EditionDropped'>, 'DropEdition'>
  | CommandFor<SeriesFactOf<'RecurrencePlanned'>, 'PlanRecurrence'>;

/** `found` is the id that is unknown, the name of the series that has this id, or the body that cannot organise it. */
export type SeriesRejection =
  | Refusal<'EVT_SERIES_NOT_FOUND' | 'EVT_SERIES_EXISTS' | 'EVT_EDITION_NOT_FOUND' | 'EVT_RECURRENCE_EXISTS', 'found'>
  | Refusal<'EVT_ORGANISER_DIFFERS', 'found' | 'required'>;

type Verdict = Decision<SeriesEvent, SeriesRejection>;
type Stated = readonly StatedFact<DomainEventShape>[];

/** Precedence of refusals: not found or known otherwise, an edition that is unknown, what the facts together cannot be, its organiser. */
export const series = chronicle({
  context: 'events',
  name: 'series',
  prefix: 'EVT',
  initial: noSeries,
  facts: {
    // It counts first: editions of before anybody recorded the series are recorded with their own days.
    SeriesStarted: {
      name: 'start',
      day: ({ since }) => since,
      opens: true,
      carries: (_start, facts: Stated) => facts.filter(({ event }) => event.type !== 'SeriesStarted'),
      changes: ['name', 'format', 'organiser', 'since'],
    },
    SeriesRenamed: { name: 'name', day: ({ since }) => since, changes: ['name', 'since'] },
    EditionPlanned: {
      name: 'edition',
      day: ({ on }) => on,
      carries: ({ editionId }, facts: Stated) =>
        facts.filter(
          ({ event }) => event.type !== 'EditionPlanned' && 'editionId' in event && event.editionId === editionId,
        ),
      changes: ['number', 'year', 'name', 'on'],
    },
    EditionGatheringPlaced: { name: 'place', day: ({ on }) => on, changes: ['on'] },
    EditionMoved: { name: 'move', day: ({ on }) => on, changes: ['year', 'reason', 'on'] },
    EditionDropped: { name: 'drop', day: ({ on }) => on, changes: ['reason', 'on'] },
    RecurrencePlanned: { name: 'recurrence', day: ({ on }) => on, changes: ['on'] },
    SeriesPassed: { day: ({ on }) => on, derived: () => true },
  },
  evolve: evolveSeries,
  // Clusters and networks act by their own operators; an antenna and an incubator by those of a cluster.
  judge: ({ start }): SeriesRejection | undefined => {
    const isOwn = start?.organiser.kind === 'cluster' || start?.organiser.kind === 'network';
    if (start === undefined || !isOwn || start.organiser.id === start.clusterId) return undefined;
    return { type: 'EVT_ORGANISER_DIFFERS', found: start.organiser.id, required: start.clusterId };
  },
  decide: (command: SeriesCommand, state: Series & Chronicled<SeriesFact>): Verdict => {
    if (command.type === 'StartSeries') return start(command, state);
    if (state.start === undefined) return reject({ type: 'EVT_SERIES_NOT_FOUND', found: command.seriesId });
    if (command.type === 'PassSeries') return pass(command, state.facts);
    return decideOnKnown(command, state);
  },
});

function pass({ seriesId, ...passing }: PassSeries, facts: readonly StatedFact<SeriesFact>[]): Verdict {
  const passed = passingEvents<SeriesEvent>(facts, passing, (each) => ({
    ...{ type: 'SeriesPassed', seriesId },
    ...each,
  }));
  return accept(...passed);
}

function start({ type: _type, ...said }: StartSeries, state: Series): Verdict {
  if (state.start === undefined) return accept<SeriesFact>({ type: 'SeriesStarted', ...said });
  return acceptRepeat(said, state.start, { type: 'EVT_SERIES_EXISTS', found: state.start.name });
}

const decideOnKnown = byType<Exclude<SeriesCommand, StartSeries | PassSeries>, Series, Verdict>({
  RenameSeries: (command) => accept<SeriesFact>({ ...command, type: 'SeriesRenamed' }),
  PlanEdition: (command, state) =>
    accept<SeriesFact>({ ...command, type: 'EditionPlanned', number: command.number ?? numberOf(command, state) }),
  PlaceGatheringInEdition: (command, state) => ofEdition(state, { ...command, type: 'EditionGatheringPlaced' }),
  MoveEdition: (command, state) => ofEdition(state, { ...command, type: 'EditionMoved' }),
  DropEdition: (command, state) => ofEdition(state, { ...command, type: 'EditionDropped' }),
  PlanRecurrence: ({ type: _type, ...said }, { recurrences }) => {
    const known = recurrences.find(({ recurrenceId }) => recurrenceId === said.recurrenceId);
    if (known === undefined) return accept<SeriesFact>({ type: 'RecurrencePlanned', ...said });
    const { seriesId: _id, ...stated } = said;
    return acceptRepeat(stated, known, { type: 'EVT_RECURRENCE_EXISTS', found: known.title });
  },
});

/** Sent again, an edition has the number that it was given. */
function numberOf({ editionId }: PlanEdition, { editions }: Series): number {
  const known = editions.find((each) => each.editionId === editionId);
  return known?.number ?? Math.max(0, ...editions.map(({ number }) => number)) + 1;
}

function ofEdition({ editions }: Series, fact: Extract<SeriesFact, { readonly editionId: string }>): Verdict {
  if (editions.some(({ editionId }) => editionId === fact.editionId)) return accept<SeriesFact>(fact);
  return reject({ type: 'EVT_EDITION_NOT_FOUND', found: fact.editionId });
}
