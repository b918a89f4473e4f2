import { calendarDate, cannotFollow, type CalendarDate } from '#libs/kernel';
import type { DomainEvent, specimenEvents } from '../../../../../libs/contracts/index.ts';

export type SpecimenEvent = DomainEvent<typeof specimenEvents>;

export type Specimen =
  | { readonly status: 'absent' }
  | { readonly status: 'registered'; readonly name: string; readonly since: CalendarDate };

export function evolve(state: Specimen, event: SpecimenEvent): Specimen {
  switch (event.type) {
    case 'SpecimenRegistered':
      if (state.status !== 'absent') cannotFollow(event, 'it is registered');
      return { status: 'registered', name: event.name, since: calendarDate(event.since) };
    case 'SpecimenRenamed':
      if (state.status === 'absent') cannotFollow(event, 'nothing is registered');
      return { ...state, name: event.name };
  }
}
