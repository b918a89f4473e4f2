import { convocationDaysOf, decidingBodies, type AppliedClause, type DecidingBody, type Tally } from '#libs/ballot';
import { calendarDate, daysBetween } from '#libs/kernel';
import type { MeetingConvened } from '../meeting/meeting.ts';
import type { StatutesAdopted } from '../statutes/statutes.ts';
import type { ResolutionDecided, ResolutionTabled } from './resolution.ts';

export type Irregularity = NonNullable<ResolutionDecided['irregularities']>[number];

/** What the circumstances of a decision are compared with. */
export interface Circumstances {
  /** An election has no subject: it is on the agenda where it says at which item. */
  readonly tabled: Pick<ResolutionTabled, 'clause' | 'agendaItem'> & Partial<Pick<ResolutionTabled, 'subject'>>;
  readonly tally: Pick<Tally, 'present' | 'represented'>;
  readonly on: string;
  readonly rule: AppliedClause;
  readonly statutes: Pick<StatutesAdopted, 'decidedBy' | 'proxiesPerHolder' | 'convocationDays'>;
  readonly meeting: Pick<MeetingConvened, 'convenedOn' | 'scheduledFor' | 'agenda'>;
  /** Absent for a body that nobody knows any more. */
  readonly bodyKind?: DecidingBody | undefined;
  /** The day of the meeting without a quorum, of which this one is the second convocation. */
  readonly firstHeldOn?: string | undefined;
}

/**
 * What was not as the statutes and the convocation ask. Minutes say what happened, so such a decision is recorded with its irregularities: what follows from them is for
 * those who may contest it.
 */
export function irregularitiesOf(circumstances: Circumstances): readonly Irregularity[] {
  return CHECKS.map((check) => check(circumstances)).filter((found) => found !== undefined);
}

type Check = (circumstances: Circumstances) => Irregularity | undefined;

const byOtherBody: Check = ({ tabled, statutes, bodyKind }) => {
  const required = decidingBodies(statutes, tabled.clause);
  if (required === undefined || bodyKind === undefined || required.includes(bodyKind)) return undefined;
  return { kind: 'decided-by-other-body', found: bodyKind, required: required.join(', ') };
};

/** An item may be longer than the subject of the resolution; which one it is then, its number says. Texts are not repeated: they may name persons. */
const notOnAgenda: Check = ({ tabled: { subject, agendaItem }, meeting: { agenda } }) => {
  if (agendaItem !== undefined) {
    if (agendaItem <= agenda.length) return undefined;
    return { kind: 'not-on-agenda', found: `item ${String(agendaItem)}`, required: `${String(agenda.length)} at most` };
  }
  if (subject === undefined) return undefined;
  return agenda.some((item) => folded(item) === folded(subject)) ? undefined : { kind: 'not-on-agenda' };
};

const convenedLate: Check = ({ rule, statutes, meeting: { convenedOn, scheduledFor } }) =>
  fewerDays('convened-late', convenedOn, scheduledFor, convocationDaysOf(statutes, rule));

const onOtherDay: Check = ({ on, meeting: { scheduledFor } }) =>
  on === scheduledFor ? undefined : { kind: 'held-on-other-day', found: on, required: scheduledFor };

const secondEarly: Check = ({ firstHeldOn, on, rule: { second } }) =>
  firstHeldOn === undefined
    ? undefined
    : fewerDays('second-convocation-early', firstHeldOn, on, second?.daysAfter ?? 0);

/** Where the register of proxies is not kept, all holders together are over the limit or not. */
const proxiesOverLimit: Check = ({ tally: { present, represented }, statutes: { proxiesPerHolder } }) => {
  if (proxiesPerHolder === undefined || represented <= present * proxiesPerHolder) return undefined;
  const required = `${String(present * proxiesPerHolder)} at most`;
  return { kind: 'proxies-over-limit', found: String(represented), required };
};

const CHECKS = [byOtherBody, notOnAgenda, convenedLate, onOtherDay, secondEarly, proxiesOverLimit] as const;

function fewerDays(kind: Irregularity['kind'], from: string, to: string, least: number): Irregularity | undefined {
  const days = daysBetween(calendarDate(from), calendarDate(to));
  return days >= least ? undefined : { kind, found: `${String(days)} days`, required: `${String(least)} days` };
}

/** Capitals, blanks and forms of Unicode make no other item. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
