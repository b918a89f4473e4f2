import { Module, type INestMicroservice, type Type } from '@nestjs/common';
import type { Logger } from 'pino';
import type { ConsumedProcess, ConsumedStatus } from '../consumers.ts';
import type { ContextDefinition, ProcessServices } from '../context.ts';
import { nestLogger } from '../http/nest-logger.ts';
import { PROCESS_SERVICES } from '../tokens.ts';
import { InvalidHandlers, type HandlerComplaint } from './handler-table.ts';
import { ledgerMicroservice } from './ledger-microservice.ts';
import { LedgerTransport, type LedgerTransportOptions } from './ledger-transport.ts';
import { declaredProcess } from './on-event.ts';

export interface ContextHandlersOptions extends LedgerTransportOptions {
  readonly services: ProcessServices;
  readonly log: Logger;
  /** Hears of every fault, tried again or not, and whose it is. */
  readonly onFault?: ((error: unknown, process: string) => void) | undefined;
}

@Module({})
class HandlersModule {}

/** The Nest handlers of contexts, in an application of their own: nothing that stands around HTTP stands around them. */
export class ContextHandlers {
  private constructor(
    private readonly transport: LedgerTransport,
    private readonly application: INestMicroservice,
  ) {}

  /** Makes them; they read nothing before `listen`. Nothing where no context has any. @throws InvalidHandlers */
  static async open(
    contexts: readonly ContextDefinition[],
    { services, log, onFault, ...options }: ContextHandlersOptions,
  ): Promise<ContextHandlers | undefined> {
    const controllers = contexts.flatMap(({ handlers = [] }) => handlers);
    if (controllers.length === 0) return undefined;
    const complaints = [...without(controllers), ...taken(contexts)];
    if (complaints.length > 0) throw new InvalidHandlers(complaints);
    const transport = new LedgerTransport(options);
    transport.on('fault', (error, process) => onFault?.(error, process));
    const providers = [{ provide: PROCESS_SERVICES, useValue: services }];
    const application = await ledgerMicroservice(
      { module: HandlersModule, controllers, providers },
      transport,
      nestLogger(log),
    );
    await application.init();
    transport.processes();
    return new ContextHandlers(transport, application);
  }

  /** The processes that they make, to be run by hand where there is no database. */
  get processes(): readonly ConsumedProcess[] {
    return this.transport.processes();
  }

  async listen(): Promise<void> {
    await this.application.listen();
  }

  /** Where each of their processes stands; none before `listen`. */
  async status(): Promise<readonly ConsumedStatus[]> {
    return await this.transport.standing();
  }

  /** Resolves when every process has finished the event at hand and given its lease back. */
  async close(): Promise<void> {
    await this.application.close();
  }
}

/** A class that is listed and handles nothing was forgotten half-way. */
function without(controllers: readonly Type[]): readonly HandlerComplaint[] {
  return controllers
    .filter((controller) => declaredProcess(controller).on.length === 0)
    .map(({ name }) => ({
      code: 'NO_HANDLERS',
      found: `${name} without a handler`,
      required: 'a method with @OnEvent',
    }));
}

function taken(contexts: readonly ContextDefinition[]): readonly HandlerComplaint[] {
  const managers = new Set(contexts.flatMap(({ processes }) => processes.map(({ name }) => name)));
  return contexts
    .flatMap(({ handlers = [] }) => handlers)
    .map((handler) => [handler.name, declaredProcess(handler).name ?? ''] as const)
    .filter(([, name]) => managers.has(name))
    .map(([className, name]) => ({
      code: 'NAME_TAKEN',
      found: `${name} on ${className} and on a process manager`,
      required: 'a name of its own for each',
    }));
}
