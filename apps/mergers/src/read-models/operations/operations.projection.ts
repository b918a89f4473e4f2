import type { GrappeEvents } from '#libs/contracts';
import { invariant } from '#libs/kernel';
import { projection, type EventHandler } from '#libs/projections';
import { evolve } from '../../domain/operation/operation.evolve.ts';
import { absent, type OperationEvent, type Started } from '../../domain/operation/operation.ts';

/** What an event told, with the id under which it stands in the log. */
export type Told<Name extends OperationEvent['type']> = GrappeEvents[`mergers.${Name}`] & { readonly eventId: string };

/** What happened, whole and in order: the state of an operation holds only what counts now. */
export interface OperationLog {
  readonly plans: readonly Told<'PlanDrafted'>[];
  readonly adoptions: readonly Told<'PlanAdopted'>[];
  readonly assemblies: readonly Told<'AssemblyScheduled'>[];
  readonly votes: readonly Told<'AssemblyVoted'>[];
  readonly conditions: readonly Told<'ConditionRecorded'>[];
  readonly postponements: readonly Told<'OperationPostponed'>[];
  readonly withdrawal?: Told<'OperationWithdrawn'>;
  readonly rejection?: Told<'OperationRejected'>;
  readonly effect?: Told<'SuccessionTookEffect'>;
  readonly closing?: Told<'OperationClosed'>;
}

export interface OperationDocument {
  readonly operationId: string;
  readonly kind: string;
  readonly status: string;
  /** Folded by the domain's own `evolve`. */
  readonly state: Started;
  readonly log: OperationLog;
}

const EMPTY: OperationLog = {
  plans: [],
  adoptions: [],
  assemblies: [],
  votes: [],
  conditions: [],
  postponements: [],
};

function told<Data extends { readonly operationId: string }>(
  toDomain: (data: Data) => OperationEvent,
  note: (log: OperationLog, data: Data & { readonly eventId: string }) => Partial<OperationLog> = () => ({}),
): EventHandler<Data, OperationDocument> {
  return {
    keys: ({ data }) => data.operationId,
    evolve: (document, { id: eventId, data }) => {
      const state = evolve(document?.state ?? absent, toDomain(data));
      invariant(state.status !== 'absent', 'an operation that something happened to is there');
      const log = document?.log ?? EMPTY;
      const { operationId } = data;
      return {
        operationId,
        kind: state.kind,
        status: state.status,
        state,
        log: { ...log, ...note(log, { ...data, eventId }) },
      };
    },
  };
}

/** Every operation with everything that happened to it, withdrawn and rejected ones too. */
export const operations = projection<GrappeEvents, OperationDocument>({
  name: 'mergers.operations',
  version: 1,
  columns: {
    operation_id: { type: 'text', from: 'operationId' },
    status: { type: 'text', from: 'status' },
    kind: { type: 'text', from: 'kind' },
  },
  indexes: [['status'], ['kind']],
  on: {
    'mergers.OperationStarted': told((data) => ({ type: 'OperationStarted', ...data })),
    'mergers.PositionLogged': told((data) => ({ type: 'PositionLogged', ...data })),
    'mergers.PlanDrafted': told(
      (data) => ({ type: 'PlanDrafted', ...data }),
      (log, plan) => ({ plans: [...log.plans, plan] }),
    ),
    'mergers.PlanAdopted': told(
      (data) => ({ type: 'PlanAdopted', ...data }),
      (log, adoption) => ({ adoptions: [...log.adoptions, adoption] }),
    ),
    'mergers.OperationAdopted': told((data) => ({ type: 'OperationAdopted', ...data })),
    'mergers.NoticePublished': told((data) => ({ type: 'NoticePublished', ...data })),
    'mergers.DocumentsOpened': told((data) => ({ type: 'DocumentsOpened', ...data })),
    'mergers.AssemblyScheduled': told(
      (data) => ({ type: 'AssemblyScheduled', ...data }),
      (log, assembly) => ({ assemblies: [...log.assemblies, assembly] }),
    ),
    'mergers.AssemblyVoted': told(
      (data) => ({ type: 'AssemblyVoted', ...data }),
      (log, vote) => ({ votes: [...log.votes, vote] }),
    ),
    'mergers.OperationApproved': told((data) => ({ type: 'OperationApproved', ...data })),
    'mergers.OperationRejected': told(
      (data) => ({ type: 'OperationRejected', ...data }),
      (_log, rejection) => ({ rejection }),
    ),
    'mergers.ConditionRecorded': told(
      (data) => ({ type: 'ConditionRecorded', ...data }),
      (log, condition) => ({ conditions: [...log.conditions, condition] }),
    ),
    'mergers.OperationPostponed': told(
      (data) => ({ type: 'OperationPostponed', ...data }),
      (log, postponement) => ({ postponements: [...log.postponements, postponement] }),
    ),
    'mergers.OperationWithdrawn': told(
      (data) => ({ type: 'OperationWithdrawn', ...data }),
      (_log, withdrawal) => ({ withdrawal }),
    ),
    'mergers.SuccessionTookEffect': told(
      (data) => ({ type: 'SuccessionTookEffect', ...data }),
      (_log, effect) => ({ effect }),
    ),
    'mergers.ReferencesMoved': told((data) => ({ type: 'ReferencesMoved', ...data })),
    'mergers.OperationDeclared': told((data) => ({ type: 'OperationDeclared', ...data })),
    'mergers.OperationClosed': told(
      (data) => ({ type: 'OperationClosed', ...data }),
      (_log, closing) => ({ closing }),
    ),
  },
});
