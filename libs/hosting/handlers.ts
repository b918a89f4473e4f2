import type { Logger } from 'pino';
import { invariant } from '#libs/kernel';
import type { ConsumedProcess, ConsumedStatus, ConsumersOptions } from './consumers.ts';
import type { ContextDefinition, ProcessServices } from './context.ts';

/** The handlers that contexts list, made by the framework in whose style they are written. */
export interface Handlers {
  /** The processes that they make, to be run by hand where there is no database. */
  readonly processes: readonly ConsumedProcess[];
  listen(): Promise<void>;
  /** Where each of their processes stands; none before `listen`. */
  status(): Promise<readonly ConsumedStatus[]>;
  /** Resolves when every process has finished the event at hand and given its lease back. */
  close(): Promise<void>;
}

export interface HandlersOptions extends ConsumersOptions {
  readonly services: ProcessServices;
  readonly log: Logger;
}

/** Makes the handlers of contexts; they read nothing before `listen`. Nothing where no context has any. */
export type OpenHandlers = (
  contexts: readonly ContextDefinition[],
  options: HandlersOptions,
) => Promise<Handlers | undefined>;

/** Of a process that was handed no framework. @throws InvariantBroken when a context lists handlers */
export const withoutHandlers: OpenHandlers = (contexts) => {
  const listing = contexts.filter(({ handlers = [] }) => handlers.length > 0).map(({ name }) => name);
  invariant(listing.length === 0, `nothing that opens the handlers of ${listing.join(', ')} was handed in`);
  return Promise.resolve(undefined);
};
