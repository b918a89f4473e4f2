import { step, type CommandRunner, type DecisionStep } from '#libs/commands';
import type { CalendarDate } from '#libs/kernel';
import { engagement, type EngagementCommand } from './domain/engagement/engagement.ts';
import { bare, consequenceOf, operation } from './domain/operation/operation.decider.ts';
import type { OperationCommand } from './domain/operation/operation.commands.ts';
import type { Operation, Started } from './domain/operation/operation.ts';
import { engagementStream, operationStream } from './streams.ts';

/**
 * The decisions that a command on an operation asks for: the operation's own, and those on its bodies where it binds or frees
 * them. They are recorded together at exact revisions or not at all, so that a body never stands in two operations past
 * ADOPTED, whatever runs at the same moment.
 */
export async function operationSteps(
  runner: Pick<CommandRunner, 'load'>,
  operationId: string,
  command: OperationCommand,
  on: CalendarDate,
): Promise<readonly DecisionStep[]> {
  const stream = operationStream(operationId);
  const { state } = await runner.load(operation, stream);
  const decision = bare.decide(command, state);
  const bodies = decision.ok ? consequenceOf(state, decision.events) : 'leaves';
  const first = step(operation, stream, { command, bodies });
  if (!decision.ok || decision.events.length === 0 || state.status === 'absent') return [first];
  return [first, ...engagementCommands(command, bodies, state, on).map(onBody)];
}

/** Every participant, where this decision binds or frees them; the body whose board adopts is asked at every adoption. */
function engagementCommands(
  command: OperationCommand,
  bodies: ReturnType<typeof consequenceOf>,
  { operationId, participants }: Started,
  on: CalendarDate,
): readonly EngagementCommand[] {
  if (bodies === 'leaves') {
    if (command.type !== 'AdoptPlan') return [];
    return [{ type: 'RequireFree', clusterId: command.clusterId, operationId, on }];
  }
  const type = bodies === 'engages' ? 'Engage' : 'Release';
  return participants.map(({ clusterId }) => ({ type, clusterId, operationId, on }));
}

function onBody(command: EngagementCommand): DecisionStep {
  return step(engagement, engagementStream(command.clusterId), command);
}

/** The bodies that have a part in the operation; none while nobody has started it. */
export async function participantsOf(
  runner: Pick<CommandRunner, 'load'>,
  operationId: string,
): Promise<readonly string[]> {
  const { state }: { readonly state: Operation } = await runner.load(operation, operationStream(operationId));
  return state.status === 'absent' ? [] : state.participants.map(({ clusterId }) => clusterId);
}
