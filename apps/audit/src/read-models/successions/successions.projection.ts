import type { GrappeEvents } from '#libs/contracts';
import { invariant } from '#libs/kernel';
import { creates, keyed, projection, updates, upserts, type Handling, type TypedEvent } from '#libs/projections';

/** The members that every entry has: the event behind it, and since when it is known. */
interface Recorded {
  readonly eventId: string;
  readonly recordedAt: string;
}

/** A correction, as it stands beside what it corrects. */
export interface CorrectionEntry extends Recorded {
  readonly reason: string;
}

/** What a fact has that can be corrected. */
interface Correctable {
  /** When it was recorded that it was not so. */
  readonly knownTo?: string;
  /** The correction by which it reads as it does; it was recorded then. */
  readonly correctedBy?: CorrectionEntry;
  /** What corrections say that were recorded after the effect: what was decided stays as it was judged. */
  readonly corrections?: readonly (CorrectionEntry & { readonly now: object })[];
}

interface OfOperation {
  readonly operationId: string;
}

type Entry<Data> = Omit<Data, 'operationId'> & Recorded;
type Effect = GrappeEvents['mergers.SuccessionTookEffect'];
type Started = GrappeEvents['mergers.OperationStarted'];
/** Whoever an effect is about. */
type Parties = 'predecessors' | 'successor' | 'heirs' | 'giver' | 'federated';

/** An operation from its first day with everything that decided it; one that never took effect stays readable. */
export interface OperationRecord {
  readonly operationId: string;
  readonly kind: Started['kind'];
  readonly title?: string;
  readonly status:
    | 'exploring'
    | 'drafted'
    | 'adopted'
    | 'approved'
    | 'rejected'
    | 'lapsed'
    | 'withdrawn'
    | 'effective'
    | 'closed'
    | 'annulled';
  readonly participants: Started['participants'];
  readonly plans: readonly Omit<Entry<GrappeEvents['mergers.PlanDrafted']>, 'plan'>[];
  readonly adoptions: readonly (Entry<GrappeEvents['mergers.PlanAdopted']> & Correctable)[];
  /** The tally, the clause of the statutes that decided, and what the rule book said of the act. */
  readonly votes: readonly (Entry<GrappeEvents['mergers.AssemblyVoted']> & Correctable)[];
  /** With the times of a succession: decided, in force, for the accounts, and recorded here. */
  readonly effect?: Pick<Entry<Effect>, Parties | 'verdicts' | 'planVersion' | 'planHash'> &
    Recorded & {
      readonly times: Pick<Entry<Effect>, 'decidedOn' | 'effectiveOn' | 'accountingOn' | 'recordedAt'>;
    };
  /** The judgement that annulled it. */
  readonly annulment?: Omit<Entry<GrappeEvents['mergers.SuccessionAnnulled']>, 'predecessors' | 'successor'>;
  /** What each context reported back of its references last. */
  readonly references: readonly Entry<GrappeEvents['mergers.ReferencesMoved']>[];
  readonly declarations: readonly (Entry<GrappeEvents['mergers.OperationDeclared']> & Correctable)[];
  /** Postponements, which change no status, and the end without an effect, each with its reason where it has one. */
  readonly setbacks: readonly ({ readonly what: 'postponed' | 'lapsed' | 'withdrawn' } & Entry<Setback>)[];
  /** The day of the first and of the last entry that changed the status. */
  readonly startedOn?: string;
  readonly closedOn?: string;
}

interface Setback extends OfOperation {
  readonly reason?: string;
  /** The target: the new one of a postponement, or the one that has passed. */
  readonly target?: string;
  readonly on: string;
}

/** A handler for an event of a known operation; the stream begins with its start. */
function on<Data extends OfOperation>(
  change: (record: OperationRecord, entry: Entry<Data>) => OperationRecord,
): Handling<Data, OperationRecord> {
  return updates((record, event) => {
    const { operationId: _operationId, ...data } = event.data;
    return change(record, { ...data, ...recordedOf(event) });
  });
}

function becomes<Data extends OfOperation>(status: OperationRecord['status']): Handling<Data, OperationRecord> {
  return on<Data>((record) => ({ ...record, status }));
}

function setBack(what: 'postponed' | 'lapsed' | 'withdrawn') {
  return on<Setback & { readonly newTarget?: string | undefined }>(
    (record, { newTarget, target = newTarget, ...entry }) => ({
      ...record,
      status: what === 'postponed' ? record.status : what,
      setbacks: [...record.setbacks, { what, ...entry, ...(target === undefined ? {} : { target }) }],
    }),
  );
}

/** What a correction says; one that voids a fact has nothing that is so now. */
interface Corrected<Data> {
  readonly fact: string;
  readonly was: Data;
  readonly now?: Data;
  readonly reason: string;
}

/** The fact reads as it was corrected, and as it was until then; after the effect the correction stands beside what was judged. */
function corrects<Data extends OfOperation>(list: 'adoptions' | 'votes' | 'declarations') {
  return keyed<Corrected<Data>, OperationRecord>(
    ({ data }) => data.was.operationId,
    updates((record, event) => {
      const isJudged = record.effect !== undefined && list !== 'declarations';
      return { ...record, [list]: withCorrection<Recorded & Correctable>(record[list], event, isJudged) };
    }),
  );
}

