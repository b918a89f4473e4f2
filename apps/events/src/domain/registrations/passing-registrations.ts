import type { Passing } from '../passing.ts';
import type { RegistrationEvent, Registrations } from './registrations.state.ts';

/** How many registrations one event names at most: an event is a bounded number of bytes. */
const REGISTRATIONS_PASSED_MAX = 500;

/** For which cluster all of them are from now on, by a merger. */
export interface PassRegistrations {
  readonly type: 'PassRegistrations';
  readonly gatheringId: string;
  readonly passing: Passing;
  readonly on: string;
}

/** Seats, order and list stay as they are. */
export function passAll(
  { gatheringId, passing }: PassRegistrations,
  { entries, passedTo }: Registrations,
): readonly RegistrationEvent[] {
  const ids = passedTo === passing.to ? [] : entries.map(({ received }) => received.registrationId);
  const batches = Array.from({ length: Math.ceil(ids.length / REGISTRATIONS_PASSED_MAX) }, (_, index) =>
    ids.slice(index * REGISTRATIONS_PASSED_MAX, (index + 1) * REGISTRATIONS_PASSED_MAX),
  );
  return batches.map((registrationIds) => ({ type: 'RegistrationsPassed', gatheringId, registrationIds, ...passing }));
}
