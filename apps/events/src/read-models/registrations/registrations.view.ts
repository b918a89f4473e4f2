import { z } from 'zod';
import {
  audienceSchema,
  dateSchema,
  personSchema,
  quantitySchema,
  registrationEvents,
  uuidSchema,
  type Immutable,
} from '#libs/contracts';
import { inForceOn } from '#libs/kernel';
import {
  isOffered,
  isSeated,
  waits,
  type Placed,
  type Seating,
} from '../../domain/registrations/registrations.state.ts';
import { freeFor, takenIn } from '../../domain/registrations/seats.ts';
import { placedOn, type RegistrantDocument } from '../registrants/registrants.projection.ts';
import type { RegistrationsDocument } from './registrations.projection.ts';

const { SeatsDecided: Decided, RegistrationReceived, RegistrationEnded, AttendanceRecorded } = registrationEvents;
const { until } = registrationEvents.SeatsOffered.schema.shape;
const { role, seats, audience, reciprocity, turn } = RegistrationReceived.schema.shape;

export const REGISTRATION_STATES = ['seated', 'offered', 'waiting', 'over'] as const;
export const registrationState = z.enum(REGISTRATION_STATES);

export const registrantView = z
  .strictObject({
    ...{ registrationId: uuidSchema, gatheringId: uuidSchema, clusterId: uuidSchema, turn },
    ...{ person: personSchema, organisationId: uuidSchema.optional() },
    state: registrationState.describe('On the day.'),
    ...{ role, seats, audience, reciprocity },
    registeredOn: dateSchema,
    seatedOn: dateSchema.optional(),
    offeredUntil: until
      .optional()
      .describe('While seats are offered to it: the first moment at which they no longer are.'),
    ended: RegistrationEnded.schema.pick({ cause: true, reason: true, on: true }).optional(),
    persons: z.array(personSchema).describe('Who comes beside the person that registered, as far as it was said.'),
    present: AttendanceRecorded.schema.shape.present
      .optional()
      .describe('How many of them came; null where it is not known, absent where nobody has recorded it.'),
  })
  .meta({ id: 'Registrant', description: 'A registration for a gathering as it is on a day.' });

export const registrationsView = z
  .strictObject({
    gatheringId: uuidSchema,
    validAt: dateSchema,
    decision: Decided.schema
      .omit({ gatheringId: true, clusterId: true })
      .nullable()
      .describe('How seats are given, in force on the day; null before it was decided.'),
    seated: quantitySchema.describe('Seats that are taken and count.'),
    offered: quantitySchema.describe('Seats that count and are held for whoever they are offered to.'),
    waiting: quantitySchema.describe('Registrations on the list.'),
    free: quantitySchema.nullable().describe('Seats of the whole that are left; null without a limit, never negative.'),
    over: quantitySchema.describe('How many more are taken, or held, than there may be of the whole.'),
    byAudience: z
      .array(z.strictObject({ audience: audienceSchema, seated: quantitySchema, free: quantitySchema.nullable() }))
      .describe('For each audience; free is the smallest of what is left of the limits that count for it.'),
    present: quantitySchema.describe('How many came, as far as it was recorded.'),
    unknown: quantitySchema.describe('Seated registrations of which nobody knows whether they came.'),
    offers: z
      .array(z.strictObject({ registrationId: uuidSchema, seats, until }))
      .describe('To whom seats are offered, in the order of their turns.'),
    list: z
      .array(z.strictObject({ registrationId: uuidSchema, position: z.int().min(1), seats }))
      .describe('Who waits, in order.'),
  })
  .meta({ id: 'Registrations', description: 'The seats of a gathering and who waits for one, on a day.' });

