import { managerCommand } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { contextOf, uuid, type RecordedEvent } from '#libs/kernel';
import { processManager, step } from '#libs/process-managers';
import type { CommandNamed } from '../domain/operation/operation.commands.ts';
import { operation } from '../domain/operation/operation.decide.ts';

type Reports = 'RecordReferences' | 'RecordAside' | 'RecordRecovery';
type Report = { [Name in Reports]: CommandNamed<Name> }[Reports];

const record = managerCommand<Report>({
  name: 'mergers.record-references',
  summary: 'Record the report of a context on what it transferred for an operation, or set aside.',
  aggregate: operation,
  run: (tx, { id, body }) => tx.decide(operation, id, body),
});

const CONTEXTS = ['membership', 'governance', 'incubation', 'events'] as const;
const REPORTS = ['SuccessionApplied', 'SuccessionReferenceSetAside', 'SuccessionReferenceRecovered'] as const;

/** What each context moved, and what it could not, is put on record beside the operation that made it move. */
export const referencesMoved = processManager<undefined, undefined>({
  name: 'mergers.references',
  on: CONTEXTS.flatMap((context) => REPORTS.map((report) => `${context}.${report}`)),
  commands: [record],
  reads: [],
  gather: () => Promise.resolve(undefined),
  react: (event) => [[step(record, { key: 'references', id: uuid(operationOf(event)), body: bodyOf(event) })]],
});

function operationOf({ data }: RecordedEvent): string {
  return (data as GrappeEvents['membership.SuccessionApplied']).operationId;
}

function bodyOf({ type, data }: RecordedEvent): Report {
  const context = contextOf(type);
  if (type.endsWith('.SuccessionApplied')) {
    const { operationId: _id, ...moved } = data as GrappeEvents['membership.SuccessionApplied'];
    return { type: 'RecordReferences', context, ...moved };
  }
  if (type.endsWith('.SuccessionReferenceSetAside')) {
    const facts = data as GrappeEvents['membership.SuccessionReferenceSetAside'];
    const { operationId: _id, count: _count, ...aside } = facts;
    return { type: 'RecordAside', context, ...aside };
  }
  const { reference } = data as GrappeEvents['membership.SuccessionReferenceRecovered'];
  return { type: 'RecordRecovery', context, reference };
}
