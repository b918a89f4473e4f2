import { asOf, isKnown, knownVersions, type Point } from '#libs/bitemporal';
import type { Fact, FactValues, Origin } from '../../read-models/facts/fact.ts';
import type { OperationRecord } from '../../read-models/successions/successions.projection.ts';
import { heldSpans } from '../at-point.ts';
import type { DecisionTrail, SeatHolding } from './provenance.view.ts';

/** A membership with the memberships it comes from, back to each first one. */
export interface MembershipLine {
  readonly membershipId: string;
  readonly clusterId: string;
  readonly organisationId?: string | undefined;
  readonly from?: string | undefined;
  readonly to: string | null;
  readonly ended?: string | undefined;
  /** The mergers to which the organisation had acceded, and by which it joined. */
  readonly joinedBy?: readonly string[] | undefined;
  readonly origins: readonly OriginLine[];
}

export interface OriginLine {
  readonly operationId: string;
  readonly on: string;
  readonly eventId: string;
  readonly line: MembershipLine;
}

/** The origins known at an instant, each once. */
export function originsAt({ origins = [] }: Fact<'member'>, knownAt: string | undefined): readonly Origin[] {
  const known = origins.filter((origin) => isKnown(origin, knownAt));
  return known.filter(({ membershipId, operationId }, index) => {
    const first = known.findIndex((each) => each.membershipId === membershipId && each.operationId === operationId);
    return first === index;
  });
}

/** The lines of a membership; an origin whose own record is not there ends its line with what the transfer said of it. */
export function membershipLine(
  member: Fact<'member'>,
  members: ReadonlyMap<string, Fact<'member'>>,
  point: Pick<Point, 'knownAt'>,
): MembershipLine {
  const span = heldSpans(member.versions, point.knownAt);
  const known = knownVersions(member.versions, point.knownAt);
  const joinedBy = known.flatMap(({ value }) => (value?.how === 'accession' ? (value.operationId ?? []) : []));
  const [last, organisation] = [known.at(-1), known.findLast(({ value }) => value !== null)?.value?.organisationId];
  return {
    ...{ membershipId: member.id, clusterId: member.subjectId, organisationId: organisation ?? member.objectId },
    ...{ from: span[0]?.from, to: span.at(-1)?.to ?? null, ended: last?.ended?.cause },
    ...(joinedBy.length === 0 ? {} : { joinedBy: [...new Set(joinedBy)] }),
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
  const passed = line.origins.flatMap((origin) => [origin.operationId, ...operationsOf(origin.line)]);
  return [...new Set([...(line.joinedBy ?? []), ...passed])];
}

export function clustersOf(line: MembershipLine): readonly string[] {
  return [...new Set([line.clusterId, ...line.origins.flatMap((origin) => clustersOf(origin.line))])];
}

/** The chain of holders as known at an instant, oldest first; a seat that is granted meanwhile does not cut a holding. */
export function seatChain({ versions }: Fact<'seat'>, knownAt: string | undefined): readonly SeatHolding[] {
  const chain: SeatHolding[] = [];
  for (const { value, validFrom: from, validTo: to, eventId } of knownVersions(versions, knownAt)) {
    const last = chain.at(-1);
    if (value === null) continue;
    const { holder, operationId, seatId } = value;
    const seat = seatId === undefined ? {} : { seatId };
    if (last?.holder.id === holder.id && last.to === from) {
      chain[chain.length - 1] = { ...last, ...seat, to };
    } else chain.push({ holder, from, to, ...(operationId === undefined ? {} : { operationId }), ...seat, eventId });
  }
  return chain;
}

export function seatHolderAt({ versions }: Fact<'seat'>, point: Point): FactValues['seat']['holder'] | undefined {
  return asOf(versions, point)?.holder;
}

interface Recorded {
  readonly recordedAt: string;
  readonly knownTo?: string;
  readonly corrections?: readonly { readonly recordedAt: string }[];
}

function isEntryKnown({ recordedAt, knownTo }: Recorded, knownAt: string | undefined): boolean {
  return isKnown({ knownFrom: recordedAt, knownTo: knownTo ?? null }, knownAt);
}

/** An entry as it is shown, with what corrections said of it by then. */
function withKnownCorrections<Entry extends Recorded>(
  { knownTo: _knownTo, ...entry }: Entry,
  knownAt: string | undefined,
) {
  const { corrections = [], ...shown } = entry;
  const known = corrections.filter((each) => isEntryKnown(each, knownAt));
  return known.length === 0 ? shown : { ...shown, corrections: known };
}

/** Whoever an effect is about beside predecessors and successor. */
function othersIn(effect: OperationRecord['effect']) {
  const { heirs, giver, federated } = effect ?? {};
  const idsOf = (all: readonly { readonly clusterId: string }[]) => all.map(({ clusterId }) => clusterId);
  return {
    ...(heirs === undefined ? {} : { heirs: idsOf(heirs) }),
    ...(giver === undefined ? {} : { giver: giver.clusterId }),
    ...(federated === undefined ? {} : { federated: idsOf(federated) }),
  };
}

/** The trail as known at an instant; votes on plans that did not take effect are left out where one did. */
export function trailOf(record: OperationRecord, knownAt: string | undefined): DecisionTrail {
  const selectKnown = <Entry extends Recorded>(entries: readonly Entry[]) =>
    entries.filter((entry) => isEntryKnown(entry, knownAt)).map((entry) => withKnownCorrections(entry, knownAt));
  const [effect] = selectKnown(record.effect === undefined ? [] : [record.effect]);
  const [annulment] = selectKnown(record.annulment === undefined ? [] : [record.annulment]);
  const ofPlan = ({ planHash }: { readonly planHash: string }) => effect === undefined || planHash === effect.planHash;
  const adoptions = selectKnown(record.adoptions).filter(ofPlan);
  const votes = selectKnown(record.votes).filter(ofPlan);
  const verdicts = [...adoptions, ...votes, ...(effect === undefined ? [] : [effect])].flatMap((act) => act.verdicts);
  return {
    ...{ operationId: record.operationId, kind: record.kind, title: record.title },
    ...{ planHash: effect?.planHash, times: effect?.times },
    predecessors: effect?.predecessors.map(({ clusterId }) => clusterId) ?? [],
    successor: effect?.successor.clusterId,
    ...othersIn(effect),
    ...{ adoptions, votes, rules: [...new Set(verdicts.map(({ rule }) => rule))].sort() },
    references: selectKnown(record.references),
    ...(annulment === undefined ? {} : { annulment }),
  };
}
