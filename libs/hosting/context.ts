import type {
  CommandBus,
  CommandTable,
  GrantsByContext,
  OperatorGrants,
  PersonalExports,
  UnitOfWork,
} from '#libs/commands';
import type { AnyAggregate, Clock, IdSource } from '#libs/kernel';
import type { AnyProcessManager } from '#libs/process-managers';
import { typesOf, type Projection, type ReadModels } from '#libs/projections';
import type { QueryRow, QueryTable } from './queries/query-row.ts';

/** What process managers need to run. */
export interface ManagerServices {
  readonly bus: CommandBus;
  readonly unitOfWork: UnitOfWork;
  readonly readModels: ReadModels;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Everything that a service needs to run a bounded context; composition picks contexts, never parts of one. */
export interface ContextDefinition {
  readonly name: string;
  /** One sentence for readers of the API document. */
  readonly summary?: string;
  /** Where its service answers behind the gateway, when no other port is set; each context has its own. */
  readonly port: number;
  /** Verification folds every stream of the context by one of them. */
  readonly aggregates: readonly AnyAggregate[];
  readonly commands: readonly CommandTable[];
  readonly projections: readonly Projection[];
  /** Its copy of what was granted to operators of predecessors, which is one of its projections: for contexts with commands or reads for operators. */
  readonly grants?: Projection<object, OperatorGrants> | undefined;
  readonly processManagers: readonly AnyProcessManager[];
  /** How it records that lists with persons are exported; its aggregate is one of the context. Default: no such list is. */
  readonly exports?: PersonalExports | undefined;
  /** What an administrator has to look at, one line each: readiness names it, and the process is ready all the same. */
  readonly notices?: ((readModels: Pick<ReadModels, 'of'>) => Promise<readonly string[]>) | undefined;
  /** Its reads: routes, classes on the bus and the API document are made from these rows. */
  readonly queries: readonly QueryRow[];
  /** Reads of it that stand below a name of their own: `/api/v1/<its name>`, which the gateway sends to the same service. */
  readonly furtherQueries?: readonly QueryTable[] | undefined;
}

/** What each context keeps of what was granted to operators. */
export function grantsOf(contexts: readonly Pick<ContextDefinition, 'name' | 'grants'>[]): GrantsByContext {
  return new Map(contexts.flatMap(({ name, grants }) => (grants === undefined ? [] : [[name, grants] as const])));
}

/** Everything of a context that has a position in the ledger, each with the full event types that it reads. */
export function consumersOf({ projections, processManagers }: ContextDefinition) {
  return [
    ...projections.map((projection) => ({ name: projection.name, on: typesOf(projection) })),
    ...processManagers.map(({ name, on }) => ({ name, on })),
  ];
}
