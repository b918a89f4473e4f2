import { Module, type INestMicroservice } from '@nestjs/common';
import type {
  ConsumedProcess,
  ConsumedStatus,
  ContextDefinition,
  DeclaredHandlers,
  Handlers,
  HandlersOptions,
  OpenHandlers,
} from '#libs/hosting';
import { InvalidHandlers, ledgerMicroservice, LedgerTransport, type HandlerComplaint } from '#libs/nest-transport';
import { nestLogger } from './http/nest-logger.ts';
import { PROCESS_SERVICES } from './tokens.ts';

@Module({})
class HandlersModule {}

/** The Nest handlers of contexts, in an application of their own: nothing that stands around HTTP stands around them. */
class ContextHandlers implements Handlers {
  private constructor(
    private readonly transport: LedgerTransport,
    private readonly application: INestMicroservice,
  ) {}

  static async open(
    contexts: readonly ContextDefinition[],
    { services, log, onFault, ...options }: HandlersOptions,
  ): Promise<ContextHandlers | undefined> {
    const declared = contexts.flatMap(({ handlers = [] }) => handlers);
    if (declared.length === 0) return undefined;
    const complaints = [...without(declared), ...taken(contexts)];
    if (complaints.length > 0) throw new InvalidHandlers(complaints);
    const controllers = declared.map(({ component }) => component);
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

/** For the contexts of a process: see `OpenHandlers`. @throws InvalidHandlers */
export const openHandlers: OpenHandlers = (contexts, options) => ContextHandlers.open(contexts, options);

/** A class that is listed and handles nothing was forgotten half-way. */
function without(declared: readonly DeclaredHandlers[]): readonly HandlerComplaint[] {
  return declared
    .filter(({ on }) => on.length === 0)
    .map(({ component }) => ({
      code: 'NO_HANDLERS',
      found: `${component.name} without a handler`,
      required: 'a method with @OnEvent',
    }));
}

function taken(contexts: readonly ContextDefinition[]): readonly HandlerComplaint[] {
  const managers = new Set(contexts.flatMap(({ processes }) => processes.map(({ name }) => name)));
  return contexts
    .flatMap(({ handlers = [] }) => handlers)
    .filter(({ name = '' }) => managers.has(name))
    .map(({ name, component }) => ({
      code: 'NAME_TAKEN',
      found: `${String(name)} on ${component.name} and on a process manager`,
      required: 'a name of its own for each',
    }));
}
