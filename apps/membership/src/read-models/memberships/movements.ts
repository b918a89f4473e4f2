import { z } from 'zod';
import { dateSchema, nameSchema, uuidSchema, type Immutable } from '#libs/contracts';
import { membershipView, type KnownDays } from './memberships.projection.ts';

const { cause, reason } = membershipView.shape.periods.element.shape;

export const movementView = z
  .strictObject({
    membershipId: uuidSchema,
    organisationId: uuidSchema,
    name: nameSchema.nullable().describe('Null where the organisation is not registered.'),
    joinedOn: dateSchema.optional().describe('Within the days that are asked for, the first of the last period.'),
    operationId: uuidSchema.optional().describe('The merger by which it joined.'),
    leftOn: dateSchema.optional().describe('Within the days that are asked for, the first one after the last period.'),
    leavingOn: dateSchema.optional().describe('It is a member, and leaves on that later day.'),
    cause,
    reason,
    isInDefault: z.boolean().describe('It has a fee that is in default on the day.'),
    lastStatusChangeOn: dateSchema.optional(),
  })
  .meta({ id: 'Movement', description: 'A member that joined, left, is to leave, or is in default.' });

type Movement = Pick<
  Immutable<z.infer<typeof movementView>>,
  'joinedOn' | 'operationId' | 'leftOn' | 'leavingOn' | 'cause' | 'reason'
>;

/** What became of a membership after a day and up to another one: as counts have it, a day that begins a period joins, and one that ends it leaves. */
export function movementOf({ periods }: KnownDays, after: string, day: string): Movement {
  const isWithin = (each: string | undefined): each is string => each !== undefined && after < each && each <= day;
  const joined = periods.findLast(({ since }) => isWithin(since));
  const left = periods.findLast(({ until }) => isWithin(until));
  const current = periods.find(({ since, until }) => since <= day && (until === undefined || day < until));
  const leaving = current?.until === undefined ? undefined : current;
  const { cause, reason } = leaving ?? left ?? {};
  return {
    ...(joined === undefined ? {} : { joinedOn: joined.since }),
    ...(joined?.operationId === undefined ? {} : { operationId: joined.operationId }),
    ...(left?.until === undefined ? {} : { leftOn: left.until }),
    ...(leaving?.until === undefined ? {} : { leavingOn: leaving.until }),
    ...(cause === undefined ? {} : { cause }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The last day by a day on which a membership became something else: applied, refused, a member, none. */
export function lastStatusChangeOn({ periods, application }: KnownDays, day: string): string | undefined {
  const days = [application?.on, application?.refusedOn, ...periods.flatMap(({ since, until }) => [since, until])];
  return days
    .filter((each): each is string => each !== undefined && each <= day)
    .toSorted()
    .at(-1);
}