/** A registration as it is on a day; undefined before it came. */
export function viewOfRegistrant(
  registrant: RegistrantDocument,
  day: string,
): Immutable<z.infer<typeof registrantView>> | undefined {
  const known = registrationOn(registrant, day);
  if (known === undefined) return undefined;
  const { gatheringId, registrationId, clusterId, turn: number, person, organisationId, attendance } = registrant;
  const { claim, seatedOn, offer, ended } = known;
  return {
    ...{ registrationId, gatheringId, clusterId, turn: number, person },
    ...(organisationId === undefined ? {} : { organisationId }),
    state: stateOf(known),
    ...claim,
    registeredOn: registrant.on,
    ...(seatedOn === undefined ? {} : { seatedOn }),
    ...(offer === undefined || !isOffered(known) ? {} : { offeredUntil: offer.until }),
    ...(ended === undefined ? {} : { ended }),
    persons: registrant.persons,
    ...(attendance === undefined || attendance.on > day ? {} : { present: attendance.present }),
  };
}

function stateOf(placed: Placed): (typeof REGISTRATION_STATES)[number] {
  if (placed.ended !== undefined) return 'over';
  if (isSeated(placed)) return 'seated';
  return isOffered(placed) ? 'offered' : 'waiting';
}

/** What it takes on a day, with what had come of it by its end; undefined before it came. */
function registrationOn(registrant: RegistrantDocument, day: string) {
  const current = registrant.claims.findLast(({ since }) => since <= day);
  if (registrant.on > day || current === undefined) return undefined;
  const { since: _since, ...claim } = current;
  return { claim, ...placedOn(registrant, day) };
}

/** The seats of a gathering on a day. */
export function viewOfRegistrations(
  { gatheringId, decisions }: RegistrationsDocument,
  registrants: readonly RegistrantDocument[],
  day: string,
): Immutable<z.infer<typeof registrationsView>> {
  const inOrder = registrants.toSorted((a, b) => a.turn - b.turn);
  const entries = inOrder.flatMap((each) => {
    const placed = registrationOn(each, day);
    const attendance = each.attendance !== undefined && each.attendance.on <= day ? each.attendance : undefined;
    return placed === undefined
      ? []
      : [{ ...placed, registrationId: each.registrationId, present: attendance?.present }];
  });
  const decided = inForceOn(decisions, day);
  const seated = entries.filter(isSeated);
  const list = entries.filter(waits).map(({ registrationId, claim }, index) => ({
    ...{ registrationId, position: index + 1, seats: claim.seats },
  }));
  const offers = entries.flatMap((each) =>
    each.offer === undefined || !isOffered(each)
      ? []
      : [{ registrationId: each.registrationId, seats: each.claim.seats, until: each.offer.until }],
  );
  return {
    ...{ gatheringId, validAt: day, decision: decided === undefined ? null : decisionOf(decided) },
    ...{ waiting: list.length, ...seatsIn({ decided, entries }) },
    present: seated.reduce((sum, { present }) => sum + (present ?? 0), 0),
    unknown: seated.filter(({ present }) => present === undefined || present === null).length,
    ...{ offers, list },
  };
}

function decisionOf(decided: RegistrationsDocument['decisions'][number]) {
  const { gatheringId: _gatheringId, clusterId: _clusterId, ...decision } = decided;
  return decision;
}

function seatsIn(state: Seating<Placed>) {
  const { decided } = state;
  if (decided === undefined) return { seated: 0, offered: 0, free: 0, over: 0, byAudience: [] };
  const taken = takenIn(state);
  const held = takenIn(state, isOffered);
  const isCounted = ({ claim }: Placed): boolean => decided.counted.includes(claim.role);
  return {
    ...{ seated: taken, offered: held },
    free: decided.seats === null ? null : Math.max(0, decided.seats - taken - held),
    over: decided.seats === null ? 0 : Math.max(0, taken + held - decided.seats),
    byAudience: audienceSchema.options.map((each) => ({
      audience: each,
      seated: takenIn({
        decided,
        entries: state.entries.filter((entry) => isCounted(entry) && entry.claim.audience === each),
      }),
      free: freeFor({ role: decided.counted[0] ?? 'participant', seats: 1, audience: each }, state),
    })),
  };
}
