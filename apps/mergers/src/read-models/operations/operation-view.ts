import { isVisible, type NameReader } from '#libs/kernel';
import { joiningOf } from '../../domain/operation/joining.ts';
import { fileOf } from '../../domain/operation/operation.ts';
import type { Annulled, Balloted, Effective, Planned } from '../../domain/operation/operation.ts';
import type { answersSince } from '../consents/consents.projection.ts';
import { logOf } from './operation-log.ts';
import type { OperationDocument } from './operations.projection.ts';
import type { VoteAsKnown } from './vote-differs.ts';

/** What a list shows of an operation. */
export function summaryOf({ state }: OperationDocument) {
  const { operationId, kind, title, status, participants, startedOn } = state;
  return { operationId, kind, title, status, participants, startedOn };
}

export function participantsOf({ state }: OperationDocument): readonly string[] {
  return state.participants.map(({ clusterId }) => clusterId);
}

/**
 * An operation as a reader gets it: what counts now, and beside it everything that happened. A plan that is on the table and was not
 * published is a draft, also of an operation that was published with another plan; an embargo hides it as long.
 */
export function viewOf(
  document: OperationDocument,
  votes: readonly VoteAsKnown[],
  reader: NameReader & { readonly seesDrafts: boolean },
  answers: Answers = new Map(),
) {
  const { state, publishedPlan } = document;
  const isPublic = (plan: Planned['plan']) => plan.hash === publishedPlan && isVisible(plan, reader);
  const showsPlan = 'plan' in state && (reader.seesDrafts || isPublic(state.plan));
  return {
    ...summaryOf(document),
    positions: state.positions,
    consultations: toList(state.consultations),
    ...(showsPlan ? planOf(state) : {}),
    ...('votes' in state ? ballotOf(state, votes) : {}),
    ...('approvedOn' in state ? { approvedOn: state.approvedOn } : {}),
    ...('effectiveOn' in state ? effectOf(state, answers) : {}),
    ...('annulment' in state ? annulmentOf(state) : {}),
    history: logOf(state),
  };
}

function planOf(state: Extract<OperationDocument['state'], Planned>) {
  const { plan, adoptions, conditions, postponement } = state;
  const { openPoints, conditions: planned } = plan.plan;
  const known = planned.map((condition) => ({
    ...condition,
    status: 'open' as const,
    ...conditions[condition.conditionId],
  }));
  const joining = joiningOf(fileOf(state), 'effectiveOn' in state ? state.effectiveOn : undefined);
  return {
    ...{ plan, openPoints },
    ...(joining.length === 0 ? {} : { joining }),
    ...{ adoptions: toList(adoptions), conditions: known, ...(postponement && { postponement }) },
  };
}

function ballotOf({ assemblies, notices, documents, votes, oppositions }: Balloted, known: readonly VoteAsKnown[]) {
  const scheduled = Object.entries(assemblies).map(([clusterId, scheduledFor]) => ({ clusterId, scheduledFor }));
  const counted = toList(votes).map((vote) => {
    const { corrected, differs } = known.findLast(({ clusterId }) => clusterId === vote.clusterId) ?? {};
    return {
      ...vote,
      ...(corrected === undefined ? {} : { corrected }),
      ...(differs === undefined ? {} : { differs }),
    };
  });
  const opposed = oppositions.map((each) => ({ ...each, opposable: each.resolved !== undefined }));
  const published = { notices: toList(notices), documents: toList(documents) };
  return { assemblies: scheduled, ...published, votes: counted, oppositions: opposed };
}

/** What was answered about references that wait for a consent. */
type Answers = Awaited<ReturnType<typeof answersSince>>;

/** The references that wait for a consent, or did. */
export function consentsIn({ state }: OperationDocument): readonly string[] {
  if (!('references' in state)) return [];
  return Object.values(state.references).flatMap(({ consents = [] }) => consents.map(({ reference }) => reference));
}

function effectOf({ effectiveOn, references, aside, declarations }: Effective, answers: Answers) {
  const moved = Object.entries(references).map(([context, { consents, ...counts }]) => ({
    ...{ context, ...counts },
    ...(consents === undefined ? {} : { consents: consents.map((each) => withAnswer(each, answers)) }),
  }));
  return { effectiveOn, references: moved, setAside: Object.values(aside), declarations };
}

function withAnswer<Consent extends { readonly reference: string }>(consent: Consent, answers: Answers) {
  const answered = answers.get(consent.reference);
  return answered === undefined ? consent : { ...consent, answered };
}

function annulmentOf({ annulment, returned }: Annulled) {
  return { annulment, returned: Object.entries(returned).map(([context, counts]) => ({ context, ...counts })) };
}

function toList<T extends object>(byCluster: Readonly<Record<string, T>>) {
  return Object.entries(byCluster).map(([clusterId, each]) => ({ clusterId, ...each }));
}
