import { Module, type Type } from '@nestjs/common';
import type { AnyCommand } from '#libs/commands';
import type { ContextDefinition, QueryTable } from '#libs/hosting';
import { invariant } from '#libs/kernel';
import { commandHandler } from './bus/command-bus.ts';
import { commandController } from './commands/command-controller.ts';
import { queryController, queryHandlers } from './queries/query-controller.ts';

const contexts = new WeakMap<Type, ContextDefinition>();

/** `@Module` over the definition of a context: controllers and handlers, each made from a row of it. */
export function ContextModule(context: ContextDefinition) {
  return (target: Type): void => {
    const tables = queryTablesOf(context);
    Module({
      controllers: [...tables.map(queryController), ...context.commands.map(commandController)],
      providers: [...commandsOf(context).map(commandHandler), ...tables.flatMap(queryHandlers)],
    })(target);
    contexts.set(target, context);
  };
}

/** The definition of a module. @throws InvariantBroken for a class without `@ContextModule` */
export function contextOfModule(module: Type): ContextDefinition {
  const context = contexts.get(module);
  invariant(context !== undefined, `${module.name} is no module of a context`);
  return context;
}

/** A module for a context without one of its own, as tests make them. */
export function moduleOver(context: ContextDefinition): Type {
  const anonymous: Type = class {
    readonly context = context.name;
  };
  ContextModule(context)(anonymous);
  return anonymous;
}

/** The reads of a context as routes and document have them. */
export function queryTablesOf({
  name,
  summary,
  queries,
  furtherQueries = [],
  exports,
}: ContextDefinition): readonly QueryTable[] {
  return [{ context: name, summary, rows: queries, exports }, ...furtherQueries];
}

/** Every command of a context: of people, of its process managers and of exports. */
export function commandsOf({ commands, processManagers, exports }: ContextDefinition): readonly AnyCommand[] {
  // Several process managers may send the same one.
  return [
    ...new Set([
      ...commands.flatMap(({ rows }) => rows),
      ...processManagers.flatMap((manager) => manager.commands),
      ...(exports === undefined ? [] : [exports.command]),
    ]),
  ];
}
