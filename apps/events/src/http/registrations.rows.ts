import { commandOf, commandTable, onItsDay, type CommandRequest, type Transaction } from '#libs/commands';
import { registrationEvents, registrationShape, remarkSchema, seatsShape, uuidSchema } from '#libs/contracts';
import type { Rejection } from '#libs/kernel';
import type { KnownGathering } from '../domain/gathering/gathering.facts.ts';
import { gathering } from '../domain/gathering/gathering.ts';
import { registrationOf, type Registration } from '../domain/registrations/registrations.state.ts';
import { registrations } from '../domain/registrations/registrations.ts';
import { around, type Asked } from './around-seats.ts';
import { belongingsOn, dayOfRights } from './belonging.ts';
import { clusterOfGathering } from './gatherings.absent.ts';
import { absentCluster, absentOrganisation } from './register.ts';
import { eventsRefusals } from './refusals.table.ts';
import { importRegistration, OF_REGISTERING, reportOf, whatCame } from './registration-line.command.ts';

const { RegistrationPromoted, PartyNamed, AttendanceRecorded } = registrationEvents;
const { SeatsOffered, RegistrationReinstated } = registrationEvents;
const registrationId = uuidSchema.describe('The registration.');
const exception = remarkSchema.optional().describe('Why it is decided beyond the limits, or after the time.');

/** Who has seats by it, or up to when they are offered to somebody. */
const whatFollows = {
  RegistrationPromoted: RegistrationPromoted.schema.pick({ registrationId: true }),
  SeatsOffered: SeatsOffered.schema.pick({ until: true }),
};

const THERE = ['EVT_GATHERING_NOT_FOUND', 'EVT_REGISTRATION_NOT_FOUND', 'EVT_REGISTRATION_OVER'] as const;

/** Nobody registers for what is not planned. */
async function notPlanned({ id }: Pick<Asked, 'id'>, tx: Transaction): Promise<Rejection | undefined> {
  const { known } = await tx.read(gathering, id);
  return known === undefined ? { type: 'EVT_GATHERING_NOT_FOUND', ...{ found: id } } : undefined;
}

/** By which right somebody comes for an organisation, or for none, on the day on which it has to have one. */
async function belongingOf(request: Asked, known: KnownGathering, organisationId: string | undefined) {
  const ids = organisationId === undefined ? [] : [organisationId];
  const belonging = await belongingsOn(request.copies, ids, dayOfRights(known, request.effectiveAt));
  return belonging(organisationId);
}

function isOfPerson({ received }: Registration, { personId }: { readonly personId: string }): boolean {
  return received.person.personId === personId;
}

/** What every command about one registration has: who may send it, that there is a gathering, and that it happened by its day. */
const ofRegistration = { scope: clusterOfGathering, unless: notPlanned, happened: onItsDay };

/** What is asked for, on its day, with what is around it. */
async function asAsked<Body extends object>(request: CommandRequest<Body>, tx: Transaction) {
  return { ...request.body, ...(await around(request, tx)), on: request.effectiveAt };
}

