import { z } from 'zod';
import { keepRecorded, onItsDay, type CommandDeclaration, type CommandRequest, type Transaction } from '#libs/commands';
import {
  dateSchema,
  quantitySchema,
  registrationEvents,
  registrationShape,
  remarkSchema,
  uuidSchema,
} from '#libs/contracts';
import { dayIn, instantOf, type Instant, type JsonObject, type Rejection } from '#libs/kernel';
import { gathering } from '../domain/gathering/gathering.ts';
import { hostsOn, gatheringOn, type KnownGathering } from '../domain/gathering/gathering.facts.ts';
import { daysOf, localTimeFault } from '../domain/gathering/schedule.ts';
import {
  differenceOfRegistration,
  isOf,
  missingOfRegistration,
  registrationIn,
  type RegistrationLine,
} from '../domain/imports/registration-line.ts';
import { momentOn } from '../domain/registrations/registration-time.ts';
import type { Registration } from '../domain/registrations/registrations.state.ts';
import { registrations } from '../domain/registrations/registrations.ts';
import { registrants } from '../read-models/registrants/registrants.projection.ts';
import { around } from './around-seats.ts';
import { belongingsOn, dayOfRights } from './belonging.ts';
import { clusterOfLine, isOfCluster } from './gatherings.absent.ts';
import { absentOrganisation } from './register.ts';
import type { EventsCode } from './refusals.table.ts';

const { RegistrationReceived } = registrationEvents;

/** Why nobody can be registered who is known and asks for a gathering that is planned. */
export const OF_REGISTERING = [
  'EVT_SEATS_UNDECIDED',
  'EVT_REGISTRATION_EXISTS',
  'EVT_REGISTRATION_CLOSED',
  'EVT_NOT_ENTITLED',
  'EVT_PARTY_TOO_LARGE',
  'EVT_PERSON_REGISTERED',
  'EVT_GATHERING_FULL',
] as const satisfies readonly EventsCode[];

/** What the answer says of a registration that came, and of one that was there already. */
export const whatCame = {
  RegistrationReceived: RegistrationReceived.schema.pick({
    ...{ registrationId: true, turn: true, audience: true, reciprocity: true, outcome: true, free: true, on: true },
  }),
};

/** Names the registration that is there, as it was named when it came. */
export function reportOf({ received }: Registration): JsonObject {
  const { registrationId, turn, audience, reciprocity, outcome, free, on } = received;
  return { registrationId, turn, audience, ...(reciprocity === undefined ? {} : { reciprocity }), outcome, free, on };
}

const body = z
  .strictObject({
    clusterId: uuidSchema.describe('The cluster whose gathering it is, and whose operators act for it.'),
    registrationId: uuidSchema
      .optional()
      .describe('Default: the registration of the person is looked for by its name.'),
    person: registrationShape.person.shape.name,
    personId: uuidSchema
      .optional()
      .describe('Default: the one under which the organisation registered this name before.'),
    organisationId: registrationShape.organisationId,
    role: registrationShape.role.default('participant'),
    seats: registrationShape.seats.default(1),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time, HH:mm')
      .optional()
      .describe('At which it came, by the clocks of the place. Default: not known, any of its day.'),
    exception: remarkSchema.optional().describe('Why it is beyond the limits, or after the time.'),
    present: quantitySchema.optional().describe('How many came. Default: not known.'),
    cancelledOn: dateSchema.optional(),
    reason: remarkSchema.optional().describe('Why it was cancelled.'),
    keepRecorded,
  })
  .meta({ id: 'ImportRegistration' });

type Request = CommandRequest<z.output<typeof body>>;

/**
 * A line of a file of registrations: registers a person on the day of the line, whenever that was, with its attendance and its cancellation, all of it or nothing.
 * Whether it was in time is judged by that day and the clocks of the place; seats are given in the order in which lines come.
 */
export const importRegistration: CommandDeclaration<EventsCode> = {
  aggregate: registrations,
  verb: 'import',
  summary:
    'Enter a registration from a line of a file, with its attendance and its cancellation; `effectiveAt` is the day on which it came. What is recorded otherwise is refused.',
  roles: ['admin', 'operator'],
  scope: clusterOfLine,
  happened: ({ body: asked, effectiveAt }) => [...onItsDay({ effectiveAt }), (asked as Request['body']).cancelledOn],
  body,
  reports: whatCame,
  refusals: [
    'EVT_GATHERING_NOT_FOUND',
    'EVT_ORGANISATION_ABSENT',
    'EVT_LINE_DIFFERS',
    'EVT_ZONE_UNKNOWN',
    'EVT_TIME_DOES_NOT_EXIST',
    ...OF_REGISTERING,
    'EVT_REGISTRATION_OVER',
    'EVT_REGISTRATION_WAITS',
    'EVT_BEFORE_REGISTRATION',
    'EVT_MORE_PRESENT',
    'EVT_NOT_THERE_YET',
  ],
  run: async (tx, request) => {
    const refused = await enter(tx, request as Request);
    if (refused !== undefined) tx.refuse(refused);
  },
};

