import type { DomainEvent, incubatorEvents } from '#libs/contracts';
import { calendarDate, type CalendarDate } from '#libs/kernel';

export type IncubatorEvent = DomainEvent<typeof incubatorEvents>;

/** A name that holds from a day on, until the next one. */
export interface DatedName {
  readonly name: string;
  readonly since: CalendarDate;
}

interface Opened {
  readonly name: string;
  readonly site: string;
  readonly since: CalendarDate;
}

export type Incubator =
  | { readonly status: 'absent' }
  | { readonly status: 'open'; readonly opened: Opened; readonly names: readonly DatedName[] }
  | {
      readonly status: 'dissolved';
      readonly opened: Opened;
      readonly names: readonly DatedName[];
      readonly on: CalendarDate;
    };

export function evolve(state: Incubator, event: IncubatorEvent): Incubator {
  if (event.type === 'IncubatorOpened') {
    const since = calendarDate(event.since);
    return {
      status: 'open',
      opened: { name: event.name, site: event.site, since },
      names: [{ name: event.name, since }],
    };
  }
  if (state.status === 'absent') return state;
  if (event.type === 'IncubatorDissolved') return { ...state, status: 'dissolved', on: calendarDate(event.on) };
  return { ...state, names: withName(state.names, { name: event.name, since: calendarDate(event.since) }) };
}

/** Names in the order of their days; of two for one day the one recorded last holds. */
function withName(names: readonly DatedName[], added: DatedName): readonly DatedName[] {
  return [...names.filter(({ since }) => since !== added.since), added].sort((a, b) => (a.since < b.since ? -1 : 1));
}

/** The name that holds on a day; undefined before the incubator was opened. */
export function nameOn(names: readonly DatedName[], day: CalendarDate): string | undefined {
  return names.findLast(({ since }) => since <= day)?.name;
}
