import type { DomainEvent, labelSchemeEvents } from '#libs/contracts';
import { accept, acceptUnless, below, cannotFollow, chronicle, inForceOn, reject, withFact } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';
import { notActiveOn, type Cluster, type ClusterMissing } from '../cluster/cluster.ts';
import { notRegistered, type Organisation, type OrganisationMissing } from '../organisation/organisation.ts';

type LabelSchemeEvent = DomainEvent<typeof labelSchemeEvents>;
export type LabelSchemeFact = FactOf<LabelSchemeEvent>;

/** The rules of a label from a day on. */
export type LabelSchemeVersion = Omit<FactsOf<LabelSchemeEvent, 'LabelSchemeSet'>, 'schemeId' | 'issuerId'>;

export interface LabelScheme {
  /** Absent before the first version. */
  readonly issuerId?: string | undefined;
  /** In the order of their days. */
  readonly versions: readonly LabelSchemeVersion[];
  /** From that day on nothing is awarded. */
  readonly withdrawnOn?: string | undefined;
}

/** A cluster or another organisation, as it is registered. */
export interface KnownBody {
  readonly cluster: Cluster;
  readonly organisation: Organisation;
}

type Set = EventOf<LabelSchemeEvent, 'LabelSchemeSet'>;
type Create = CommandFor<Set, 'CreateLabelScheme'> & { readonly issuer: KnownBody };
type SetScheme = CommandFor<Set, 'SetLabelScheme', 'issuerId'> & { readonly issuer: KnownBody };
type Withdraw = CommandFor<EventOf<LabelSchemeEvent, 'LabelSchemeWithdrawn'>, 'WithdrawLabelScheme', 'issuerId'>;
export type LabelSchemeCommand = Create | SetScheme | Withdraw;

/** Why a body does nothing on a day: it is not registered, not yet founded, or gone. */
export type BodyMissing = ClusterMissing | OrganisationMissing;
/** `found` is the id that is unknown, the name that the scheme has, or the day on which it was withdrawn. */
export type LabelSchemeRejection =
  | BodyMissing
  | Refusal<'MBR_LABEL_SCHEME_NOT_FOUND' | 'MBR_LABEL_SCHEME_EXISTS' | 'MBR_LABEL_SCHEME_WITHDRAWN', 'found'>;

const initial: LabelScheme = { versions: [] };

export const labelScheme = chronicle({
  context: 'membership',
  name: 'label-scheme',
  prefix: 'MBR',
  initial,
  facts: {
    LabelSchemeSet: {
      name: 'setting',
      day: ({ since }) => since,
      changes: ['name', 'validityMonths', 'grace', 'onHolderSuccession', 'onIssuerSuccession', 'since'],
    },
    LabelSchemeWithdrawn: { name: 'withdrawal', day: ({ on }) => on, changes: ['on', 'reason'] },
  },
  evolve: (state: LabelScheme, fact: LabelSchemeFact): LabelScheme => {
    if (state.withdrawnOn !== undefined) cannotFollow(fact, `the scheme was withdrawn on ${state.withdrawnOn}`);
    if (fact.type === 'LabelSchemeSet')
      return { issuerId: fact.issuerId, versions: withLabelScheme(state.versions, fact) };
    if (state.issuerId === undefined) cannotFollow(fact, 'the scheme is not set by then');
    return { ...state, withdrawnOn: fact.on };
  },
  decide: (command: LabelSchemeCommand, state): Decision<LabelSchemeFact, LabelSchemeRejection> => {
    const { issuerId } = state;
    if (command.type === 'CreateLabelScheme') return create(command, state);
    if (issuerId === undefined) return reject({ type: 'MBR_LABEL_SCHEME_NOT_FOUND', found: command.schemeId });
    if (command.type === 'WithdrawLabelScheme')
      return state.withdrawnOn === command.on
        ? accept()
        : accept({ ...command, issuerId, type: 'LabelSchemeWithdrawn' });
    const { issuer, ...set } = command;
    const fact: LabelSchemeFact = { ...set, issuerId, type: 'LabelSchemeSet' };
    return acceptUnless<LabelSchemeFact, LabelSchemeRejection>(bodyMissing(issuer, issuerId, set.since), fact);
  },
});

function create(
  { issuer, ...command }: Create,
  { issuerId, versions }: LabelScheme,
): Decision<LabelSchemeFact, LabelSchemeRejection> {
  const created: LabelSchemeFact = { ...command, type: 'LabelSchemeSet' };
  const [first] = versions;
  const isOther = first !== undefined && (issuerId !== command.issuerId || first.since !== command.since);
  if (isOther) return reject({ type: 'MBR_LABEL_SCHEME_EXISTS', found: first.name });
  return acceptUnless<LabelSchemeFact, LabelSchemeRejection>(
    bodyMissing(issuer, command.issuerId, command.since),
    created,
  );
}

/** Why there is no cluster or organisation under an id on a day; undefined where there is. */
export function bodyMissing({ cluster, organisation }: KnownBody, id: string, day: string): BodyMissing | undefined {
  if (cluster.status !== 'absent') return notActiveOn(cluster, id, day);
  return organisation.status === 'absent' ? notRegistered(id) : undefined;
}

/** The versions with one more. */
export function withLabelScheme(
  versions: readonly LabelSchemeVersion[],
  fact: FactsOf<LabelSchemeEvent, 'LabelSchemeSet'>,
): readonly LabelSchemeVersion[] {
  const { name, validityMonths, grace, onHolderSuccession, onIssuerSuccession, since } = fact;
  const version = { name, validityMonths, grace, onHolderSuccession, onIssuerSuccession, since };
  return withFact(versions, version);
}

/** The version in force on a day; undefined before the first. */
export function labelSchemeOn({ versions }: LabelScheme, day: string): LabelSchemeVersion | undefined {
  return inForceOn(versions, day);
}

/** Why nothing is awarded under a scheme on a day; undefined where it may be. */
export function notAwardingOn(scheme: LabelScheme, schemeId: string, day: string) {
  const [first] = scheme.versions;
  if (first === undefined) return { type: 'MBR_LABEL_SCHEME_NOT_FOUND', found: schemeId } as const;
  const { withdrawnOn } = scheme;
  if (withdrawnOn !== undefined && withdrawnOn <= day)
    return { type: 'MBR_LABEL_SCHEME_WITHDRAWN', found: withdrawnOn } as const;
  return below('MBR_DATE_BEFORE_START', day, first.since);
}
