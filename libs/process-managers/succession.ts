import { managerCommand, type ManagerCommand } from '#libs/commands';
import { HINDRANCE_MAX, type DomainEvent, type GrappeEvents, type successionProcessEvents } from '#libs/contracts';
import { accept, aggregate, cannotFollow, invariant, storableText, uuid } from '#libs/kernel';
import type { Aggregate, RecordedEvent, Rejection } from '#libs/kernel';
import {
  creates,
  keyed,
  projection,
  updates,
  type Projection,
  type ReadModels,
  type TypedEvent,
} from '#libs/projections';
import { NOTHING_CARRIED, reportOf, withoutAside, type Carried } from './carried.ts';
import { step, type ProcessManager, type ManagerStep, type Reaction } from './definition.ts';
import { restatedOf, withAcceded } from './joining.ts';

/** A merger that took effect; once a court has annulled it, with the day from which the predecessors stand again. */
export type Succession = GrappeEvents['mergers.SuccessionTookEffect'] & {
  readonly annulledOn?: string;
  /** The predecessors that their last members have restored since: the merger stands, and what they begin is their own. */
  readonly restored?: readonly { readonly clusterId: string; readonly on: string }[];
};

/** The first day on which a predecessor stands again, by the annulment of the merger or by a restoration; undefined where it does not. */
export function standsAgainOn(
  { annulledOn, restored = [] }: Pick<Succession, 'annulledOn' | 'restored'>,
  clusterId: string,
): string | undefined {
  const days = restored.flatMap((each) => (each.clusterId === clusterId ? [each.on] : []));
  return [...days, ...(annulledOn === undefined ? [] : [annulledOn])].toSorted()[0];
}

/** One reference that a succession moves: its decisions are taken together or not at all. */
export interface ReferenceMove {
  readonly step: ManagerStep;
  /** How many references it moves together, where several stand in one stream (the mandates of an office). Default: 1. */
  readonly count?: number;
  /** True where it became one with a reference that the successor has already. */
  readonly merges?: boolean;
  /** How many became one with another reference, where not all of those that stand together did. Default: by `merges`, all or none. */
  readonly merged?: number;
}

/** A reference that goes nowhere by law: somebody has to decide what becomes of it. */
export interface Undecided {
  readonly key: string;
  readonly code: string;
  readonly found: string;
  readonly required: string;
}

/** What goes back once a merger is annulled; each key begins with `annulled-`. */
export interface AnnulmentPolicy<Facts> {
  /** As that of the effect: what comes before the references and is not counted. Pure. */
  prepare?(succession: Annulled, facts: Facts): readonly (readonly ManagerStep[])[];
  /** What this operation has moved, each with what gives it back. The list is complete in every repeat. Pure. */
  references(succession: Annulled, facts: Facts): readonly ReferenceMove[];
  undecided?(succession: Annulled, facts: Facts): readonly Undecided[];
}

export type Annulled = Succession & { readonly annulledOn: string };

export interface SuccessionPolicy<Facts> {
  readonly context: string;
  /** What this context keeps of mergers: made by `successionsOf`. */
  readonly successions: Projection<GrappeEvents, Succession>;
  /** The read models of this context that have to be as far as the succession before references are listed. */
  readonly reads: readonly Projection[];
  readonly commands: ProcessManager['commands'];
  gather(succession: Succession, readModels: ReadModels): Promise<Facts>;
  /** What comes before the references and is not counted (new antennas, bodies that start), stage by stage. Pure. */
  prepare?(succession: Succession, facts: Facts): readonly (readonly ManagerStep[])[];
  /**
   * The references of this context that name a predecessor, each with what moves it. The list is complete in every repeat:
   * references that this operation has moved already stand in it too, and `merges` is judged from the facts before it. Pure.
   */
  references(succession: Succession, facts: Facts): readonly ReferenceMove[];
  /** What of them moves as it was, against the rules of that day, or needs somebody's consent. The same in every repeat. Pure. */
  carried?(succession: Succession, facts: Facts): Carried;
  readonly annulment?: AnnulmentPolicy<Facts>;
  /** What is recorded after an effect and changes whom it concerns: moved by itself, or set aside, beside what was reported. */
  readonly afterwards?: AfterwardsPolicy<Facts>;
}

interface AfterwardsPolicy<Facts> {
  /** Full event types, each about one operation. */
  readonly on: readonly string[];
  /** Pure. */
  references(succession: Succession, facts: Facts, event: RecordedEvent): readonly ReferenceMove[];
}

