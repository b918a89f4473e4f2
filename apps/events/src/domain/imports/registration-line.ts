import { folded } from '#libs/kernel';
import { differs, type LineDiffers } from './line.ts';
import {
  registrationOf,
  type Received,
  type Registration,
  type Registrations,
} from '../registrations/registrations.state.ts';

/** What a line of a file says of a registration. */
export interface RegistrationLine extends Pick<Received, 'organisationId' | 'role' | 'seats' | 'on'> {
  readonly registrationId?: string | undefined;
  /** The name of the person, and its id where the file has one. */
  readonly person: string;
  readonly personId?: string | undefined;
  /** How many came; undefined where nobody says it. */
  readonly present?: number | undefined;
  readonly cancelledOn?: string | undefined;
}

/**
 * The registration that a line says: the one of its id; else one of the same person for the same organisation, of its day, or one that lasts. Persons are known by
 * their names here: an id that followed from a name would say the name to whoever tries it, also once it was erased.
 */
export function registrationIn(line: RegistrationLine, state: Registrations): Registration | undefined {
  const named = line.registrationId === undefined ? undefined : registrationOf(state, line.registrationId);
  const own = state.entries.filter(({ received }) => isOf(line, received));
  return (
    named ?? own.find(({ received }) => received.on === line.on) ?? own.findLast(({ ended }) => ended === undefined)
  );
}

/** Whether somebody is the person of a line. */
export function isOf(
  { person: name, personId, organisationId }: Pick<RegistrationLine, 'person' | 'personId' | 'organisationId'>,
  received: Pick<Received, 'person' | 'organisationId'>,
): boolean {
  const { person } = received;
  if (received.organisationId !== organisationId) return false;
  return personId === undefined ? folded(person.name) === folded(name) : person.personId === personId;
}

/** What is recorded otherwise of a registration than a line says; undefined where the line adds something, or nothing. */
export function differenceOfRegistration(line: RegistrationLine, known: Registration): LineDiffers | undefined {
  const { received, claim, attendance, ended } = known;
  if (received.organisationId !== line.organisationId)
    return differs(`the organisation ${line.organisationId ?? 'none'}`, received.organisationId ?? 'none');
  if (received.on !== line.on)
    return differs(`registered on ${line.on}`, `${received.on}: void the registration if that day is wrong`);
  if (![received.role, claim.role].includes(line.role))
    return differs(`the role ${line.role}`, `${claim.role}: change the registration if it is another one`);
  if (![received.seats, claim.seats].includes(line.seats))
    return differs(
      `${String(line.seats)} seats`,
      `${String(claim.seats)}: change the registration if it is for others`,
    );
  const { present } = attendance ?? {};
  if (line.present !== undefined && typeof present === 'number' && present !== line.present)
    return differs(
      `${String(line.present)} present`,
      `${String(present)}: record the attendance again if it is otherwise`,
    );
  if (
    line.cancelledOn !== undefined &&
    ended !== undefined &&
    (ended.cause !== 'cancelled' || ended.on !== line.cancelledOn)
  )
    return differs(`cancelled on ${line.cancelledOn}`, `${ended.cause} on ${ended.on}`);
  return undefined;
}

/** What of a line is not recorded yet of a registration that is there. */
export function missingOfRegistration(
  { present, cancelledOn }: Pick<RegistrationLine, 'present' | 'cancelledOn'>,
  { attendance, ended }: Registration,
): { readonly isCancelled: boolean; readonly isPresent: boolean } {
  return {
    isCancelled: cancelledOn !== undefined && ended === undefined,
    isPresent: present !== undefined && typeof attendance?.present !== 'number',
  };
}
