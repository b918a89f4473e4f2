import type { EventStore } from '#libs/event-store';
import { dayOf, invariant, type IdSource, type Rejection, type Uuid } from '#libs/kernel';
import type { ReadModels } from '#libs/projections';
import { keptUntil } from './answers.ts';
import type { CommandContext } from './command-context.ts';
import { copiesFor, type Copies } from './copies.ts';
import { grantedClusters, type GrantsByContext } from './grants.ts';
import { Forbidden, requireScope, requireSender, sendsForItself, type Caller } from './permission.ts';
import type { Precondition } from './precondition.ts';
import { isForPeople, type AnyCommand, type CommandRequest, type ManagerCommand } from './row.ts';
import type { CommandOutcome, TransactOptions, UnitOfWork } from './unit-of-work.ts';

/** A command with its subject and its caller. */
export interface CommandMessage<Body = unknown> {
  readonly row: AnyCommand;
  /** Of the resource; its stream is the subject of the command. */
  readonly id: Uuid;
  readonly body: Body;
  readonly context: CommandContext;
  /** The caller of a command of people; absent in one of a process manager, which no caller can send. */
  readonly caller?: Caller | undefined;
  /** Whether it came with an idempotency key, from which its id follows: then its answer is remembered. */
  readonly keyed?: boolean | undefined;
  /** What the caller wants of the revision of the resource. */
  readonly expected?: Precondition | undefined;
  /** Whether the caller wants to know what it would record, and that nothing is recorded. */
  readonly dryRun?: boolean | undefined;
}

/** The one way in: HTTP, process managers, timers and imports send their commands through it. */
export interface CommandBus {
  /** @throws Forbidden, PreconditionFailed, ReadModelBehind, and as `UnitOfWork.transact` */
  execute(message: CommandMessage): Promise<CommandOutcome>;
}

export interface CommandServices {
  readonly unitOfWork: UnitOfWork;
  readonly store: Pick<EventStore, 'sequencedHead'>;
  readonly readModels: ReadModels;
  readonly ids: IdSource;
  /** Default: nobody was granted anything. */
  readonly grants?: GrantsByContext | undefined;
}

/** What every bus does with a command in the end: permission and work in one unit, and each stream is read once. */
export async function perform(
  message: CommandMessage,
  services: CommandServices,
  observer: Pick<TransactOptions, 'onConflict'> = {},
): Promise<CommandOutcome> {
  const { row, id, body, context, caller, keyed, expected, dryRun } = message;
  const { unitOfWork, store, readModels, ids } = services;
  const { effectiveAt, recordedAt, actor } = context;
  const copies = copiesFor(store, readModels);
  const request: CommandRequest<unknown> = { id, body, effectiveAt, recordedAt, actor, ids, copies };
  const subject = row.aggregate.stream(id);
  if (!isForPeople(row))
    return await unitOfWork.transact(context, (tx) => row.run(tx, request), { ...observer, subject, expected });
  invariant(caller !== undefined, `${row.name} has a caller`);
  const { refusals } = row.table;
  const isDecision = ({ type }: Rejection): boolean => refusals[type]?.status !== 400;
  const remember = keyed === true ? { until: () => keptUntil(recordedAt), isDecision } : undefined;
  requireSender(row, caller);
  if (expected !== undefined && sendsForItself(row, caller))
    throw new Forbidden(caller.roles, row.roles, 'who acts for itself knows no revision');
  const granted = (): Promise<readonly string[]> => grantedTo(message, copies, services.grants);
  let actingFor: string | undefined;
  const work = async (tx: Parameters<typeof row.run>[0]): Promise<void> => {
    actingFor = await requireScope(row, caller, request, tx, granted);
    await row.run(tx, request);
  };
  const makesSubject = row.verb === undefined && row.idOf === undefined;
  const { recordsBeside } = row;
  const about = { subject, recordsBeside, expected, makesSubject };
  const options = { ...observer, ...about, remember, dryRun, actingFor: () => actingFor };
  return await unitOfWork.transact(context, work, options);
}

/** The clusters for which the caller of a command may act that day beside those of its token, as far as that was answered before. */
async function grantedTo(
  { row, caller, context: { recordedAt } }: CommandMessage,
  copies: Copies,
  grants: GrantsByContext = new Map(),
): Promise<readonly string[]> {
  const copy = grants.get(row.aggregate.context);
  if (copy === undefined || caller === undefined || caller.clusters.length === 0) return [];
  return await grantedClusters(await copies.of(copy), caller.clusters, dayOf(recordedAt));
}

/** The message of a command that a process manager sends; its body is checked against the row. */
export function managerMessage<Body>(
  row: ManagerCommand<Body>,
  message: Omit<CommandMessage<Body>, 'row' | 'caller'>,
): CommandMessage {
  // The row is the only one that reads this body.
  return { ...message, row: row };
}

/** A bus that carries commands out at once: for programs without a framework. */
export function directBus(services: CommandServices): CommandBus {
  return { execute: (message) => perform(message, services) };
}