type SuccessionEvent = DomainEvent<typeof successionProcessEvents>;
type Applied = Extract<SuccessionEvent, { readonly type: 'SuccessionApplied' }>;
type SetAside = Extract<SuccessionEvent, { readonly type: 'SuccessionReferenceSetAside' }>;

interface Progress {
  readonly status: 'absent' | 'started' | 'applied';
  readonly toMove: number;
}

interface SuccessionState extends Progress {
  /** How far what had moved has gone back. */
  readonly annulment: Progress;
  /** What could not be moved, by its reference; it goes from here when it was moved after all. */
  readonly aside: Readonly<Record<string, SetAside>>;
}

/** The state of the process manager, as a stream: taken up with so many references, then applied. */
export type SuccessionAggregate = Aggregate<SuccessionEvent, SuccessionState, SuccessionEvent, never>;

const NOTHING: Progress = { status: 'absent', toMove: 0 };
const ABSENT: SuccessionState = { ...NOTHING, annulment: NOTHING, aside: {} };

export function successionAggregate(context: string): SuccessionAggregate {
  return aggregate({
    context,
    name: 'succession',
    initial: ABSENT,
    evolve: (state: SuccessionState, event: SuccessionEvent): SuccessionState => {
      if (!canFollow(event, state)) cannotFollow(event, `the succession is ${state.status}`);
      return after(event, state);
    },
    decide: (command: SuccessionEvent, state: SuccessionState) => {
      const { aside } = state;
      if (command.type === 'SuccessionStarted') return canFollow(command, state) ? accept(command) : accept();
      invariant(state.status !== 'absent', 'a succession is applied only after it was started');
      if (!canFollow(command, state)) return accept();
      if (command.type === 'SuccessionReferenceSetAside' && isSame(aside[command.reference], command)) return accept();
      if (command.type !== 'SuccessionApplied') return accept(command);
      const { toMove } = progressOf(command, state);
      const left = Object.values(aside)
        .filter(({ reference }) => isBack(reference) === (command.annulment === true))
        .reduce((sum, { count }) => sum + count, 0);
      return accept(withoutAside({ ...command, toMove, moved: toMove - left }, aside));
    },
  });
}

/** Whether a reference is one that goes back. */
function isBack(reference: string): boolean {
  return reference.startsWith('annulled-');
}

function progressOf({ annulment }: Pick<Applied, 'annulment'>, state: SuccessionState): Progress {
  return annulment === true ? state.annulment : state;
}

function canFollow(event: SuccessionEvent, state: SuccessionState): boolean {
  const { status, aside } = state;
  if (event.type === 'SuccessionStarted')
    return progressOf(event, state).status === 'absent' && (event.annulment === undefined || status === 'applied');
  if (event.type === 'SuccessionApplied') return progressOf(event, state).status === 'started';
  return status !== 'absent' && (event.type === 'SuccessionReferenceSetAside' || event.reference in aside);
}

function after(event: SuccessionEvent, state: SuccessionState): SuccessionState {
  const { aside } = state;
  switch (event.type) {
    case 'SuccessionStarted':
      return withProgress(event, { status: 'started', toMove: event.toMove }, state);
    case 'SuccessionApplied':
      return withProgress(event, { ...progressOf(event, state), status: 'applied' }, state);
    case 'SuccessionReferenceSetAside':
      return { ...state, aside: { ...aside, [event.reference]: event } };
    case 'SuccessionReferenceRecovered': {
      const { [event.reference]: _recovered, ...others } = aside;
      return { ...state, aside: others };
    }
  }
}

function withProgress(
  { annulment }: Pick<Applied, 'annulment'>,
  { status, toMove }: Progress,
  state: SuccessionState,
): SuccessionState {
  return annulment === true ? { ...state, annulment: { status, toMove } } : { ...state, status, toMove };
}

function isSame(known: SetAside | undefined, { code, found, required }: SetAside): boolean {
  return known?.code === code && known.found === found && known.required === required;
}

/** A merger without the persons that its plan appoints: what a context keeps that has nothing to do with them. */
export function withoutPersons(succession: Succession): Succession {
  return { ...succession, transitionalGovernance: { bodies: [] } };
}

