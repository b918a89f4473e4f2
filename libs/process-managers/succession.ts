import { managerCommand } from '#libs/commands';
import type { DomainEvent, GrappeEvents, successionProcessEvents } from '#libs/contracts';
import { accept, aggregate, cannotFollow, invariant, uuid, type Aggregate, type RecordedEvent } from '#libs/kernel';
import type { Projection, ReadModels, TypedEvent } from '#libs/projections';
import { step, type ProcessManager, type ManagerStep } from './definition.ts';

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
type SuccessionState =
  | { readonly status: 'absent' }
  | { readonly status: 'started'; readonly toMove: number }
  | { readonly status: 'applied' };

/** The state of the process manager, as a stream: taken up with so many references, then applied. */
export type SuccessionAggregate = Aggregate<SuccessionEvent, SuccessionState, SuccessionEvent, never>;

export function successionAggregate(context: string): SuccessionAggregate {
  return aggregate({
    context,
    name: 'succession',
    initial: { status: 'absent' },
    evolve: (state: SuccessionState, event: SuccessionEvent): SuccessionState => {
      const follows = event.type === 'SuccessionStarted' ? state.status === 'absent' : state.status === 'started';
      if (!follows) cannotFollow(event, `the succession is ${state.status}`);
      return event.type === 'SuccessionStarted' ? { status: 'started', toMove: event.toMove } : { status: 'applied' };
    },
    decide: (command: SuccessionEvent, state: SuccessionState) => {
      if (command.type === 'SuccessionStarted') return state.status === 'absent' ? accept(command) : accept();
      if (state.status === 'applied') return accept();
      invariant(state.status === 'started', 'a succession is applied only after it was started');
      return accept({ ...command, toMove: state.toMove });
    },
  });
}

/**
 * The process manager that every context has for `SuccessionTookEffect`: lists its references once its own read models are
 * there, moves each by its own commands, and reports the numbers back. Killed at any moment it goes on where it was.
 */
export function successionManager<Facts>(
  policy: SuccessionPolicy<Facts>,
): ProcessManager<SuccessionState, Facts> & { readonly aggregate: SuccessionAggregate } {
  const { context, reads } = policy;
  const own = successionAggregate(context);
  const record = managerCommand<SuccessionEvent>({
    name: `${context}.record-succession`,
    summary: 'Put on record how far the references of this context have followed a succession.',
    aggregate: own,
    run: (tx, { id, body }) => tx.decide(own, id, body),
  });
  return {
    name: `${context}.succession`,
    on: ['mergers.SuccessionTookEffect'],
    aggregate: own,
    state: { aggregate: own, idOf: (event) => uuid(successionOf(event).operationId) },
    reads,
    commands: [...policy.commands, record],
    gather: (event, readModels) => policy.gather(successionOf(event), readModels),
    react: (event, { state, facts }) => {
      if (state.status === 'applied') return [];
      const succession = successionOf(event);
      const { operationId } = succession;
      const moves = policy.references(succession, facts);
      const moved = numberOf(moves);
      const merged = numberOf(moves.filter(({ merges }) => merges === true));
      const recorded = (body: SuccessionEvent): readonly ManagerStep[] => [
        step(record, { key: body.type, id: uuid(operationId), body }),
      ];
      return [
        ...(policy.prepare?.(succession, facts) ?? []),
        recorded({ type: 'SuccessionStarted', operationId, toMove: moved }),
        moves.map((move) => move.step),
        recorded({ type: 'SuccessionApplied', operationId, toMove: moved, moved, merged, needConsent: 0 }),
      ];
    },
  };
}

function successionOf(event: RecordedEvent): Succession {
  return (event as TypedEvent<Succession>).data;
}

function numberOf(moves: readonly ReferenceMove[]): number {
  return moves.reduce((sum, { count = 1 }) => sum + count, 0);
}
