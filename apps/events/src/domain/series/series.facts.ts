import type { DomainEvent, seriesEvents } from '#libs/contracts';
import { byType, cannotFollow, withFact } from '#libs/kernel';
import type { DatedName, EventOf, FactOf, FactsOf } from '#libs/kernel';
import { withPassing, type Passing } from '../passing.ts';

export type SeriesEvent = DomainEvent<typeof seriesEvents>;
export type SeriesFact = FactOf<SeriesEvent>;
export type SeriesFactOf<Type extends SeriesFact['type']> = EventOf<SeriesFact, Type>;
type Started = SeriesFactOf<'SeriesStarted'>;
type Data<Type extends SeriesFact['type']> = Omit<SeriesFactOf<Type>, 'type' | 'seriesId'>;

/** An edition as it was planned, with what became of it in the order of days. */
export interface Edition extends Data<'EditionPlanned'> {
  readonly gatherings: readonly Pick<SeriesFactOf<'EditionGatheringPlaced'>, 'gatheringId' | 'on'>[];
  readonly moves: readonly Pick<SeriesFactOf<'EditionMoved'>, 'year' | 'reason' | 'on'>[];
  readonly dropped?: Pick<SeriesFactOf<'EditionDropped'>, 'reason' | 'on'> | undefined;
}

export type Recurrence = Data<'RecurrencePlanned'>;

/** A series by its facts in the order of their days. */
export interface Series {
  /** Absent before it was started. */
  readonly start?: FactsOf<SeriesEvent, 'SeriesStarted'> | undefined;
  readonly names: readonly DatedName[];
  readonly editions: readonly Edition[];
  readonly recurrences: readonly Recurrence[];
  /** By which mergers it went from whom to whom; absent where by none. */
  readonly passings?: readonly Passing[] | undefined;
}

export const noSeries: Series = { names: [], editions: [], recurrences: [] };

/** What a fact makes of a series, for facts in the order of their days. @throws FactCannotFollow */
export function evolveSeries(state: Series, fact: SeriesFact): Series {
  if (fact.type === 'SeriesStarted') {
    if (state.start !== undefined) cannotFollow(fact, `there is the series from ${state.start.since} on`);
    const { type: _type, ...start } = fact;
    return { ...state, start, names: [{ name: start.name, since: start.since }] };
  }
  if (state.start === undefined) cannotFollow(fact, 'there is no series before that day');
  return evolveKnown(fact, state);
}

const evolveKnown = byType<Exclude<SeriesFact, Started>, Series, Series>({
  SeriesRenamed: ({ name, since }, state) => ({ ...state, names: withFact(state.names, { name, since }) }),
  EditionPlanned: (fact, state) => {
    const { type: _type, seriesId: _id, ...plan } = fact;
    const same = state.editions.find(({ number, editionId }) => number === fact.number || editionId === fact.editionId);
    if (same !== undefined) cannotFollow(fact, `edition ${String(same.number)} is planned from ${same.on} on`);
    return { ...state, editions: [...state.editions, { ...plan, gatherings: [], moves: [] }] };
  },
  EditionGatheringPlaced: (fact, state) => {
    const { gatheringId, on } = fact;
    const its = state.editions.find(({ gatherings }) => gatherings.some((each) => each.gatheringId === gatheringId));
    if (its !== undefined) cannotFollow(fact, `the gathering belongs to edition ${String(its.number)}`);
    return changed(state, fact, (edition) => ({
      ...edition,
      gatherings: [...edition.gatherings, { gatheringId, on }],
    }));
  },
  EditionMoved: (fact, state) => {
    const { year, reason, on } = fact;
    return changed(state, fact, (edition) => ({ ...edition, moves: [...edition.moves, { year, reason, on }] }));
  },
  EditionDropped: (fact, state) => {
    const { reason, on } = fact;
    return changed(state, fact, (edition) => ({ ...edition, dropped: { reason, on } }));
  },
  SeriesPassed: (fact, state) => ({ ...state, passings: withPassing(state.passings, fact) }),
  RecurrencePlanned: ({ type: _type, seriesId: _id, ...recurrence }, state) => ({
    ...state,
    recurrences: [...state.recurrences, recurrence],
  }),
});

type OfEdition = Extract<SeriesFact, { readonly editionId: string }>;

/** The series with one edition changed; the others stay as they are. */
function changed(state: Series, fact: OfEdition, change: (edition: Edition) => Edition): Series {
  const index = state.editions.findIndex(({ editionId }) => editionId === fact.editionId);
  const edition = state.editions[index];
  if (edition === undefined) cannotFollow(fact, 'the edition is not planned before that day');
  if (edition.dropped !== undefined) cannotFollow(fact, `the edition was dropped on ${edition.dropped.on}`);
  return { ...state, editions: state.editions.with(index, change(edition)) };
}
