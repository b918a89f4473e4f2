import type { DomainEvent, subsidyEvents } from '#libs/contracts';
import { byType, cannotFollow } from '#libs/kernel';
import type { EventOf, FactOf, FactsOf } from '#libs/kernel';
import { subsidyOutcome } from '#libs/succession';

export type SubsidyEvent = DomainEvent<typeof subsidyEvents>;
export type SubsidyFact = FactOf<SubsidyEvent>;
type Request = FactsOf<SubsidyEvent, 'SubsidyRequested'>;
type Said<Type extends SubsidyFact['type']> = Omit<FactsOf<SubsidyEvent, Type>, 'subsidyId' | 'clusterId'>;

/** What freezes a subsidy, until it is met and the subsidy released. */
export interface Condition {
  readonly conditionId: string;
  readonly condition: string;
  readonly on: string;
  readonly metOn?: string | undefined;
}

/** Whose subsidy it is from a day on. */
interface Holding {
  readonly clusterId: string;
  readonly from: string;
  readonly operationId?: string | undefined;
}

/** A subsidy with what became of it, each list in the order of its days. */
export interface KnownSubsidy {
  readonly request: Request;
  readonly grant?: Said<'SubsidyGranted'> | undefined;
  readonly conventionOn?: string | undefined;
  readonly conditions: readonly Condition[];
  /** The day of the first condition since which it was not released. */
  readonly heldSince?: string | undefined;
  readonly releasedOn?: string | undefined;
  readonly expenses: readonly Said<'SubsidySpent'>[];
  readonly report?: Said<'SubsidyReportReceived'> | undefined;
  readonly reminders: readonly Said<'SubsidyReminded'>[];
  readonly end?:
    { readonly how: 'refused' | 'lapsed'; readonly on: string; readonly reason?: string | undefined } | undefined;
  /** In the order of their days; the last one is the cluster whose subsidy it is now. */
  readonly holdings: readonly [Holding, ...(readonly Holding[])];
  /** The day of the merger whose passing needs the consent of the granter. */
  readonly consentSince?: string | undefined;
  /** The operations that reached it, also those before which it had ended. */
  readonly passedBy: readonly string[];
}

/** Undefined before it was asked for. */
export interface Subsidy {
  readonly known?: KnownSubsidy | undefined;
}

export const noSubsidy: Subsidy = {};

/** What a fact makes of a subsidy, for facts in the order of their days. */
export function evolveSubsidy({ known }: Subsidy, fact: SubsidyFact): Subsidy {
  if (fact.type === 'SubsidyRequested') {
    if (known !== undefined) cannotFollow(fact, `it was requested on ${known.request.on}`);
    const { type: _type, ...request } = fact;
    const lists = { conditions: [], expenses: [], reminders: [], passedBy: [] };
    return { known: { request, ...lists, holdings: [{ clusterId: fact.clusterId, from: fact.on }] } };
  }
  if (known === undefined) cannotFollow(fact, 'it was never requested');
  return { known: after(fact, known) };
}

type LaterFact = Exclude<SubsidyFact, { readonly type: 'SubsidyRequested' }>;

const after = byType<LaterFact, KnownSubsidy, KnownSubsidy>({
  SubsidyGranted: (fact, known) => {
    requireOpen(fact, known);
    if (known.grant !== undefined) cannotFollow(fact, `it was granted on ${known.grant.on}`);
    const { amountCents, on } = fact;
    return { ...known, grant: { amountCents, on } };
  },
  SubsidyConventionSigned: (fact, known) => {
    if (known.conventionOn !== undefined) cannotFollow(fact, `the convention was signed on ${known.conventionOn}`);
    return { ...known, conventionOn: fact.on };
  },
  SubsidyConditionAdded: (fact, known) => {
    requireGranted(fact, known);
    const { conditionId, condition, on } = fact;
    const conditions = [...known.conditions, { conditionId, condition, on }];
    return { ...known, conditions, heldSince: known.heldSince ?? on, releasedOn: undefined };
  },
  SubsidyConditionMet: (fact, known) => {
    const index = known.conditions.findIndex(({ conditionId }) => conditionId === fact.conditionId);
    const condition = known.conditions[index];
    if (condition === undefined) cannotFollow(fact, `there is no condition ${fact.conditionId}`);
    if (condition.metOn !== undefined) cannotFollow(fact, `it was met on ${condition.metOn}`);
    return { ...known, conditions: known.conditions.with(index, { ...condition, metOn: fact.on }) };
  },
  SubsidyReleased: (fact, known) => {
    requireGranted(fact, known);
    const open = known.conditions.find(({ metOn }) => metOn === undefined);
    if (open !== undefined) cannotFollow(fact, `the condition of ${open.on} is not met`);
    if (known.heldSince === undefined) cannotFollow(fact, 'it is not frozen under a condition');
    return { ...known, heldSince: undefined, releasedOn: fact.on };
  },
  SubsidySpent: (fact, known) => {
    requireGranted(fact, known);
    const frozen = frozenSince(known);
    if (frozen !== undefined) cannotFollow(fact, `it is frozen from ${frozen} on`);
    const { amountCents, use, on } = fact;
    return { ...known, expenses: [...known.expenses, { amountCents, use, on }] };
  },
  SubsidyReportReceived: (fact, known) => {
    if (known.grant === undefined) cannotFollow(fact, 'it was not granted');
    if (known.report !== undefined) cannotFollow(fact, `the report was received on ${known.report.on}`);
    const { receipt, on } = fact;
    return { ...known, report: { on, ...(receipt === undefined ? {} : { receipt }) } };
  },
  SubsidyReminded: (fact, known) => {
    const { obligation, nth, on } = fact;
    const before = known.reminders.find((each) => each.obligation === obligation && each.nth === nth);
    if (before !== undefined) cannotFollow(fact, `reminder ${String(nth)} is of ${before.on}`);
    return { ...known, reminders: [...known.reminders, { obligation, nth, on }] };
  },
  SubsidyRefused: (fact, known) => {
    requireOpen(fact, known);
    if (known.grant !== undefined) cannotFollow(fact, `it was granted on ${known.grant.on}`);
    return { ...known, end: { how: 'refused', on: fact.on, reason: fact.reason } };
  },
  SubsidyLapsed: (fact, known) => {
    requireOpen(fact, known);
    return { ...known, end: { how: 'lapsed', on: fact.on, reason: fact.reason } };
  },
  SubsidySucceeded: succeeded,
  SubsidyConsentGiven: (fact, known) => {
    requireOpen(fact, known);
    if (known.consentSince === undefined) cannotFollow(fact, 'no merger needs the consent of its granter');
    return { ...known, consentSince: undefined };
  },
});

