import type { GrappeEvents, Immutable } from '#libs/contracts';
import { AS_RECORDED, projection, upserts } from '#libs/projections';

type Decision = Immutable<GrappeEvents['events.SeatsDecided']>;

/** How the seats of a gathering are given, as it was decided. */
export interface RegistrationsDocument {
  readonly gatheringId: string;
  /** In the order in which they were recorded. */
  readonly decisions: readonly Decision[];
  /** How many registrations have come. */
  readonly turns: number;
}

/** What follows from an event that is about a registration: how far the gathering has been followed. */
const counts = <Data extends { readonly gatheringId: string }>(more: 0 | 1) =>
  upserts<Data, RegistrationsDocument>((known, { data: { gatheringId } }) => ({
    gatheringId,
    decisions: known?.decisions ?? [],
    turns: (known?.turns ?? 0) + more,
  }));

/** The decisions on seats of each gathering; the key is its id. Its registrations are the registrants. */
export const registrationLists = projection<GrappeEvents, RegistrationsDocument>({
  name: 'events.registrations',
  version: 3,
  order: AS_RECORDED,
  subject: 'events.registrations',
  columns: {},
  indexes: [],
  key: 'gatheringId',
  on: {
    'events.SeatsDecided': upserts((known, { data }) => ({
      gatheringId: data.gatheringId,
      decisions: [...(known?.decisions ?? []), data],
      turns: known?.turns ?? 0,
    })),
    'events.RegistrationReceived': counts(1),
    'events.RegistrationPromoted': counts(0),
    'events.SeatsOffered': counts(0),
    'events.RegistrationReinstated': counts(0),
    'events.RegistrationChanged': counts(0),
    'events.PartyNamed': counts(0),
    'events.RegistrationsPassed': counts(0),
    'events.RegistrationEnded': counts(0),
    'events.AttendanceRecorded': counts(0),
  },
});