function withCorrection<Fact extends Recorded & Correctable>(
  entries: readonly Fact[],
  event: TypedEvent<Corrected<OfOperation>>,
  isJudged: boolean,
): readonly Fact[] {
  const { fact, now, reason } = event.data;
  const said = { reason, ...recordedOf(event) };
  const index = entries.findIndex(({ eventId, knownTo }) => eventId === fact && knownTo === undefined);
  const known = entries[index];
  invariant(known !== undefined, `the fact ${fact} is in the record`);
  const past = { ...known, knownTo: said.recordedAt };
  if (now === undefined) return entries.with(index, past);
  const { operationId: _operationId, ...data } = now;
  if (isJudged)
    return entries.with(index, { ...known, corrections: [...(known.corrections ?? []), { ...said, now: data }] });
  const { recordedAt } = said;
  return entries.toSpliced(index, 1, past, { ...known, ...data, recordedAt, correctedBy: said });
}

/** Every merger operation with its plan hashes, adoptions, votes, effect, and the references that moved. */
export const successions = projection<GrappeEvents, OperationRecord>({
  name: 'audit.successions',
  version: 5,
  columns: {
    status: { type: 'text', from: 'status' },
    successor_id: { type: 'text', from: 'effect.successor.clusterId' },
  },
  indexes: [['successor_id']],
  key: 'operationId',
  on: {
    'mergers.OperationStarted': creates(({ data: { operationId, kind, title, participants, on: startedOn } }) => ({
      ...emptyRecord(operationId, kind),
      title,
      participants,
      startedOn,
    })),
    'mergers.PlanDrafted': on((record, { plan: _plan, ...entry }) => ({
      ...record,
      status: 'drafted',
      plans: [...record.plans, entry],
    })),
    'mergers.PlanAdopted': on((record, entry) => ({ ...record, adoptions: [...record.adoptions, entry] })),
    'mergers.PlanAdoptedCorrected': corrects('adoptions'),
    'mergers.PlanAdoptedVoided': corrects('adoptions'),
    'mergers.OperationAdopted': becomes('adopted'),
    'mergers.AssemblyVoted': on((record, entry) => ({ ...record, votes: [...record.votes, entry] })),
    'mergers.AssemblyVotedCorrected': corrects('votes'),
    'mergers.AssemblyVotedVoided': corrects('votes'),
    'mergers.OperationApproved': becomes('approved'),
    'mergers.OperationRejected': becomes('rejected'),
    'mergers.OperationPostponed': setBack('postponed'),
    'mergers.OperationLapsed': setBack('lapsed'),
    'mergers.OperationWithdrawn': setBack('withdrawn'),
    // An imported succession has no operation that ran here before it.
    'mergers.SuccessionTookEffect': upserts((record, event) =>
      withEffect(record ?? emptyRecord(event.data.operationId, event.data.kind), event),
    ),
    'mergers.BodyRestored': becomes('effective'),
    'mergers.ReferencesMoved': on((record, entry) => ({
      ...record,
      references: [
        ...record.references.filter((each) => each.context !== entry.context || each.annulment !== entry.annulment),
        entry,
      ],
    })),
    'mergers.OperationDeclared': on((record, entry) => ({ ...record, declarations: [...record.declarations, entry] })),
    'mergers.OperationDeclaredCorrected': corrects('declarations'),
    'mergers.OperationDeclaredVoided': corrects('declarations'),
    'mergers.SuccessionAnnulled': on((record, { predecessors: _gone, successor: _heir, ...annulment }) => ({
      ...{ ...record, status: 'annulled', annulment },
    })),
    'mergers.OperationClosed': on((record, { on: closedOn }) => ({ ...record, status: 'closed', closedOn })),
  },
});

function withEffect(record: OperationRecord, event: TypedEvent<Effect>): OperationRecord {
  const { predecessors, successor, verdicts, planVersion, planHash, decidedOn, effectiveOn, accountingOn } = event.data;
  const { heirs, giver, federated } = event.data;
  const recorded = recordedOf(event);
  const times = { decidedOn, effectiveOn, accountingOn, recordedAt: recorded.recordedAt };
  const others = {
    ...(heirs === undefined ? {} : { heirs }),
    ...(giver === undefined ? {} : { giver }),
    ...(federated === undefined ? {} : { federated }),
  };
  const effect = { predecessors, successor, ...others, verdicts, planVersion, planHash, times, ...recorded };
  return { ...record, status: 'effective', effect };
}

function emptyRecord(operationId: string, kind: OperationRecord['kind']): OperationRecord {
  return {
    ...{ operationId, kind, status: 'exploring', participants: [], plans: [], adoptions: [], votes: [] },
    ...{ references: [], declarations: [], setbacks: [] },
  };
}

function recordedOf({ id: eventId, metadata: { recordedAt } }: TypedEvent<unknown>): Recorded {
  return { eventId, recordedAt };
}
