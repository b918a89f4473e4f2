import type { DomainEvent, exportEvents } from '#libs/contracts';
import {
  accept,
  aggregate,
  cannotFollow,
  type Aggregate,
  type CommandFor,
  type Decision,
  type EventOf,
} from '#libs/kernel';
import { managerCommand, type ManagerCommand } from './row.ts';

type Exported = EventOf<DomainEvent<typeof exportEvents>, 'PersonalDataExported'>;
export type RecordExport = CommandFor<Exported, 'RecordExport'>;
type Export = { readonly status: 'absent' | 'recorded' };

const initial: Export = { status: 'absent' };

/** How a context records that lists with persons were taken out of it. */
export interface PersonalExports {
  readonly aggregate: Aggregate<RecordExport, Export, Exported, never>;
  /** Sent by the process that exports, before it sends the first row. */
  readonly command: ManagerCommand<RecordExport>;
}

/** The exports of a context whose lists name persons: each is a fact of its own. */
export function personalExports(context: string): PersonalExports {
  const own = aggregate({
    context,
    name: 'data-export',
    initial,
    evolve: ({ status }: Export, event: Exported): Export => {
      if (status === 'recorded') cannotFollow(event, 'the export is recorded');
      return { status: 'recorded' };
    },
    decide: (command: RecordExport, { status }: Export): Decision<Exported, never> =>
      status === 'recorded' ? accept() : accept({ ...command, type: 'PersonalDataExported' }),
  });
  const command = managerCommand<RecordExport>({
    name: `${context}.record-export`,
    summary: 'Record that a list with persons is exported, why, and how many rows it has.',
    aggregate: own,
    run: (tx, { id, body }) => tx.decide(own, id, body),
  });
  return { aggregate: own, command };
}
