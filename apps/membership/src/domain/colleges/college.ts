import type { collegeEvents, DomainEvent } from '#libs/contracts';
import { periodOn } from '#libs/contracts/facts';
import { acceptUnless, addDays, below, byType, calendarDate, cannotFollow, chronicle, withFact } from '#libs/kernel';
import type {
  CommandFor,
  Decision,
  DomainEventShape,
  EventOf,
  FactOf,
  FactsOf,
  Refusal,
  StatedFact,
} from '#libs/kernel';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';

type CollegeEvent = DomainEvent<typeof collegeEvents>;
export type CollegeFact = FactOf<CollegeEvent>;
type Opened = EventOf<CollegeEvent, 'CollegeOpened'>;

/** Who is admitted to a college from a day on, and who decides. */
export type AdmissionPolicy = Omit<FactsOf<CollegeEvent, 'AdmissionPolicySet'>, 'clusterId' | 'college'>;

/** A constituency of the members of a cluster. Its name is its key: memberships and fees name it. */
export interface College {
  readonly college: string;
  /** In the order of their days; `until` is the first day after. */
  readonly periods: readonly { readonly since: string; readonly until?: string | undefined }[];
  /** In the order of their days. */
  readonly policies: readonly AdmissionPolicy[];
}

/** The colleges of a cluster, in the order in which they were first opened. */
export interface Colleges {
  readonly colleges: readonly College[];
}

interface InCluster {
  /** The current state of the cluster. */
  readonly cluster: Cluster;
}
interface Open extends CommandFor<Opened, 'OpenCollege'>, InCluster {
  /** One of the past is recorded with its end. */
  readonly closedOn?: string | undefined;
}
type Close = CommandFor<EventOf<CollegeEvent, 'CollegeClosed'>, 'CloseCollege'>;
type SetPolicy = CommandFor<EventOf<CollegeEvent, 'AdmissionPolicySet'>, 'SetAdmissionPolicy'> & InCluster;
export type CollegeCommand = Open | Close | SetPolicy;

/** `found` is the college, or the day from which it is closed; `required` those that there are. */
export type CollegeMissing =
  Refusal<'MBR_COLLEGE_NOT_FOUND', 'found' | 'required'> | Refusal<'MBR_COLLEGE_CLOSED', 'found' | 'required'>;
export type CollegeRejection = ClusterMissing | CollegeMissing | Refusal<'MBR_DATE_BEFORE_START', 'found' | 'required'>;

type Verdict = Decision<CollegeFact, CollegeRejection>;

const initial: Colleges = { colleges: [] };

/** One stream for the colleges of a cluster: whether it has any decides who may be admitted without naming one that is known. */
export const college = chronicle({
  context: 'membership',
  name: 'college',
  prefix: 'MBR',
  initial,
  facts: {
    CollegeClosed: { name: 'closing', day: ({ on }) => on, changes: ['on'] },
    CollegeOpened: { name: 'opening', day: ({ since }) => since, carries: ofOpening, changes: ['since'] },
    AdmissionPolicySet: {
      name: 'admission-policy',
      day: ({ since }) => since,
      changes: [
        ...(['kinds', 'sizeClasses', 'needsIdentifier', 'departments', 'decidedBy', 'sponsors', 'withinDays'] as const),
        'since',
      ],
    },
  },
  evolve: evolveColleges,
  decide: byType<CollegeCommand, Colleges, Verdict>({
    OpenCollege: open,
    CloseCollege: close,
    SetAdmissionPolicy: setPolicy,
  }),
});

/** What a fact makes of those of earlier days. */
export function evolveColleges(state: Colleges, fact: CollegeFact): Colleges {
  const { college: name } = fact;
  const known = state.colleges.find((each) => each.college === name) ?? { college: name, periods: [], policies: [] };
  const last = known.periods.at(-1);
  const isOpen = last !== undefined && last.until === undefined;
  if (fact.type === 'CollegeOpened') {
    if (isOpen) cannotFollow(fact, `the college ${name} is open from ${last.since} on`);
    return withCollege(state, { ...known, periods: [...known.periods, { since: fact.since }] });
  }
  if (!isOpen) cannotFollow(fact, `no college ${name} is open on that day`);
  if (fact.type === 'CollegeClosed') {
    if (fact.on === last.since) cannotFollow(fact, `the college ${name} is open from that day on`);
    return withCollege(state, { ...known, periods: [...known.periods.slice(0, -1), { ...last, until: fact.on }] });
  }
  const { type: _type, clusterId: _cluster, college: _college, ...policy } = fact;
  return withCollege(state, { ...known, policies: withFact(known.policies, policy) });
}

