import { step } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { processContext, type ProcessManager } from '#libs/hosting';
import { contextOf, invariant, type RecordedEvent } from '#libs/kernel';
import type { TypedEvent } from '#libs/projections';
import { operation } from '../domain/operation/operation.decider.ts';
import { operationStream } from '../streams.ts';

type Applied = GrappeEvents['membership.SuccessionApplied'];

const NAME = 'mergers.references';

/** What each context moved is put on record beside the operation that made it move. */
export const referencesMoved: ProcessManager = {
  name: NAME,
  on: ['membership.SuccessionApplied', 'governance.SuccessionApplied', 'incubation.SuccessionApplied'],
  handle: async (recorded, { runner, clock }) => {
    const event = recorded as RecordedEvent & TypedEvent<Applied>;
    const { operationId, toMove, moved, merged, needConsent } = event.data;
    const context = contextOf(event.type);
    const command = { type: 'RecordReferences', context, toMove, moved, merged, needConsent } as const;
    const outcome = await runner.run(
      step(operation, operationStream(operationId), { command, bodies: 'leaves' }),
      processContext(event, NAME, 'references', clock),
    );
    invariant(outcome.ok, `${context} reported on operation ${operationId}, which took no effect here`);
  },
};
