import { reject, type CalendarDate } from '#libs/kernel';
import type { PlanVersion } from '../../rules/act.ts';
import type { CommandName, CommandNamed, OperationDecision } from '../operation.commands.ts';
import type { Before, EventName, Started } from '../operation.ts';

/** How a command that makes an event is decided, once the operation was started and the body it names has a part in it. */
export interface Deciding<Command, Name extends EventName> {
  /** The event that says it, which has to be able to follow. */
  readonly makes: Name;
  /** Whether the command asks for what is already so. Default: `otherwise` decides. */
  isAlreadySo?(command: Command, state: Started): boolean;
  /** What is left to decide, in the order of its own refusals. */
  otherwise(command: Command, state: Before<Name>): OperationDecision;
}

export type Decisions = {
  readonly [Name in Exclude<CommandName, 'StartOperation'>]: Deciding<CommandNamed<Name>, EventName>;
};

export function decides<Command, Name extends EventName>(
  makes: Name,
  deciding: Omit<Deciding<Command, Name>, 'makes'>,
): Deciding<Command, Name> {
  return { makes, ...deciding };
}

/** The refusal of an act that is dated before the one that it rests on. */
export function outOfOrder(found: string, required: string, earliestLawfulDate: CalendarDate): OperationDecision {
  return tooSoon(found, `${required} ${earliestLawfulDate}`, earliestLawfulDate);
}

/** The same where the guards may ask for a later day, or for something that waiting does not bring. */
export function tooSoon(
  found: string,
  required: string,
  earliestLawfulDate: CalendarDate | undefined,
): OperationDecision {
  return reject({ type: 'MRG_OUT_OF_ORDER', found, required, earliestLawfulDate });
}

/** How events name the plan that they are about. */
export function referenceOf(operationId: string, { version, hash }: PlanVersion) {
  return { operationId, planVersion: version, planHash: hash };
}
