import { knownVersions, type Point } from '#libs/bitemporal';
import type { Fact, Origin } from '../../read-models/facts/fact.ts';
import { heldSpans } from '../point.ts';

/** A membership with the memberships it comes from, back to each first one. */
export interface MembershipLine {
  readonly membershipId: string;
  readonly clusterId: string;
  readonly organisationId?: string | undefined;
  readonly from?: string | undefined;
  readonly to: string | null;
  readonly ended?: string | undefined;
  readonly origins: readonly OriginLine[];
}

export interface OriginLine {
  readonly operationId: string;
  readonly on: string;
  readonly eventId: string;
  readonly line: MembershipLine;
}

/** The origins known at an instant. */
export function originsAt({ origins = [] }: Fact<'member'>, knownAt: string | undefined): readonly Origin[] {
  return origins.filter(({ recordedAt }) => knownAt === undefined || recordedAt <= knownAt);
}

/** The lines of a membership; an origin whose own record is not there ends its line with what the transfer said of it. */
export function membershipLine(
  member: Fact<'member'>,
  members: ReadonlyMap<string, Fact<'member'>>,
  point: Pick<Point, 'knownAt'>,
): MembershipLine {
  const span = heldSpans(member.versions, point.knownAt);
  const last = knownVersions(member.versions, point.knownAt).at(-1);
  return {
    ...{ membershipId: member.id, clusterId: member.subjectId },
    ...(member.objectId === undefined ? {} : { organisationId: member.objectId }),
    ...(span[0] === undefined ? {} : { from: span[0].from }),
    to: span.at(-1)?.to ?? null,
    ...(last?.ended === undefined ? {} : { ended: last.ended.cause }),
    origins: originsAt(member, point.knownAt).map((origin) => originLine(origin, members, point)),
  };
}

function originLine(
  { operationId, on, eventId, membershipId, clusterId, memberSince }: Origin,
  members: ReadonlyMap<string, Fact<'member'>>,
  point: Pick<Point, 'knownAt'>,
): OriginLine {
  const member = members.get(membershipId);
  const line =
    member === undefined
      ? { membershipId, clusterId, from: memberSince, to: on, origins: [] }
      : membershipLine(member, members, point);
  return { operationId, on, eventId, line };
}

/** Every path from a first membership to this one, oldest first. */
export function pathsOf(line: MembershipLine): readonly (readonly MembershipLine[])[] {
  // A member of its own before the succession is an origin of itself: the absorbing cluster's own line.
  const own = line.origins.length === 0 || isOlderThanOrigins(line) ? [[line]] : [];
  return [...own, ...line.origins.flatMap((origin) => pathsOf(origin.line).map((path) => [...path, line]))];
}

function isOlderThanOrigins({ from, origins }: MembershipLine): boolean {
  return from !== undefined && origins.every(({ on }) => from < on);
}

export function operationsOf(line: MembershipLine): readonly string[] {
  return [...new Set(line.origins.flatMap((origin) => [origin.operationId, ...operationsOf(origin.line)]))];
}

export function clustersOf(line: MembershipLine): readonly string[] {
  return [...new Set([line.clusterId, ...line.origins.flatMap((origin) => clustersOf(origin.line))])];
}
