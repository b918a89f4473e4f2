import type { OperationEvent } from '../src/domain/operation/operation.ts';
import type { Participant, Plan } from '../src/domain/rules/act.ts';

/**
 * The law once more, from the events of a whole history and with days counted one by one: nothing here is shared with the rule book, so that both
 * would have to be wrong in the same way.
 */
const DECREE = '2015-10-01';

type Named<Name extends OperationEvent['type']> = Extract<OperationEvent, { readonly type: Name }>;

const step = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

function days(from: string, to: string): number {
  let count = 0;
  for (let day = from; day < to; day = step(day, 1)) count += 1;
  return count;
}

/** The same day of the month so many months away, or the last day of that month. */
function months(day: string, count: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + count, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

const KEPT: Readonly<Record<string, (from: string, act: string, length: number, unit: 'days' | 'months') => boolean>> =
  {
    'plain-forwards': (from, act, length, unit) =>
      unit === 'days' ? days(from, act) >= length : months(from, length) <= act,
    'clear-days-forwards': (from, act, length, unit) =>
      unit === 'days' ? days(from, act) > length : months(from, length) < act,
    'plain-backwards': (from, act, length, unit) =>
      unit === 'days' ? days(from, act) >= length : from <= months(act, -length),
    'clear-days-backwards': (from, act, length, unit) =>
      unit === 'days' ? days(from, act) > length : from < months(act, -length),
  };

function isKept(plan: Plan, guard: string, from: string, act: string): boolean {
  const way = plan.parameters?.counting?.find((each) => each.guard === guard)?.way ?? 'clear-days-backwards';
  const [length, unit] = guard === 'G2' ? ([2, 'months'] as const) : ([30, 'days'] as const);
  return KEPT[way]?.(from, act, length, unit) ?? false;
}

/** What stands of one version of a plan. */
interface Version {
  readonly event: Named<'PlanDrafted'>;
  readonly adoptions: Map<string, Named<'PlanAdopted'>>;
  readonly notices: Map<string, string>;
  readonly documents: Map<string, Named<'DocumentsOpened'>>;
  readonly votes: Map<string, Named<'AssemblyVoted'>>;
}

/** Every breach of a guard in a history of one operation, in words; corrections are not in it. */
export function breachesOf(events: readonly OperationEvent[]): readonly string[] {
  const breaches: string[] = [];
  const opinions = new Map<string, string>();
  const conditions = new Map<string, Named<'ConditionRecorded'>>();
  let participants: readonly Participant[] = [];
  let version: Version | undefined;
  const mind = (isLawful: boolean, what: string): void => {
    if (!isLawful) breaches.push(what);
  };
  for (const event of events) {
    if (event.type === 'OperationStarted') participants = event.participants;
    if (event.type === 'ConsultationRecorded') opinions.set(event.clusterId, event.on);
    if (event.type === 'ConditionRecorded') conditions.set(event.conditionId, event);
    if (event.type === 'PlanDrafted')
      version = { event, adoptions: new Map(), notices: new Map(), documents: new Map(), votes: new Map() };
    if (version === undefined) continue;
    const { plan, on: draftedOn, planVersion, planHash } = version.event;
    const isAfterDraft = (on: string, what: string): void => {
      mind(
        planVersion === 1 || on >= draftedOn,
        `G9: ${what} on ${on}, before version ${String(planVersion)} of ${draftedOn}`,
      );
    };
    if (event.type === 'PlanAdopted') {
      isAfterDraft(event.on, 'adoption');
      mind(event.planHash === planHash && plan.openPoints.length === 0, 'G1: another plan, or open points');
      const asks = plan.parameters?.staffOpinion?.some(({ clusterId }) => clusterId === event.clusterId) === true;
      const opinion = opinions.get(event.clusterId);
      mind(!asks || (opinion !== undefined && opinion <= event.on), `G10: no opinion by ${event.on}`);
      version.adoptions.set(event.clusterId, event);
    }
    if (event.type === 'OperationAdopted')
      for (const { clusterId } of participants)
        mind(version.adoptions.has(clusterId), `G1: ${clusterId} has not adopted`);
    if (event.type === 'NoticePublished') {
      isAfterDraft(event.on, 'notice');
      version.notices.set(event.clusterId, event.on);
    }
    if (event.type === 'DocumentsOpened') {
      isAfterDraft(event.on, 'documents');
      version.documents.set(event.clusterId, event);
    }
    if (event.type === 'AssemblyVoted') {
      mind(event.rule.kind === 'dissolution', `G6: under the clause for ${event.rule.kind} decisions`);
      version.votes.set(event.clusterId, event);
      if (event.on >= DECREE) breaches.push(...againstVote(event, version, participants));
    }
    if (event.type === 'SuccessionTookEffect')
      breaches.push(...againstEffect(event, version, participants, conditions));
  }
  return breaches;
}

function againstVote(
  { clusterId, on }: Named<'AssemblyVoted'>,
  { event: { plan }, adoptions, notices, documents, votes }: Version,
  participants: readonly Participant[],
): readonly string[] {
  const found: string[] = [];
  const adopted = adoptions.get(clusterId)?.on;
  if (adopted === undefined || !isKept(plan, 'G2', adopted, on))
    found.push(`G2: adopted ${String(adopted)}, voted ${on}`);
  const first = [...votes.values()].map((vote) => vote.on).toSorted()[0] ?? on;
  for (const each of participants) {
    const notice = notices.get(each.clusterId);
    if (notice === undefined || !isKept(plan, 'G3', notice, first))
      found.push(`G3: notice ${String(notice)} of ${each.clusterId}, first vote ${first}`);
  }
  const opened = documents.get(clusterId);
  const own = notices.get(clusterId);
  if (opened === undefined || !isKept(plan, 'G4', opened.on, on) || (own !== undefined && opened.on > own))
    found.push(`G4: documents ${String(opened?.on)}, notice ${String(own)}, vote ${on}`);
  const report = opened?.auditorReport?.date;
  if ((plan.contributionsEuros ?? 0) >= 1_550_000 && (report === undefined || report >= first))
    found.push(`G5: report ${String(report)}, first vote ${first}`);
  return found;
}

function againstEffect(
  { effectiveOn }: Named<'SuccessionTookEffect'>,
  { event: { plan }, votes }: Version,
  participants: readonly Participant[],
  conditions: ReadonlyMap<string, Named<'ConditionRecorded'>>,
): readonly string[] {
  const found: string[] = [];
  for (const { clusterId } of participants) {
    const vote = votes.get(clusterId);
    if (vote?.outcome !== 'adopted' || vote.on > effectiveOn)
      found.push(`G8: ${clusterId} has not approved by ${effectiveOn}`);
  }
  if (plan.effectDate !== undefined && effectiveOn < plan.effectDate)
    found.push(`G8: before the treaty's ${plan.effectDate}`);
  for (const { conditionId, blocking } of plan.conditions) {
    const record = conditions.get(conditionId);
    const isLifted = record !== undefined && record.status !== 'failed' && record.on <= effectiveOn;
    if (blocking && !isLifted) found.push(`G7: ${conditionId} is open on ${effectiveOn}`);
  }
  return found;
}

const FREEING: readonly OperationEvent['type'][] = [
  ...(['PlanDrafted', 'OperationRejected', 'OperationLapsed'] as const),
  ...(['OperationWithdrawn', 'SuccessionTookEffect'] as const),
];

/** Where a body was in two operations past ADOPTED at once, by the events of all operations in the order of recording (G12). */
export function boundTwice(ledger: readonly OperationEvent[]): readonly string[] {
  const parties = new Map<string, readonly string[]>();
  const holds = new Map<string, string>();
  return ledger.flatMap((event) => {
    if (!('operationId' in event)) return [];
    const { operationId } = event;
    if (event.type === 'OperationStarted')
      parties.set(
        operationId,
        event.participants.map(({ clusterId }) => clusterId),
      );
    const bodies = parties.get(operationId) ?? [];
    if (FREEING.includes(event.type))
      for (const body of bodies) if (holds.get(body) === operationId) holds.delete(body);
    if (event.type !== 'OperationAdopted') return [];
    const twice = bodies.filter((body) => holds.has(body));
    for (const body of bodies) holds.set(body, operationId);
    return twice.map((body) => `G12: ${body} is bound by two operations`);
  });
}
