import type { DomainEvent, incubatorEvents } from '#libs/contracts';
import { calendarDate, cannotFollow, withFact, type CalendarDate, type DatedName } from '#libs/kernel';

export type IncubatorEvent = DomainEvent<typeof incubatorEvents>;

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
    if (state.status !== 'absent') cannotFollow(event, `the incubator is ${state.status}`);
    const since = calendarDate(event.since);
    return {
      status: 'open',
      opened: { name: event.name, site: event.site, since },
      names: [{ name: event.name, since }],
    };
  }
  if (state.status === 'absent') cannotFollow(event, 'there is no incubator');
  if (event.type === 'IncubatorDissolved') {
    if (state.status === 'dissolved') cannotFollow(event, 'the incubator is dissolved');
    return { ...state, status: 'dissolved', on: calendarDate(event.on) };
  }
  return { ...state, names: withFact(state.names, { name: event.name, since: calendarDate(event.since) }) };
}
