import type { agreementEvents, DomainEvent } from '#libs/contracts';
import { accept, acceptRepeat, cannotFollow, chronicle, reject } from '#libs/kernel';
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

type AgreementEvent = DomainEvent<typeof agreementEvents>;
export type AgreementFact = FactOf<AgreementEvent>;

/** The days on which a party is bound, from its signature on. */
export interface Signature {
  readonly clusterId: string;
  readonly since: string;
  readonly until?: string | undefined;
}

/** An agreement as it was drawn up, with who signed it and left it, in the order of days. */
export interface Agreement {
  readonly terms?: FactsOf<AgreementEvent, 'AgreementDrawnUp'> | undefined;
  readonly signatures: readonly Signature[];
}

interface DrawUp extends CommandFor<EventOf<AgreementEvent, 'AgreementDrawnUp'>, 'DrawUpAgreement'> {
  /** The party that draws it up; it signs it as the others do. */
  readonly clusterId: string;
  /** The current states of the parties, in their order. */
  readonly in: readonly Cluster[];
}
type Sign = CommandFor<EventOf<AgreementEvent, 'AgreementSigned'>, 'SignAgreement'>;
type Leave = CommandFor<EventOf<AgreementEvent, 'AgreementLeft'>, 'LeaveAgreement'>;
export type AgreementCommand = DrawUp | Sign | Leave;

/** `found` is the id that is unknown, no party, or named twice, the kind that an agreement with this id has, or the end of an empty period. */
export type AgreementRejection =
  | ClusterMissing
  | Refusal<'MBR_AGREEMENT_NOT_FOUND' | 'MBR_AGREEMENT_EXISTS' | 'MBR_PARTY_TWICE', 'found'>
  | Refusal<'MBR_NOT_A_PARTY', 'found' | 'required'>;

type Verdict = Decision<AgreementFact, AgreementRejection>;
type Facts = readonly StatedFact<DomainEventShape>[];

const initial: Agreement = { signatures: [] };

export const agreement = chronicle({
  context: 'membership',
  name: 'agreement',
  prefix: 'MBR',
  initial,
  facts: {
    // It counts first, whatever its day: parties sign it before its period begins.
    AgreementDrawnUp: {
      name: 'terms',
      day: ({ since }) => since,
      opens: true,
      carries: (_terms, facts: Facts) => facts.filter(({ event }) => event.type !== 'AgreementDrawnUp'),
      changes: ['kind', 'services', 'since', 'until'],
    },
    AgreementLeft: { name: 'leaving', day: ({ on }) => on, changes: ['on', 'reason'] },
    AgreementSigned: { name: 'signature', day: ({ on }) => on, happened: true, changes: ['on'] },
  },
  evolve: evolveAgreement,
  judge: ({ terms }): AgreementRejection | undefined => {
    if (terms?.until === undefined || terms.since < terms.until) return undefined;
    return { type: 'MBR_DATE_BEFORE_START', found: terms.until, required: `a day after ${terms.since}` };
  },
  decide: (command: AgreementCommand, { terms }): Verdict => {
    if (command.type === 'DrawUpAgreement') return drawUp(command, terms);
    const { agreementId, clusterId } = command;
    if (terms === undefined) return reject({ type: 'MBR_AGREEMENT_NOT_FOUND', found: agreementId });
    if (!terms.parties.includes(clusterId)) return reject(noParty(clusterId, terms.parties));
    return command.type === 'SignAgreement'
      ? accept<AgreementFact>({ ...command, type: 'AgreementSigned' })
      : accept<AgreementFact>({ ...command, type: 'AgreementLeft' });
  },
});

function noParty(found: string, parties: readonly string[]): AgreementRejection {
  return { type: 'MBR_NOT_A_PARTY', found, required: parties.join(', ') };
}

function drawUp({ type: _type, clusterId, in: clusters, ...terms }: DrawUp, known: Agreement['terms']): Verdict {
  if (known !== undefined) return acceptRepeat(terms, known, { type: 'MBR_AGREEMENT_EXISTS', found: known.kind });
  const { parties, since } = terms;
  if (!parties.includes(clusterId)) return reject(noParty(clusterId, parties));
  const twice = parties.find((id, index) => parties.indexOf(id) !== index);
  if (twice !== undefined) return reject({ type: 'MBR_PARTY_TWICE', found: twice });
  const gone = parties.map((id, index) => notActiveOn(clusters[index] ?? { status: 'absent' }, id, since));
  const missing = gone.find((each) => each !== undefined);
  if (missing !== undefined) return reject(missing);
  return accept<AgreementFact>({ ...terms, type: 'AgreementDrawnUp' });
}

/** What a fact makes of an agreement, for facts in the order of their days. */
export function evolveAgreement({ terms, signatures }: Agreement, fact: AgreementFact): Agreement {
  if (fact.type === 'AgreementDrawnUp') {
    if (terms !== undefined) cannotFollow(fact, 'the agreement is drawn up');
    const { type: _type, ...stated } = fact;
    return { terms: stated, signatures };
  }
  const { clusterId, on } = fact;
  if (terms === undefined) cannotFollow(fact, 'the agreement is not drawn up');
  const index = signatures.findLastIndex((each) => each.clusterId === clusterId);
  const last = signatures[index];
  const isBound = last !== undefined && last.until === undefined;
  if (fact.type === 'AgreementSigned') {
    if (isBound) cannotFollow(fact, `the party has signed it on ${last.since}`);
    return { terms, signatures: [...signatures, { clusterId, since: on }] };
  }
  if (!isBound) cannotFollow(fact, 'the party is not bound that day');
  return { terms, signatures: signatures.with(index, { ...last, until: on }) };
}