/** Seats at gatherings: the resource has the id of the gathering. */
export const registrationCommands = commandTable('events.registrations', eventsRefusals, [
  commandOf(registrations, 'DecideSeats', {
    verb: 'decide-seats',
    summary:
      'Decide how the seats of a gathering are given: their limits, who waits, whose seats count, when one may register. More seats let in those who wait, fewer put nobody out.',
    body: {
      ...seatsShape,
      audiences: seatsShape.audiences.default([]),
      clusters: seatsShape.clusters.default([]),
      waiting: seatsShape.waiting.default('strict'),
      counted: seatsShape.counted.default(['participant']),
      party: seatsShape.party.default(1),
    },
    scope: clusterOfGathering,
    unless: async (request, tx) => {
      const missing = await notPlanned(request, tx);
      if (missing !== undefined) return missing;
      for (const { clusterId } of request.body.clusters) {
        const absence = await absentCluster(request.copies, clusterId);
        if (absence !== undefined) return absence;
      }
      return undefined;
    },
    happened: onItsDay,
    reports: whatFollows,
    refusals: [
      'EVT_GATHERING_NOT_FOUND',
      'EVT_CLUSTER_ABSENT',
      'EVT_LIMIT_TWICE',
      'EVT_ZONE_UNKNOWN',
      'EVT_TIME_DOES_NOT_EXIST',
      'EVT_REGISTRATION_WINDOW',
    ],
    decide: async (request, tx) => {
      const named = request.body.clusters.map(({ clusterId }) => clusterId);
      const known = await around(request, tx, named);
      return { ...request.body, ...known, clusterId: known.gathering.plan.clusterId, since: request.effectiveAt };
    },
  }),
  commandOf(registrations, 'Register', {
    verb: 'register',
    summary:
      'Register a person for a gathering, with as many seats as it asks for: it has them where they are free for it, and waits in order where they are not.',
    body: {
      registrationId: registrationId.optional(),
      ...registrationShape,
      role: registrationShape.role.default('participant'),
      seats: registrationShape.seats.default(1),
      exception,
    },
    scope: clusterOfGathering,
    unless: async (request, tx) =>
      (await notPlanned(request, tx)) ??
      (await absentOrganisation(
        request.copies,
        [request.body.organisationId].flatMap((each) => each ?? []),
      )),
    happened: onItsDay,
    reports: whatCame,
    refusals: ['EVT_GATHERING_NOT_FOUND', 'EVT_ORGANISATION_ABSENT', ...OF_REGISTERING],
    decide: async (request, tx) => {
      const { body, effectiveAt: on, ids } = request;
      const known = await around(request, tx);
      const belonging = await belongingOf(request, known.gathering, body.organisationId);
      return { ...body, ...known, registrationId: body.registrationId ?? ids.next(), belonging, on };
    },
    // Of a repeat no event says which registration it is.
    also: (tx, { body: { registrationId: id, person } }, { after: state }) => {
      const own = id === undefined ? undefined : registrationOf(state, id);
      const same = state.entries.find((each) => each.ended === undefined && isOfPerson(each, person));
      const there = own ?? same;
      if (there !== undefined) tx.report(reportOf(there));
      return Promise.resolve();
    },
  }),
  commandOf(registrations, 'AcceptOffer', {
    verb: 'accept-offer',
    summary: 'Take the seats that are offered to a registration, before the time is up.',
    body: { registrationId },
    ...ofRegistration,
    refusals: [...THERE, 'EVT_OFFER_EXPIRED', 'EVT_NOT_OFFERED', 'EVT_NOT_ENTITLED', 'EVT_BEFORE_REGISTRATION'],
    decide: asAsked,
  }),
  commandOf(registrations, 'DeclineOffer', {
    verb: 'decline-offer',
    summary:
      'Decline the seats that are offered to a registration: it leaves the list, and they are offered to whoever has them next.',
    body: { registrationId, reason: remarkSchema.optional() },
    ...ofRegistration,
    reports: whatFollows,
    refusals: [...THERE, 'EVT_OFFER_EXPIRED', 'EVT_NOT_OFFERED', 'EVT_BEFORE_REGISTRATION'],
    decide: asAsked,
  }),
  commandOf(registrations, 'ReinstateRegistration', {
    verb: 'reinstate',
    summary:
      'Take back what ended a registration: it has seats where they are free for it, and its old place on the list where they are not.',
    body: { registrationId, reason: remarkSchema },
    ...ofRegistration,
    reports: {
      RegistrationReinstated: RegistrationReinstated.schema.pick({ registrationId: true, outcome: true, on: true }),
    },
    refusals: [
      ...(['EVT_GATHERING_NOT_FOUND', 'EVT_REGISTRATION_NOT_FOUND', 'EVT_REGISTRATION_CLOSED'] as const),
      ...(['EVT_BEFORE_REGISTRATION', 'EVT_PERSON_REGISTERED', 'EVT_NOT_ENTITLED', 'EVT_GATHERING_FULL'] as const),
    ],
    decide: async (request, tx) => {
      const known = await around(request, tx);
      const own = registrationOf(await tx.read(registrations, request.id), request.body.registrationId);
      const belonging = await belongingOf(request, known.gathering, own?.received.organisationId);
      return { ...request.body, ...known, belonging, on: request.effectiveAt };
    },
  }),
  commandOf(registrations, 'SeatRegistration', {
    verb: 'seat',
    summary: 'Let somebody in who waits, by a decision beyond the limits and before those who come first on the list.',
    body: { registrationId, exception: remarkSchema },
    ...ofRegistration,
    refusals: [...THERE, 'EVT_BEFORE_REGISTRATION'],
    decide: asAsked,
  }),
  commandOf(registrations, 'ChangeRegistration', {
    verb: 'change',
    summary: 'Change as what somebody comes, or for how many; seats that become free are given to those who wait.',
    body: {
      registrationId,
      role: registrationShape.role.optional(),
      seats: registrationShape.seats.optional(),
      exception,
    },
    ...ofRegistration,
    reports: whatFollows,
    refusals: [...THERE, 'EVT_PARTY_TOO_LARGE', 'EVT_BEFORE_REGISTRATION', 'EVT_GATHERING_FULL'],
    decide: asAsked,
  }),
  commandOf(registrations, 'NameParty', {
    verb: 'name-party',
    summary: 'Say who comes beside the person that registered.',
    body: { registrationId, persons: PartyNamed.schema.shape.persons },
    ...ofRegistration,
    refusals: [...THERE, 'EVT_PARTY_TOO_LARGE'],
    decide: asAsked,
  }),
  commandOf(registrations, 'CancelRegistration', {
    verb: 'cancel',
    summary: 'Cancel a registration: its seats are given to those who wait, in order.',
    body: { registrationId, reason: remarkSchema.optional() },
    ...ofRegistration,
    reports: whatFollows,
    refusals: [...THERE, 'EVT_BEFORE_REGISTRATION'],
    decide: asAsked,
  }),
  commandOf(registrations, 'VoidRegistration', {
    verb: 'void',
    summary:
      'Take back a registration that never was: it stays in the history, and its seats are given to those who wait.',
    body: { registrationId, reason: remarkSchema },
    ...ofRegistration,
    reports: whatFollows,
    refusals: [...THERE, 'EVT_BEFORE_REGISTRATION'],
    decide: asAsked,
  }),
  commandOf(registrations, 'RecordAttendance', {
    verb: 'record-attendance',
    summary: 'Record how many of a registration came, or that it is not known; recorded again, the last one counts.',
    body: { registrationId, present: AttendanceRecorded.schema.shape.present },
    ...ofRegistration,
    refusals: [...THERE, 'EVT_REGISTRATION_WAITS', 'EVT_MORE_PRESENT', 'EVT_NOT_THERE_YET'],
    decide: asAsked,
  }),
  importRegistration,
]);
