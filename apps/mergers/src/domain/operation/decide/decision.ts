import { accept, reject, type CalendarDate, type Decision } from '#libs/kernel';
import type { PlanVersion } from '../../rules/act.ts';
import type { CommandName, CommandNamed, OperationRejection } from '../operation.commands.ts';
import { canFollow, FOLLOWS, type Before, type EventName, type OperationEvent, type Started } from '../operation.ts';

export type OperationDecision = Decision<OperationEvent, OperationRejection>;

/** How each command on an operation that was started is decided. */
export type Decisions = {
  readonly [Name in Exclude<CommandName, 'StartOperation'>]: (
    command: CommandNamed<Name>,
    state: Started,
  ) => OperationDecision;
};

interface Deciding<Command, Name extends EventName> {
  /** Whether the command says what is so already. Default: `otherwise` finds out. */
  readonly isAlreadySo?: (command: Command, state: Started) => boolean;
  /** What is left to decide, in the order of its own refusals. */
  readonly otherwise: (command: Command, state: Before<Name>) => OperationDecision;
}

/**
 * A command that makes an event, and the precedence of its refusals: a body that it names has to have a part in the operation; what is
 * so already is accepted; the operation has to be in a status in which the event can follow; the rest is its own.
 */
export function decides<Command extends { readonly type: string; readonly clusterId?: string }, Name extends EventName>(
  makes: Name,
  { isAlreadySo, otherwise }: Deciding<Command, Name>,
): (command: Command, state: Started) => OperationDecision {
  return (command, state) => {
    const stranger = command.clusterId === undefined ? undefined : strangerAmong(state, command.clusterId);
    if (stranger !== undefined) return stranger;
    if (isAlreadySo?.(command, state) === true) return accept();
    if (canFollow(makes, state)) return otherwise(command, state);
    const [found, required] = [`the operation is ${state.status}`, FOLLOWS[makes].join(', ')];
    return reject({ type: 'MRG_WRONG_STATUS', status: state.status, found, required });
  };
}

function strangerAmong({ participants }: Started, clusterId: string): OperationDecision | undefined {
  const known = participants.map((participant) => participant.clusterId);
  if (known.includes(clusterId)) return undefined;
  return reject({ type: 'MRG_NOT_A_PARTICIPANT', found: clusterId, required: `one of ${known.join(', ')}` });
}

/** The refusal of an act that is dated before the one that it rests on. */
export function outOfOrder(found: string, required: string, earliestLawfulDate: CalendarDate): OperationDecision {
  return reject({ type: 'MRG_OUT_OF_ORDER', found, required: `${required} ${earliestLawfulDate}`, earliestLawfulDate });
}

/** How events name the plan that they are about. */
export function referenceOf(operationId: string, { version, hash }: PlanVersion) {
  return { operationId, planVersion: version, planHash: hash };
}
