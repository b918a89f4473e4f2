import { accept, chronicle, derivedAmong, reject, sameFacts } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, Refusal } from '#libs/kernel';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';
import type { Organisation } from '../organisation/organisation.ts';
import {
  evolveSubsidy,
  frozenSince,
  holderOf,
  noSubsidy,
  passingOf,
  spentCents,
  subsidyOn,
  type KnownSubsidy,
  type SubsidyEvent,
  type SubsidyFact,
} from './subsidy.ts';

interface Ask extends CommandFor<EventOf<SubsidyEvent, 'SubsidyRequested'>, 'RequestSubsidy'> {
  /** The current states of the cluster and of the granter. */
  readonly in: { readonly cluster: Cluster; readonly granter: Organisation };
}
type Stated<Fact extends SubsidyFact['type'], Type extends string> = CommandFor<
  EventOf<SubsidyEvent, Fact>,
  Type,
  'clusterId'
>;
type Succeed = CommandFor<EventOf<SubsidyEvent, 'SubsidySucceeded'>, 'SucceedSubsidy'>;
type Later =
  | Stated<'SubsidyGranted', 'GrantSubsidy'>
  | Stated<'SubsidyConventionSigned', 'SignSubsidyConvention'>
  | Stated<'SubsidyConditionAdded', 'AddSubsidyCondition'>
  | Stated<'SubsidyConditionMet', 'MeetSubsidyCondition'>
  | Stated<'SubsidyReleased', 'ReleaseSubsidy'>
  | Stated<'SubsidySpent', 'SpendSubsidy'>
  | Stated<'SubsidyReportReceived', 'ReceiveSubsidyReport'>
  | Stated<'SubsidyReminded', 'RecordSubsidyReminder'>
  | Stated<'SubsidyRefused', 'RefuseSubsidy'>
  | Stated<'SubsidyLapsed', 'LapseSubsidy'>
  | Stated<'SubsidyConsentGiven', 'ConsentToSuccession'>;
export type SubsidyCommand = Ask | Later | Succeed;

/** `found` is the id that is unknown, the granter of the subsidy that has this id, the day from which it is frozen, or what was spent beside what was granted. */
export type SubsidyRejection =
  | ClusterMissing
  | Refusal<'MBR_SUBSIDY_NOT_FOUND' | 'MBR_ORGANISATION_NOT_FOUND' | 'MBR_SUBSIDY_EXISTS', 'found'>
  | Refusal<'MBR_SUBSIDY_FROZEN', 'found' | 'required'>
  | Refusal<'MBR_SUBSIDY_OVERSPENT', 'found' | 'required', number>;

type Verdict = Decision<SubsidyFact, SubsidyRejection>;

const FACTS: Readonly<Record<Later['type'], Exclude<SubsidyFact['type'], 'SubsidyRequested' | 'SubsidySucceeded'>>> = {
  GrantSubsidy: 'SubsidyGranted',
  SignSubsidyConvention: 'SubsidyConventionSigned',
  AddSubsidyCondition: 'SubsidyConditionAdded',
  MeetSubsidyCondition: 'SubsidyConditionMet',
  ReleaseSubsidy: 'SubsidyReleased',
  SpendSubsidy: 'SubsidySpent',
  ReceiveSubsidyReport: 'SubsidyReportReceived',
  RecordSubsidyReminder: 'SubsidyReminded',
  RefuseSubsidy: 'SubsidyRefused',
  LapseSubsidy: 'SubsidyLapsed',
  ConsentToSuccession: 'SubsidyConsentGiven',
};

const happenedOn = { day: ({ on }: { readonly on: string }) => on, happened: true } as const;

