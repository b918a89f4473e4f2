import type { successionProcessEvents } from '#libs/contracts';
import type { DomainEvent, GrappeEvents } from '#libs/contracts';
import { step, type CommandOutcome, type DecisionStep } from '#libs/commands';
import { accept, invariant, streamName, type Decider, type RecordedEvent } from '#libs/kernel';
import type { Projection, TypedEvent } from '#libs/projections';
import type { ProcessManager, ProcessServices } from './context.ts';
import { processContext } from './process-context.ts';

export type Succession = GrappeEvents['mergers.SuccessionTookEffect'];

/** One reference that a succession moves: its decisions are taken together or not at all. */
export interface ReferenceMove {
  /** Which of the references it is; the same in every repeat. */
  readonly key: string;
  readonly steps: readonly DecisionStep[];
  /** How many references it moves together, where several stand in one stream (the mandates of an office); 1 unless told. */
  readonly count?: number;
  /** True where it became one with a reference that the successor has already. */
  readonly merges?: boolean;
}

export interface SuccessionPolicy {
  readonly context: string;
  /** The read models of this context that have to be as far as the succession before references are listed. */
  readonly readModels: readonly Projection[];
  /** What comes before the references and is not counted (new antennas, bodies that start). */
  readonly prepare?: (succession: Succession, services: ProcessServices) => Promise<readonly ReferenceMove[]>;
  /**
   * The references of this context that name a predecessor, each with what moves it. The list is complete in every repeat:
   * references that this operation has moved already stand in it too, and `merges` is judged from the facts before it.
   */
  readonly references: (succession: Succession, services: ProcessServices) => Promise<readonly ReferenceMove[]>;
}

type ProcessEvent = DomainEvent<typeof successionProcessEvents>;
type ProcessState =
  | { readonly status: 'absent' }
  | { readonly status: 'started'; readonly toMove: number }
  | { readonly status: 'applied' };
type ProcessCommand = ProcessEvent;

/** The state of the process, as a stream: taken up with so many references, then applied. */
export const successionProcess: Decider<ProcessCommand, ProcessState, ProcessEvent, never> = {
  initial: { status: 'absent' },
  evolve: (_state, event) =>
    event.type === 'SuccessionStarted' ? { status: 'started', toMove: event.toMove } : { status: 'applied' },
  decide: (command, state) => {
    if (command.type === 'SuccessionStarted') return state.status === 'absent' ? accept(command) : accept();
    if (state.status === 'applied') return accept();
    invariant(state.status === 'started', 'a succession is applied only after it was started');
    return accept({ ...command, toMove: state.toMove });
  },
};

/** How many references are moved side by side: enough to fill a group commit. */
const MOVES_AT_ONCE = 32;

/**
 * The process manager that every context has for `SuccessionTookEffect`: lists its references once its own read models are
 * there, moves each by its own commands, and reports the numbers back. Killed at any moment it goes on where it was.
 */
export function successionManager(policy: SuccessionPolicy): ProcessManager {
  const name = `${policy.context}.succession`;
  return {
    name,
    on: ['mergers.SuccessionTookEffect'],
    handle: async (recorded, services) => {
      const event = recorded as TypedEvent<Succession> & RecordedEvent;
      await Promise.all(policy.readModels.map((model) => services.readModels.waitFor(model, event.position)));
      const stream = streamName(policy.context, 'succession', event.data.operationId);
      const before = await services.runner.load(successionProcess, stream);
      if (before.state.status === 'applied') return;
      const run = runMoves(event, name, services);
      await run((await policy.prepare?.(event.data, services)) ?? []);
      const moves = await policy.references(event.data, services);
      const record = async (command: ProcessCommand): Promise<void> => {
        const context = processContext(event, name, command.type, services.clock);
        requireAccepted(await services.runner.run(step(successionProcess, stream, command), context), command.type);
      };
      await record({ type: 'SuccessionStarted', operationId: event.data.operationId, toMove: numberOf(moves) });
      await run(moves);
      const merged = numberOf(moves.filter((move) => move.merges === true));
      await record({
        type: 'SuccessionApplied',
        operationId: event.data.operationId,
        toMove: numberOf(moves),
        moved: numberOf(moves),
        merged,
        needConsent: 0,
      });
    },
  };
}

function numberOf(moves: readonly ReferenceMove[]): number {
  return moves.reduce((sum, { count = 1 }) => sum + count, 0);
}

function runMoves(event: RecordedEvent & TypedEvent<Succession>, name: string, services: ProcessServices) {
  return async (moves: readonly ReferenceMove[]): Promise<void> => {
    for (let start = 0; start < moves.length; start += MOVES_AT_ONCE) {
      await Promise.all(
        moves.slice(start, start + MOVES_AT_ONCE).map(async (move) => {
          const context = processContext(event, name, move.key, services.clock);
          requireAccepted(await services.runner.runAll(move.steps, context), move.key);
        }),
      );
    }
  };
}

/** A refusal here means that the contexts disagree about history: it pauses the process, visibly, and is never skipped. */
function requireAccepted(outcome: CommandOutcome, what: string): void {
  invariant(
    outcome.ok,
    `the succession could not move ${what}: ${outcome.ok ? '' : JSON.stringify(outcome.rejection)}`,
  );
}
