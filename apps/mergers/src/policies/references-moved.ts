import { managerCommand } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { contextOf, uuid } from '#libs/kernel';
import { processManager, step } from '#libs/process-managers';
import type { CommandNamed } from '../domain/operation/operation.commands.ts';
import { operation } from '../domain/operation/operation.decide.ts';

const recordReferences = managerCommand<CommandNamed<'RecordReferences'>>({
  name: 'mergers.record-references',
  summary: 'Record the report of a context on what it transferred for an operation.',
  aggregate: operation,
  run: (tx, { id, body }) => tx.decide(operation, id, body),
});

/** What each context moved is put on record beside the operation that made it move. */
export const referencesMoved = processManager<undefined, undefined>({
  name: 'mergers.references',
  on: ['membership.SuccessionApplied', 'governance.SuccessionApplied', 'incubation.SuccessionApplied'],
  commands: [recordReferences],
  reads: [],
  gather: () => Promise.resolve(undefined),
  react: ({ type, data }) => {
    const { operationId, ...moved } = data as GrappeEvents['membership.SuccessionApplied'];
    const body = { type: 'RecordReferences', context: contextOf(type), ...moved } as const;
    return [[step(recordReferences, { key: 'references', id: uuid(operationId), body })]];
  },
});