function withCollege({ colleges }: Colleges, changed: College): Colleges {
  const isKnown = colleges.some((each) => each.college === changed.college);
  if (!isKnown) return { colleges: [...colleges, changed] };
  return { colleges: colleges.map((each) => (each.college === changed.college ? changed : each)) };
}

/** A college that never was has neither been closed nor admitted anybody. */
function ofOpening(
  { college: name, since }: Opened,
  facts: readonly StatedFact<DomainEventShape>[],
): readonly StatedFact<DomainEventShape>[] {
  const stated = (facts as readonly StatedFact<CollegeFact>[]).filter(({ event }) => event.college === name);
  const next = stated.find(({ event }) => event.type === 'CollegeOpened' && event.since > since);
  const until = next === undefined ? LAST : dayOf(next.event);
  // Of one day, what was open closes before it is opened again, and has a policy afterwards.
  return stated.filter(({ event }) => {
    if (event.type === 'CollegeClosed') return event.on > since && event.on <= until;
    return event.type === 'AdmissionPolicySet' && event.since >= since && event.since < until;
  });
}

/** After every day that there is. */
const LAST = '9999-12-31';

function dayOf(fact: CollegeFact): string {
  return 'on' in fact ? fact.on : fact.since;
}

function open({ type: _type, cluster, closedOn, ...facts }: Open): Verdict {
  const { clusterId, college: name, since } = facts;
  const refusal =
    notActiveOn(cluster, clusterId, since) ??
    (closedOn === undefined ? undefined : below('MBR_DATE_BEFORE_START', closedOn, addDays(calendarDate(since), 1)));
  const closed = { type: 'CollegeClosed', clusterId, college: name, on: closedOn ?? '' } as const;
  return acceptUnless<CollegeFact, CollegeRejection>(
    refusal,
    { type: 'CollegeOpened', ...facts },
    ...(closedOn === undefined ? [] : [closed]),
  );
}

/** The day is the first one on which the college is closed. */
function close({ type: _type, ...facts }: Close, state: Colleges): Verdict {
  const isKnown = state.colleges.some((each) => each.college === facts.college);
  return acceptUnless<CollegeFact, CollegeRejection>(isKnown ? undefined : notFound(state, facts.college), {
    type: 'CollegeClosed',
    ...facts,
  });
}

function setPolicy({ type: _type, cluster, ...facts }: SetPolicy, state: Colleges): Verdict {
  const { clusterId, since } = facts;
  const refusal = notActiveOn(cluster, clusterId, since) ?? notOpenOn(state, facts.college, since);
  return acceptUnless<CollegeFact, CollegeRejection>(refusal, { type: 'AdmissionPolicySet', ...facts });
}

/** Why a college takes nobody in on a day. */
export function notOpenOn(state: Colleges, name: string, day: string): CollegeMissing | undefined {
  const known = state.colleges.find((each) => each.college === name);
  if (known === undefined) return notFound(state, name);
  if (periodOn(known.periods, day) !== undefined) return undefined;
  const found = known.periods.findLast(({ until }) => until !== undefined && until <= day)?.until;
  const required = `a day on which the college ${name} is open`;
  return {
    type: 'MBR_COLLEGE_CLOSED',
    found: found === undefined ? `not open on ${day}` : `closed from ${found} on`,
    required,
  };
}

function notFound({ colleges }: Colleges, found: string): CollegeMissing {
  const names = colleges.map((each) => each.college).join(', ');
  return { type: 'MBR_COLLEGE_NOT_FOUND', found, required: names === '' ? 'a college that was opened' : names };
}