async function enter(tx: Transaction, request: Request): Promise<Rejection | undefined> {
  const { id, body: asked, effectiveAt: on, copies } = request;
  const { known: planned } = await tx.read(gathering, id);
  if (planned === undefined || !isOfCluster(planned, asked.clusterId))
    return { type: 'EVT_GATHERING_NOT_FOUND', ...{ found: id } };
  const absence = await absentOrganisation(copies, asked.organisationId === undefined ? [] : [asked.organisationId]);
  if (absence !== undefined) return absence;
  const line: RegistrationLine = { ...asked, on };
  const known = registrationIn(line, await tx.read(registrations, id));
  const difference = known && differenceOfRegistration(line, known);
  if (difference !== undefined && !asked.keepRecorded) return difference;
  if (known !== undefined) tx.report(reportOf(known));
  if (difference !== undefined) return undefined;
  const decision = await around(request, tx);
  const refused = known === undefined ? await register(tx, request, decision) : undefined;
  if (refused !== undefined) return refused;
  const entry = registrationIn(line, await tx.read(registrations, id));
  if (entry === undefined) return undefined;
  const missing = missingOfRegistration(line, entry);
  const { registrationId } = entry.received;
  if (missing.isCancelled && asked.cancelledOn !== undefined) {
    const cancelled = { registrationId, reason: asked.reason, on: asked.cancelledOn };
    await tx.decide(registrations, id, { ...cancelled, ...decision, type: 'CancelRegistration' });
  }
  if (missing.isPresent && asked.present !== undefined) {
    const attended = { registrationId, present: asked.present, on: dayOfAttendance(planned, request) };
    await tx.decide(registrations, id, { ...attended, ...decision, type: 'RecordAttendance' });
  }
  return undefined;
}

async function register(
  tx: Transaction,
  request: Request,
  decision: Awaited<ReturnType<typeof around>>,
): Promise<Rejection | undefined> {
  const { id, body: asked, effectiveAt: on, copies, ids } = request;
  const { organisationId, role, seats, exception } = asked;
  const { gathering: planned } = decision;
  const { decided } = await tx.read(registrations, id);
  const cameAt = momentIn(planned, decided ?? {}, request);
  if (typeof cameAt !== 'string') return cameAt;
  const belonging = await belongingsOn(
    copies,
    organisationId === undefined ? [] : [organisationId],
    dayOfRights(planned, on),
  );
  const personId =
    asked.personId ?? (await knownAs(request, [planned.plan.clusterId, hostsOn(planned).clusterId])) ?? ids.next();
  await tx.decide(registrations, id, {
    ...decision,
    ...{ type: 'Register', registrationId: asked.registrationId ?? ids.next() },
    person: { personId, name: asked.person },
    ...(organisationId === undefined ? {} : { organisationId }),
    ...(exception === undefined ? {} : { exception }),
    ...{ role, seats, on, belonging: belonging(organisationId), cameAt },
  });
  return undefined;
}

/** When it came, or why that was never. */
function momentIn(
  planned: KnownGathering,
  decided: Parameters<typeof momentOn>[1],
  { body: { time }, effectiveAt: on }: Request,
): Instant | Rejection {
  if (time === undefined) return momentOn(planned, decided, on);
  const [local, { zone }] = [`${on}T${time}`, planned.plan.place];
  return localTimeFault(local, zone, undefined) ?? instantOf(local, zone);
}

/** Under which id the organisation registered a person of this name before, for any gathering of the cluster. */
async function knownAs({ body: asked, copies }: Request, clusterIds: readonly string[]): Promise<string | undefined> {
  const { organisationId } = asked;
  if (organisationId === undefined) return undefined;
  const all = await (
    await copies.of(registrants)
  ).all({ organisation_id: organisationId, cluster_id: [...new Set(clusterIds)] });
  return all.find((each) => isOf(asked, each))?.person.personId;
}

/** The last day of the gathering; while it lasts, the one of recording. */
function dayOfAttendance(planned: KnownGathering, { recordedAt }: Request): string {
  const today = dayIn(planned.plan.place.zone, recordedAt);
  const { schedule } = gatheringOn(planned);
  const lastDay = schedule === undefined ? today : daysOf(schedule)[1];
  return lastDay < today ? lastDay : today;
}
