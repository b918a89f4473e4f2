import { z } from 'zod';
import {
  dateSchema,
  membershipEvents,
  nameSchema,
  sirenSchema,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { holdsOn, invariant } from '#libs/kernel';
import { projection, updates, upserts } from '#libs/projections';
import type { Origin } from '../../domain/membership/membership.ts';

const { MembershipEnded, MembershipSucceeded, MemberTransferred } = membershipEvents;

export const membershipStatus = z.enum(['applied', 'refused', 'active', 'ended', 'succeeded']);

const period = z
  .strictObject({
    since: dateSchema,
    until: dateSchema.optional().describe('The first day after it.'),
    cause: z.union([MembershipEnded.schema.shape.cause, z.literal('succession')]).optional(),
    operationId: uuidSchema.optional().describe('The operation by which it began, for a transfer.'),
  })
  .meta({ id: 'MembershipPeriod', description: 'The days of a membership.' });

const origin = MemberTransferred.schema.shape.origin
  .extend({ operationId: uuidSchema })
  .meta({ id: 'MembershipOrigin', description: 'Through which membership of a predecessor.' });

const { college, antennaId } = MemberTransferred.schema.shape;

export const membershipView = z
  .strictObject({
    membershipId: uuidSchema,
    clusterId: uuidSchema,
    organisationId: uuidSchema,
    status: membershipStatus,
    college,
    antennaId,
    since: dateSchema.optional().describe('First day of the last period.'),
    until: dateSchema.optional().describe('First day after the last period.'),
    periods: z.array(period),
    origins: z.array(origin),
    application: z
      .strictObject({ on: dateSchema, refusedOn: dateSchema.optional(), reason: nameSchema.optional() })
      .optional(),
    succession: MembershipSucceeded.schema
      .pick({ operationId: true, successorClusterId: true, successorMembershipId: true, on: true })
      .optional()
      .describe('The membership that continues it.'),
  })
  .meta({ id: 'Membership', description: 'A membership with its periods and origins, whatever became of it.' });

export const memberView = z
  .strictObject({
    membershipId: uuidSchema,
    organisationId: uuidSchema,
    name: nameSchema.nullable().describe('Null where the organisation is not registered.'),
    siren: sirenSchema.optional(),
    college,
    antennaId,
    since: dateSchema,
    until: dateSchema.optional(),
    origins: z.array(origin),
  })
  .meta({ id: 'Member', description: 'A member as the register shows it on a day.' });

export type Period = Immutable<z.infer<typeof period>>;
export type MembershipDocument = Immutable<z.infer<typeof membershipView>>;
export type MemberView = Immutable<z.infer<typeof memberView>>;

type Events = GrappeEvents;
type Transferred = Events['membership.MemberTransferred'];

interface Placed {
  readonly membershipId: string;
  readonly clusterId: string;
  readonly organisationId: string;
  readonly college?: string | undefined;
  readonly antennaId?: string | undefined;
}

type Draft = { -readonly [Field in keyof MembershipDocument]: MembershipDocument[Field] };

/**
 * What does not change with the status; college and antenna of the event where it names them. Built field by field: a rebuild
 * does this for most events of the ledger, and spreads of optional parts cost four times as much.
 */
function draftOf(document: MembershipDocument | undefined, event: Placed, status: MembershipDocument['status']): Draft {
  const { membershipId, clusterId, organisationId } = event;
  const periods = document?.periods ?? [];
  const draft: Draft = { membershipId, clusterId, organisationId, status, periods, origins: document?.origins ?? [] };
  const college = event.college ?? document?.college;
  const antennaId = event.antennaId ?? document?.antennaId;
  if (college !== undefined) draft.college = college;
  if (antennaId !== undefined) draft.antennaId = antennaId;
  if (document?.application !== undefined) draft.application = document.application;
  return draft;
}

function beginPeriod(document: MembershipDocument | undefined, event: Placed, period: Period): Draft {
  const draft = draftOf(document, event, 'active');
  draft.since = period.since;
  draft.periods = [...draft.periods, period];
  return draft;
}

function transfer(document: MembershipDocument | undefined, data: Transferred): MembershipDocument {
  const { operationId, since } = data;
  const draft = beginPeriod(document, data, { since, operationId });
  draft.origins = [...draft.origins, originOf(data)];
  return draft;
}

function originOf({ origin, operationId }: Pick<Transferred, 'origin' | 'operationId'>): Origin {
  return { ...origin, operationId };
}

function applicationOf({ membershipId, application }: MembershipDocument) {
  invariant(application !== undefined, `an application is refused that nobody made: ${membershipId}`);
  return { on: application.on };
}

/** The document's periods with the last one closed: the first day on which it is no membership any more is `until`. */
function closeLastPeriod(
  { membershipId, periods }: MembershipDocument,
  until: string,
  cause: NonNullable<Period['cause']>,
): readonly Period[] {
  const last = periods.at(-1);
  invariant(last !== undefined, `a membership ends that never began: ${membershipId}`);
  return [...periods.slice(0, -1), { ...last, until, cause }];
}

/**
 * The member register: every membership with its periods and origins. The id follows from the cluster and
 * the organisation, so that a company stands in a cluster's register once.
 */
export const memberships = projection<GrappeEvents, MembershipDocument>({
  name: 'membership.memberships',
  version: 3,
  subject: 'membership.membership',
  columns: {
    cluster_id: { type: 'text', from: 'clusterId' },
    organisation_id: { type: 'text', from: 'organisationId' },
    status: { type: 'text', from: 'status' },
  },
  indexes: [['cluster_id', 'key'], ['organisation_id']],
  key: 'membershipId',
  on: {
    'membership.MembershipApplied': upserts((document, { data }) => {
      const draft = draftOf(document, data, 'applied');
      draft.application = { on: data.on };
      return draft;
    }),
    'membership.MembershipRefused': updates((document, { data: { reason, on } }) => ({
      ...document,
      status: 'refused',
      application: { ...applicationOf(document), refusedOn: on, reason },
    })),
    'membership.MemberAdmitted': upserts((document, { data }) => beginPeriod(document, data, { since: data.since })),
    'membership.MemberTransferred': upserts((document, { data }) => transfer(document, data)),
    'membership.MembershipOriginAdded': updates((document, { data }) => ({
      ...document,
      origins: [...document.origins, originOf(data)],
    })),
    'membership.MembershipEnded': updates((document, { data: { on, cause } }) => ({
      ...document,
      status: 'ended',
      until: on,
      periods: closeLastPeriod(document, on, cause),
    })),
    'membership.MembershipSucceeded': updates(
      (document, { data: { on, operationId, successorClusterId, successorMembershipId } }) => ({
        ...document,
        status: 'succeeded',
        until: on,
        periods: closeLastPeriod(document, on, 'succession'),
        succession: { operationId, successorClusterId, successorMembershipId, on },
      }),
    ),
  },
});

/** The period in which a day lies; undefined when it was no membership that day. */
export function periodOn(document: MembershipDocument, day: string): Period | undefined {
  return document.periods.find((period) => holdsOn(period, day));
}

/** The last period before, and apart from, what an operation made of it: of such a member the operation adds an origin only. */
export function lastPeriodBefore({ periods }: MembershipDocument, operationId: string): Period | undefined {
  return periods.findLast((period) => period.operationId !== operationId);
}
