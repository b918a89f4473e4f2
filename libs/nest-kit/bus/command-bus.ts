import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { CommandHandler, type CommandBus as NestCommandBus } from '@nestjs/cqrs';
import { perform, type AnyCommand, type CommandBus, type CommandMessage, type CommandOutcome } from '#libs/commands';
import type { CommandServices } from '#libs/commands';
import type { Telemetry, WorkEnd } from '#libs/hosting/telemetry';
import { invariant } from '#libs/kernel';
import { codeOf } from '../problem/problem-of.ts';
import { messageClass, rowHandler } from './row-handler.ts';

type Services = CommandServices & { readonly telemetry: Telemetry };

/** Marks a handler with its row. */
const handled = new WeakMap<object, AnyCommand>();

/** The handler of a row, for the providers of its context's module. */
export function commandHandler(row: AnyCommand): Type {
  const handler = rowHandler(row.name, CommandHandler(messageClass(row, row.name)), performMeasured);
  handled.set(handler, row);
  return handler;
}

/** Nest's bus as commands travel on it. Its event bus and sagas are in memory and deliver nothing here. */
export function busOver(nest: NestCommandBus): CommandBus {
  return { execute: async (message) => await nest.execute(new (messageClass(message.row, message.row.name))(message)) };
}

/** Executes every command of a process: one log line, one span, one observation for each. */
async function performMeasured(message: CommandMessage, services: Services): Promise<CommandOutcome> {
  const { row, context } = message;
  const { correlationId, traceparent: cause } = context;
  const [, of = '', name = ''] = /^([^.]*)\.?(.*)$/.exec(row.name) ?? [];
  const work = { kind: 'command', context: of, name, actor: context.actor.id, correlationId } as const;
  const measurement = services.telemetry.measure({ ...work, traceparent: cause });
  const { traceparent, onConflict } = measurement;
  const traced = traceparent === undefined ? message : { ...message, context: { ...context, traceparent } };
  return await measurement.until(perform(traced, services, { onConflict }), codeOf, endOf);
}

function endOf(outcome: CommandOutcome): WorkEnd {
  if (outcome.repeated === true) return { outcome: 'repeated' };
  if (!outcome.ok) return { outcome: 'refused', code: outcome.rejection.type };
  if (outcome.rehearsed === true) return { outcome: 'rehearsed' };
  return { outcome: 'accepted' };
}

/** @throws InvariantBroken when a row has no handler: the module of its context was left out, or a row of it */
export function requireHandlers(modules: ModulesContainer, rows: readonly AnyCommand[]): void {
  const providers = [...modules.values()].flatMap((each) => [...each.providers.values()]);
  const present = new Set(providers.map(({ metatype }) => (metatype === null ? undefined : handled.get(metatype))));
  const missing = rows.filter((row) => !present.has(row)).map(({ name }) => name);
  invariant(missing.length === 0, `commands without a handler: ${missing.join(', ')}`);
}
