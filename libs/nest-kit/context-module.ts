import type { ModuleMetadata } from '@nestjs/common';
import type { AnyCommand } from '#libs/commands';
import type { ContextDefinition, QueryTable } from '#libs/hosting';
import { commandHandler } from './bus/command-handlers.ts';
import { commandController } from './commands/command-controller.ts';
import { queryHandlers } from './queries/query-bus.ts';
import { queryController } from './queries/query-controller.ts';

/** What `@Module` is told of a context: controllers and handlers, each made from a row of its definition. */
export function contextModule(context: ContextDefinition): Required<Pick<ModuleMetadata, 'controllers' | 'providers'>> {
  const queries = queryTableOf(context);
  return {
    controllers: [queryController(queries), ...context.controllers, ...context.commands.map(commandController)],
    providers: [...commandsOf(context).map(commandHandler), ...queryHandlers(queries)],
  };
}

/** The reads of a context as routes stand on them. */
export function queryTableOf({ name: context, queries: rows = [] }: ContextDefinition): QueryTable {
  return { context, rows };
}

/** Every command of a context: of people and of its process managers. */
export function commandsOf({ commands, processes }: ContextDefinition): readonly AnyCommand[] {
  return [...commands.flatMap(({ rows }) => rows), ...processes.flatMap((process) => process.commands)];
}
