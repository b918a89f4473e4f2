import { dayOf, orNotFound, type QueryCall } from '#libs/hosting';
import { calendarDate } from '#libs/kernel';
import { dissolution } from '../domain/dry-run/dissolution.ts';
import { operations, type OperationDocument } from '../read-models/operations/operations.projection.ts';
import { boundedDissolution, type DissolutionView } from './dissolution.view.ts';
import { inputOf } from './dry-run.input.ts';

/** What a dissolution would lose on what is known now; of an operation that took effect, on what was known before. */
export async function dissolutionOf(
  { operationId, effect, state }: OperationDocument,
  call: QueryCall & Parameters<typeof dayOf>[0],
): Promise<DissolutionView> {
  const on = calendarDate(dayOf(call));
  const reader = call.viewer;
  if (effect === undefined || !('effectiveOn' in state))
    return boundedDissolution(dissolution(await inputOf(call.models, { state }, { on, reader })));
  const then = await call.past.before(BigInt(effect.position));
  const before = orNotFound(await then.of(operations).get(operationId), operationId);
  const input = await inputOf(then, before, { on, effectiveOn: state.effectiveOn, reader });
  return boundedDissolution({ ...dissolution(input), status: state.status });
}