/** What a context keeps of every merger that took effect, for what it moves later. */
export function successionsOf(
  context: string,
  version: number,
  kept: (succession: Succession) => Succession,
  { columns, indexes }: Pick<Projection, 'columns' | 'indexes'> = { columns: {}, indexes: [] },
): Projection<GrappeEvents, Succession> {
  return projection<GrappeEvents, Succession>({
    name: `${context}.successions`,
    version,
    columns,
    indexes,
    key: 'operationId',
    on: {
      'mergers.SuccessionTookEffect': creates(({ data }) => withAcceded(kept(data))),
      'mergers.SuccessionAnnulled': updates((succession, { data: { on: annulledOn } }) => ({
        ...succession,
        annulledOn,
      })),
      'mergers.JoiningRestated': updates((succession, { data }) => restatedOf(succession, data)),
      'membership.ClusterRestored': keyed<Restored, Succession>(
        ({ data: { endedBy } }) => (endedBy === undefined ? [] : [endedBy]),
        updates((succession, { data: { clusterId, on } }) => ({
          ...succession,
          restored: [...(succession.restored ?? []), { clusterId, on }],
        })),
      ),
    },
  });
}

type Restored = GrappeEvents['membership.ClusterRestored'];

interface Gathered<Facts> {
  readonly succession: Succession;
  readonly facts: Facts;
}

/**
 * The process manager that every context has for `SuccessionTookEffect`: lists its references once its own read models are
 * there, moves each by its own commands, and reports the numbers back. What it cannot move is set aside with its reason, and tried
 * again on `ReferencesRetried`. Killed at any moment it goes on where it was.
 */
export function successionManager<Facts>(
  policy: SuccessionPolicy<Facts>,
): ProcessManager<SuccessionState, Gathered<Facts>> & { readonly aggregate: SuccessionAggregate } {
  const { context, successions, reads } = policy;
  const own = successionAggregate(context);
  const record = managerCommand<SuccessionEvent>({
    name: `${context}.record-succession`,
    summary: 'Put on record how far the references of this context have followed a succession.',
    aggregate: own,
    run: (tx, { id, body }) => tx.decide(own, id, body),
  });
  return {
    name: `${context}.succession`,
    on: [
      ...['mergers.SuccessionTookEffect', 'mergers.SuccessionAnnulled', 'mergers.ReferencesRetried'],
      ...(policy.afterwards?.on ?? []),
    ],
    aggregate: own,
    state: { aggregate: own, idOf: (event) => uuid(operationOf(event)) },
    reads: [...reads, successions],
    commands: [...policy.commands, record],
    gather: async (event, readModels) => {
      const known = await readModels.of(successions).get(operationOf(event));
      const succession = known ?? (isEffect(event) ? event.data : undefined);
      invariant(succession !== undefined, `operation ${operationOf(event)} took effect, and nobody published it`);
      return { succession, facts: await policy.gather(succession, readModels) };
    },
    react: (event, { state, facts: { succession, facts } }) => {
      const moving = new Moving(succession.operationId, record);
      if (policy.afterwards?.on.includes(event.type) === true)
        return moving.afterwards(state, policy.afterwards.references(succession, facts, event));
      const list: References = {
        prepared: policy.prepare?.(succession, facts) ?? [],
        moves: policy.references(succession, facts),
        undecided: [],
        carried: policy.carried?.(succession, facts),
      };
      if (isEffect(event)) return moving.all(state, list);
      const back = isAnnulled(succession) ? backIn(policy.annulment, succession, facts) : NONE;
      if (event.type === 'mergers.SuccessionAnnulled') return moving.all(state, back, true);
      return moving.again(state, list, back);
    },
  };
}

/** What there is to do for one operation, in one direction. */
interface References {
  readonly prepared: readonly (readonly ManagerStep[])[];
  readonly moves: readonly ReferenceMove[];
  readonly undecided: readonly Undecided[];
  readonly carried?: Carried | undefined;
}

const NONE: References = { prepared: [], moves: [], undecided: [] };

function isAnnulled(succession: Succession): succession is Annulled {
  return succession.annulledOn !== undefined;
}

function backIn<Facts>(policy: AnnulmentPolicy<Facts> | undefined, succession: Annulled, facts: Facts): References {
  return {
    prepared: policy?.prepare?.(succession, facts) ?? [],
    moves: policy?.references(succession, facts) ?? [],
    undecided: policy?.undecided?.(succession, facts) ?? [],
  };
}

/** How the references of one operation are moved, and what is put on record of it. */
class Moving {
  constructor(
    private readonly operationId: string,
    private readonly command: ManagerCommand<SuccessionEvent>,
  ) {}

