import { folded, sameFacts } from '#libs/kernel';
import { gatheringOn, type GatheringEventData, type KnownGathering } from '../gathering/gathering.facts.ts';
import type { GatheringCommand } from '../gathering/gathering.ts';
import { daysOf } from '../gathering/schedule.ts';
import type { Registrations, SeatsDecided } from '../registrations/registrations.state.ts';
import { differs, type LineDiffers } from './line.ts';

/** What a line of a file says of a gathering. */
export interface GatheringLine {
  readonly plan: GatheringEventData;
  readonly state: 'draft' | 'announced' | 'held' | 'cancelled';
  /** Why and on which day it was cancelled; needed where it was. */
  readonly cancellation?: { readonly reason: string; readonly on: string } | undefined;
  /** How many came; undefined where nobody says it. */
  readonly participants?: number | undefined;
  readonly seats?: Omit<SeatsDecided, 'type' | 'gatheringId' | 'clusterId' | 'since'> | undefined;
}

type Member = Exclude<keyof GatheringEventData, 'gatheringId' | 'clusterId'>;

/** In the order in which a difference is named, each as a reader knows it. */
const MEMBERS: readonly (readonly [Member, words: (plan: GatheringEventData) => string])[] = [
  ['title', ({ title }) => `the title ${title}`],
  ['format', ({ format }) => `the format ${format}`],
  ['organiser', ({ organiser: { kind, id } }) => `the organiser ${kind} ${id}`],
  ['coHosts', ({ coHosts }) => `the hosts ${listed(coHosts.map(({ kind, id }) => `${kind} ${id}`))}`],
  ['place', ({ place: { name, zone } }) => `the place ${name} in ${zone}`],
  ['schedule', ({ schedule: { from, to } }) => `the time ${from} to ${to}`],
  ['parts', ({ parts }) => `the parts ${listed(parts.map(({ title }) => title))}`],
  ['audience', ({ audience }) => `the audience ${listed(audience)}`],
  ['on', ({ on }) => `planned on ${on}`],
];

const listed = (all: readonly string[]): string => (all.length === 0 ? 'none' : all.join(', '));

/** What is recorded otherwise of a gathering than a line says; undefined where the line adds something, or nothing. */
export function differenceOfGathering(
  line: GatheringLine,
  known: KnownGathering,
  { decided }: Pick<Registrations, 'decided'>,
): LineDiffers | undefined {
  const now = gatheringOn(known);
  const current = { ...known.plan, schedule: now.schedule ?? known.plan.schedule };
  const other = MEMBERS.find(([member]) => !says(line.plan, known.plan, member) && !says(line.plan, current, member));
  if (other !== undefined) {
    const [, words] = other;
    return differs(
      words(line.plan),
      `${words(current)}: correct the plan, or postpone the gathering, if it is otherwise`,
    );
  }
  const { participants } = line;
  if (participants !== undefined && now.attendance !== undefined && now.attendance.participants !== participants)
    return differs(
      `${String(participants)} participants`,
      `${String(now.attendance.participants ?? 'unknown')}: correct the attendance if it is otherwise`,
    );
  // What was decided on a later day than the line was written for is no contradiction.
  const isSame = decided === undefined || line.seats === undefined || decided.since > line.plan.on;
  return isSame || saysSeats(line.seats, decided)
    ? undefined
    : differs(seatsIn(line.seats), `${seatsIn(decided)}: decide the seats from a day on if that is otherwise`);
}

function says(line: GatheringEventData, known: GatheringEventData, member: Member): boolean {
  if (member === 'title') return folded(line.title) === folded(known.title);
  return sameFacts({ member: line[member] }, { member: known[member] });
}

function saysSeats(
  seats: NonNullable<GatheringLine['seats']>,
  decided: NonNullable<Registrations['decided']>,
): boolean {
  const { gatheringId, clusterId, since } = decided;
  return sameFacts({ ...seats, gatheringId, clusterId, since }, decided);
}

function seatsIn({ seats, party, waiting }: Pick<SeatsDecided, 'seats' | 'party' | 'waiting'>): string {
  return `${seats === null ? 'seats without a limit' : `${String(seats)} seats`}, ${String(party)} for one registration, ${waiting}`;
}

/** What of a line is not recorded yet, in the order in which it is decided. */
export function missingOf(
  { plan, state, cancellation, participants }: GatheringLine,
  known: KnownGathering | undefined,
): readonly GatheringCommand[] {
  const { gatheringId, on } = plan;
  const now = known && gatheringOn(known);
  const [, lastDay] = daysOf(now?.schedule ?? plan.schedule);
  const isAnnounced = state === 'draft' || now?.announcedOn !== undefined;
  const isHeld = state !== 'held' || now?.state === 'held';
  const isCounted = participants === undefined || now?.attendance !== undefined;
  const isCancelled = cancellation === undefined || now?.state === 'cancelled';
  return [
    ...(known === undefined ? [{ ...plan, type: 'PlanGathering' } as const] : []),
    ...(isAnnounced ? [] : [{ type: 'AnnounceGathering', gatheringId, on } as const]),
    ...(isHeld ? [] : [{ type: 'HoldGathering', gatheringId, on: lastDay } as const]),
    ...(isCounted
      ? []
      : [{ type: 'CountAttendance', gatheringId, participants, organisationIds: null, on: lastDay } as const]),
    ...(isCancelled ? [] : [{ ...cancellation, type: 'CancelGathering', gatheringId } as const]),
  ];
}
