import { Inject, type Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { CommandHandler, type CommandBus as NestCommandBus } from '@nestjs/cqrs';
import type { AnyCommand, CommandBus, CommandMessage, CommandOutcome } from '#libs/commands';
import { invariant } from '#libs/kernel';
import { PERFORM_COMMAND } from '../tokens.ts';

/** What a command comes to in the end, measured. */
export type PerformCommand = (message: CommandMessage) => Promise<CommandOutcome>;

/** A command as it travels on Nest's bus. */
interface Travelling {
  readonly message: CommandMessage;
}

/** The classes that travel, by row: a command has no name but that of its row. */
const travelling = new WeakMap<AnyCommand, Type<Travelling>>();
/** Which row a handler is of. */
const handled = new WeakMap<object, AnyCommand>();

function classOf(row: AnyCommand): Type<Travelling> {
  const known = travelling.get(row);
  if (known !== undefined) return known;
  class CommandOfRow implements Travelling {
    constructor(readonly message: CommandMessage) {}
  }
  Object.defineProperty(CommandOfRow, 'name', { value: row.name });
  travelling.set(row, CommandOfRow);
  return CommandOfRow;
}

/** The handler of a row, for the providers of its context's module. */
export function commandHandler(row: AnyCommand): Type {
  class HandlerOfRow {
    constructor(private readonly perform: PerformCommand) {}
    async execute({ message }: Travelling): Promise<CommandOutcome> {
      return await this.perform(message);
    }
  }
  Object.defineProperty(HandlerOfRow, 'name', { value: `${row.name}-handler` });
  Inject(PERFORM_COMMAND)(HandlerOfRow, undefined, 0);
  Reflect.defineMetadata('design:paramtypes', [Object], HandlerOfRow);
  CommandHandler(classOf(row))(HandlerOfRow);
  handled.set(HandlerOfRow, row);
  return HandlerOfRow;
}

/** Nest's bus as commands travel on it. Its event bus and sagas are in memory and deliver nothing here. */
export function busOver(nest: NestCommandBus): CommandBus {
  return { execute: async (message) => await nest.execute(new (classOf(message.row))(message)) };
}

/** @throws InvariantBroken when a row has no handler: the module of its context was left out, or a row of it */
export function requireHandlers(modules: ModulesContainer, rows: readonly AnyCommand[]): void {
  const providers = [...modules.values()].flatMap((each) => [...each.providers.values()]);
  const present = new Set(providers.map(({ metatype }) => (metatype === null ? undefined : handled.get(metatype))));
  const missing = rows.filter((row) => !present.has(row)).map(({ name }) => name);
  invariant(missing.length === 0, `commands without a handler: ${missing.join(', ')}`);
}