  all(state: SuccessionState, references: References, annulment?: true): Reaction {
    const { prepared, moves, undecided, carried = NOTHING_CARRIED } = references;
    if (progressOf({ annulment }, state).status === 'applied') return [];
    const said = annulment === true ? { operationId: this.operationId, annulment } : { operationId: this.operationId };
    const moved = numberOf(moves);
    const merged = moves.reduce((sum, move) => sum + mergedIn(move), 0);
    const aside = (each: ManagerStep, count: number): ManagerStep => this.#orAside(state, each, count);
    return [
      [this.#record('SuccessionStarted', { type: 'SuccessionStarted', ...said, toMove: moved })],
      ...prepared.map((stage) => stage.map((each) => aside(each, 0))),
      moves.map(({ step: each, count = 1 }) => aside(each, count)),
      undecided.map((each) => this.#setAside(each.key, 0, { type: each.code, ...each })),
      [
        this.#record('SuccessionApplied', {
          ...{ type: 'SuccessionApplied', ...said, toMove: moved, moved, merged },
          needConsent: undecided.length + carried.consents.length,
          ...reportOf(carried),
        }),
      ],
    ];
  }

  /** Beside what was reported: each is moved, or set aside. */
  afterwards(state: SuccessionState, moves: readonly ReferenceMove[]): Reaction {
    return [moves.map(({ step: each, count = 1 }) => this.#orAside(state, each, count))];
  }

  #orAside({ aside: known }: SuccessionState, each: ManagerStep, count: number): ManagerStep {
    return {
      ...each,
      follows: (refusal) => {
        if (refusal !== undefined) return this.#setAside(each.key, count, refusal);
        // A run that was cut off had set it aside, and it can be moved now.
        return each.key in known ? this.#recovered(each.key) : undefined;
      },
    };
  }

  /** What is set aside and no more to be moved has been settled by whoever changed it. */
  again({ aside }: SuccessionState, effect: References, back: References): Reaction {
    const retried = (each: ManagerStep): readonly ManagerStep[] => {
      const known = aside[each.key];
      if (known === undefined) return [];
      const follows: ManagerStep['follows'] = (refusal) =>
        refusal === undefined ? this.#recovered(each.key) : this.#setAside(each.key, known.count, refusal);
      return [{ ...each, follows }];
    };
    const stages = [effect, back].flatMap(({ prepared, moves }) => [...prepared, moves.map((move) => move.step)]);
    const open = back.undecided.map(({ key }) => key);
    const listed = new Set([...open, ...stages.flat().map(({ key }) => key)]);
    const settled = Object.keys(aside).filter((reference) => !listed.has(reference));
    return [...stages.map((stage) => stage.flatMap(retried)), settled.map((reference) => this.#recovered(reference))];
  }

  #recovered(reference: string): ManagerStep {
    const { operationId } = this;
    return this.#record(`recovered:${reference}`, { type: 'SuccessionReferenceRecovered', operationId, reference });
  }

  #setAside(reference: string, count: number, refusal: Rejection): ManagerStep {
    const { operationId } = this;
    const reason = { code: refusal.type, ...textOf(refusal, 'found'), ...textOf(refusal, 'required') };
    const body = { type: 'SuccessionReferenceSetAside', operationId, reference, count, ...reason } as const;
    return this.#record(`aside:${reference}`, body);
  }

  #record(key: string, body: SuccessionEvent): ManagerStep {
    return step(this.command, { key, id: uuid(this.operationId), body });
  }
}

/** A member of a refusal as words, where it has it. */
function textOf(refusal: Rejection, member: 'found' | 'required'): Partial<Record<typeof member, string>> {
  const value: unknown = { found: undefined, required: undefined, ...refusal }[member];
  return typeof value === 'string' && value !== '' ? { [member]: storableText(value, HINDRANCE_MAX) } : {};
}

function isEffect(event: RecordedEvent): event is TypedEvent<Succession> {
  return event.type === 'mergers.SuccessionTookEffect';
}

function operationOf(event: RecordedEvent): string {
  return (event as TypedEvent<Pick<Succession, 'operationId'>>).data.operationId;
}

function mergedIn({ merges, count = 1, merged = merges === true ? count : 0 }: ReferenceMove): number {
  return merged;
}

function numberOf(moves: readonly ReferenceMove[]): number {
  return moves.reduce((sum, { count = 1 }) => sum + count, 0);
}
