import { managerCommand, type ManagerCommand } from '#libs/commands';
import { HINDRANCE_MAX, type DomainEvent, type GrappeEvents, type successionProcessEvents } from '#libs/contracts';
import { accept, aggregate, cannotFollow, invariant, storableText, uuid } from '#libs/kernel';
import type { Aggregate, RecordedEvent, Rejection } from '#libs/kernel';
import { creates, projection, type Projection, type ReadModels, type TypedEvent } from '#libs/projections';
import { step, type ProcessManager, type ManagerStep, type Reaction } from './definition.ts';

export type Succession = GrappeEvents['mergers.SuccessionTookEffect'];

/** One reference that a succession moves: its decisions are taken together or not at all. */
export interface ReferenceMove {
  readonly step: ManagerStep;
  /** How many references it moves together, where several stand in one stream (the mandates of an office). Default: 1. */
  readonly count?: number;
  /** True where it became one with a reference that the successor has already. */
  readonly merges?: boolean;
}

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
}

type SuccessionEvent = DomainEvent<typeof successionProcessEvents>;
type SetAside = Extract<SuccessionEvent, { readonly type: 'SuccessionReferenceSetAside' }>;

interface SuccessionState {
  readonly status: 'absent' | 'started' | 'applied';
  readonly toMove: number;
  /** What could not be moved, by its reference; it goes from here when it was moved after all. */
  readonly aside: Readonly<Record<string, SetAside>>;
}

/** The state of the process manager, as a stream: taken up with so many references, then applied. */
export type SuccessionAggregate = Aggregate<SuccessionEvent, SuccessionState, SuccessionEvent, never>;

const ABSENT: SuccessionState = { status: 'absent', toMove: 0, aside: {} };

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
      const { toMove, aside } = state;
      if (command.type === 'SuccessionStarted') return canFollow(command, state) ? accept(command) : accept();
      invariant(state.status !== 'absent', 'a succession is applied only after it was started');
      if (!canFollow(command, state)) return accept();
      if (command.type === 'SuccessionReferenceSetAside' && isSame(aside[command.reference], command)) return accept();
      if (command.type !== 'SuccessionApplied') return accept(command);
      const left = Object.values(aside).reduce((sum, { count }) => sum + count, 0);
      return accept({ ...command, toMove, moved: toMove - left });
    },
  });
}

function canFollow(event: SuccessionEvent, { status, aside }: SuccessionState): boolean {
  if (event.type === 'SuccessionStarted') return status === 'absent';
  if (event.type === 'SuccessionApplied') return status === 'started';
  return status !== 'absent' && (event.type === 'SuccessionReferenceSetAside' || event.reference in aside);
}

function after(event: SuccessionEvent, state: SuccessionState): SuccessionState {
  const { aside } = state;
  switch (event.type) {
    case 'SuccessionStarted':
      return { ...state, status: 'started', toMove: event.toMove };
    case 'SuccessionApplied':
      return { ...state, status: 'applied' };
    case 'SuccessionReferenceSetAside':
      return { ...state, aside: { ...aside, [event.reference]: event } };
    case 'SuccessionReferenceRecovered': {
      const { [event.reference]: _recovered, ...others } = aside;
      return { ...state, aside: others };
    }
  }
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
    on: { 'mergers.SuccessionTookEffect': creates(({ data }) => kept(data)) },
  });
}

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
    on: ['mergers.SuccessionTookEffect', 'mergers.ReferencesRetried'],
    aggregate: own,
    state: { aggregate: own, idOf: (event) => uuid(operationOf(event)) },
    reads: [...reads, successions],
    commands: [...policy.commands, record],
    gather: async (event, readModels) => {
      const succession = isEffect(event) ? event.data : await readModels.of(successions).get(operationOf(event));
      invariant(succession !== undefined, `operation ${operationOf(event)} took effect, and nobody published it`);
      return { succession, facts: await policy.gather(succession, readModels) };
    },
    react: (event, { state, facts: { succession, facts } }) => {
      const prepared = policy.prepare?.(succession, facts) ?? [];
      const moves = policy.references(succession, facts);
      const moving = new Moving(succession.operationId, record);
      return isEffect(event) ? moving.all(state, prepared, moves) : moving.again(state, prepared, moves);
    },
  };
}

/** How the references of one operation are moved, and what is put on record of it. */
class Moving {
  constructor(
    private readonly operationId: string,
    private readonly command: ManagerCommand<SuccessionEvent>,
  ) {}

  all(
    { status, aside: known }: SuccessionState,
    prepared: readonly (readonly ManagerStep[])[],
    moves: readonly ReferenceMove[],
  ): Reaction {
    if (status === 'applied') return [];
    const { operationId } = this;
    const moved = numberOf(moves);
    const merged = numberOf(moves.filter(({ merges }) => merges === true));
    const aside = (each: ManagerStep, count: number): ManagerStep => ({
      ...each,
      follows: (refusal) => {
        if (refusal !== undefined) return this.#setAside(each.key, count, refusal);
        // A run that was cut off had set it aside, and it can be moved now.
        return each.key in known ? this.#recovered(each.key) : undefined;
      },
    });
    return [
      [this.#record('SuccessionStarted', { type: 'SuccessionStarted', operationId, toMove: moved })],
      ...prepared.map((stage) => stage.map((each) => aside(each, 0))),
      moves.map(({ step: each, count = 1 }) => aside(each, count)),
      [
        this.#record('SuccessionApplied', {
          ...{ type: 'SuccessionApplied', operationId, toMove: moved, moved, merged, needConsent: 0 },
        }),
      ],
    ];
  }

  /** What is set aside and no more to be moved has been settled by whoever changed it. */
  again(
    { aside }: SuccessionState,
    prepared: readonly (readonly ManagerStep[])[],
    moves: readonly ReferenceMove[],
  ): Reaction {
    const retried = (each: ManagerStep): readonly ManagerStep[] => {
      const known = aside[each.key];
      if (known === undefined) return [];
      const follows: ManagerStep['follows'] = (refusal) =>
        refusal === undefined ? this.#recovered(each.key) : this.#setAside(each.key, known.count, refusal);
      return [{ ...each, follows }];
    };
    const stages = [...prepared, moves.map((move) => move.step)];
    const listed = new Set(stages.flat().map(({ key }) => key));
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

function numberOf(moves: readonly ReferenceMove[]): number {
  return moves.reduce((sum, { count = 1 }) => sum + count, 0);
}