export const subsidy = chronicle({
  context: 'membership',
  name: 'subsidy',
  prefix: 'MBR',
  initial: noSubsidy,
  facts: {
    SubsidyRequested: {
      name: 'request',
      ...happenedOn,
      carries: (_fact, facts) => derivedAmong(facts),
      changes: ['granterId', 'amountCents', 'purpose', 'year', 'onSuccession', 'on'],
    },
    SubsidyGranted: { name: 'grant', ...happenedOn, changes: ['amountCents', 'on'] },
    SubsidyConventionSigned: { name: 'convention', ...happenedOn, changes: ['on'] },
    SubsidyConditionAdded: { name: 'condition', ...happenedOn, changes: ['condition', 'on'] },
    SubsidyConditionMet: { name: 'fulfilment', ...happenedOn, changes: ['on'] },
    SubsidyReleased: { name: 'release', ...happenedOn, changes: ['on'] },
    SubsidySpent: { name: 'expense', ...happenedOn, changes: ['amountCents', 'use', 'on'] },
    SubsidyReportReceived: { name: 'report', ...happenedOn, changes: ['receipt', 'on'] },
    SubsidyReminded: { name: 'reminder', ...happenedOn, changes: ['nth', 'on'] },
    SubsidyRefused: { name: 'refusal', ...happenedOn, changes: ['reason', 'on'] },
    // A lapse may lie ahead: what was granted until a day.
    SubsidyLapsed: { name: 'lapse', day: ({ on }) => on, changes: ['reason', 'on'] },
    SubsidySucceeded: { day: ({ on }) => on, derived: () => true },
    SubsidyConsentGiven: { name: 'consent', ...happenedOn, changes: ['on'] },
  },
  evolve: evolveSubsidy,
  judge: ({ known }): SubsidyRejection | undefined => {
    const granted = known?.grant?.amountCents;
    if (known === undefined || typeof granted !== 'number') return undefined;
    const found = spentCents(known);
    return found > granted ? { type: 'MBR_SUBSIDY_OVERSPENT', found, required: granted } : undefined;
  },
  decide: (command: SubsidyCommand, { known, facts }): Verdict => {
    if (command.type === 'RequestSubsidy') return request(command, known);
    if (known === undefined) return reject({ type: 'MBR_SUBSIDY_NOT_FOUND', found: command.subsidyId });
    if (command.type === 'SucceedSubsidy') return succeed(command, known);
    const before = subsidyOn(
      facts.map(({ event }) => event),
      command.on,
    );
    const frozen = before && frozenSince(before);
    if (command.type === 'SpendSubsidy' && frozen !== undefined)
      return reject({
        type: 'MBR_SUBSIDY_FROZEN',
        found: `frozen from ${frozen} on`,
        required: before?.consentSince === undefined ? 'a release on its day or before' : 'the consent of its granter',
      });
    return accept(stated(command, holderOf(before ?? known)));
  },
});

function stated(command: Later, clusterId: string): SubsidyFact {
  const fact = { ...command, clusterId, type: FACTS[command.type] };
  return fact as SubsidyFact;
}

function request({ in: { cluster, granter }, ...command }: Ask, known: KnownSubsidy | undefined): Verdict {
  const { type: _type, ...facts } = command;
  if (known !== undefined)
    return sameFacts(known.request, facts)
      ? accept()
      : reject({ type: 'MBR_SUBSIDY_EXISTS', found: known.request.granterId });
  const missing = notActiveOn(cluster, command.clusterId, command.on);
  if (missing !== undefined) return reject(missing);
  if (granter.status === 'absent') return reject({ type: 'MBR_ORGANISATION_NOT_FOUND', found: command.granterId });
  return accept<SubsidyFact>({ ...command, type: 'SubsidyRequested' });
}

/** The merger has taken effect already, so its day is not judged here; a lapse that lies behind it passes with the subsidy. */
function succeed(command: Succeed, { passedBy, end }: KnownSubsidy): Verdict {
  const isOver = end !== undefined && end.on <= command.on;
  if (passedBy.includes(passingOf(command)) || isOver) return accept();
  return accept<SubsidyFact>({ ...command, type: 'SubsidySucceeded' });
}