/** What ended before has nothing that passes. */
function succeeded(fact: EventOf<SubsidyFact, 'SubsidySucceeded'>, known: KnownSubsidy): KnownSubsidy {
  const { operationId, from, to, on } = fact;
  const passedBy = [...known.passedBy, passingOf(fact)];
  if (known.end !== undefined) return { ...known, passedBy };
  const holder = holderOf(known);
  if (holder !== from) cannotFollow(fact, `it is a subsidy of ${holder}`);
  const outcome = subsidyOutcome(known.request.onSuccession);
  if (outcome === 'lapses' && fact.annulment !== true) return { ...known, passedBy, end: { how: 'lapsed', on } };
  const passed: KnownSubsidy = {
    ...known,
    passedBy,
    holdings: [...known.holdings, { clusterId: to, from: on, operationId }],
  };
  // What goes back asks nobody.
  if (fact.annulment === true) return { ...passed, consentSince: undefined };
  if (outcome === 'automatic') return passed;
  return { ...passed, consentSince: known.consentSince ?? on };
}

/** One merger reaches it at most twice: by its effect, and by its annulment. */
export function passingOf({
  operationId,
  annulment,
}: Pick<Said<'SubsidySucceeded'>, 'operationId' | 'annulment'>): string {
  return annulment === true ? `${operationId} annulled` : operationId;
}

function requireOpen(fact: SubsidyFact, { end }: KnownSubsidy): void {
  if (end !== undefined) cannotFollow(fact, `it ${end.how === 'lapsed' ? 'lapsed' : 'was refused'} on ${end.on}`);
}

function requireGranted(fact: SubsidyFact, known: KnownSubsidy): void {
  requireOpen(fact, known);
  if (known.grant === undefined) cannotFollow(fact, 'it was not granted');
}

/** The cluster whose subsidy it is, after the facts so far. */
export function holderOf({ holdings }: Pick<KnownSubsidy, 'holdings'>): string {
  return (holdings.at(-1) ?? holdings[0]).clusterId;
}

/** The day from which it cannot be spent: under a condition, or until the granter consents to its passing. Undefined where it can. */
export function frozenSince({ heldSince, consentSince }: KnownSubsidy): string | undefined {
  if (heldSince === undefined || consentSince === undefined) return heldSince ?? consentSince;
  return heldSince < consentSince ? heldSince : consentSince;
}

/** What was spent. */
export function spentCents({ expenses }: Pick<KnownSubsidy, 'expenses'>): number {
  return expenses.reduce((sum, { amountCents }) => sum + amountCents, 0);
}

/** What is left of what was granted; null where that is unknown, undefined where nothing was granted. */
export function unspentCents(known: KnownSubsidy): number | null | undefined {
  const granted = known.grant?.amountCents;
  return typeof granted === 'number' ? granted - spentCents(known) : granted;
}

/** The subsidy as its facts, in the order of their days, leave it at the end of a day. */
export function subsidyOn(facts: readonly SubsidyFact[], day: string): KnownSubsidy | undefined {
  return facts.filter(({ on }) => on <= day).reduce(evolveSubsidy, noSubsidy).known;
}
