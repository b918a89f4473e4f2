import { managerMessage, type CommandContext } from '#libs/commands';
import { derivedId, invariant, type CalendarDate, type Clock, type RecordedEvent } from '#libs/kernel';
import type { AnyProcessManager, ManagerCause, ManagerStep, ManagerTimer } from '#libs/process-managers';
import type { ManagerServices } from './context.ts';
import { gather, type Gathered } from './gathered.ts';

/** How many commands of a stage are sent side by side: enough to fill a group commit. */
const COMMANDS_AT_ONCE = 32;

/**
 * Lets a process manager react to an event, and sends what follows through the bus. A repeat takes no second effect.
 * @param gathered what was gathered ahead, for the events of the page that it stands in; it is forgotten when something follows
 */
export async function react(
  manager: AnyProcessManager,
  event: RecordedEvent,
  services: ManagerServices,
  gathered?: Gathered,
): Promise<void> {
  const { readModels, unitOfWork } = services;
  const facts = await (gathered?.of(event) ?? gather(manager, event, readModels));
  const own = manager.state;
  const state = own === undefined ? undefined : await unitOfWork.state(own.aggregate, own.idOf(event));
  for (const stage of manager.react(event, { state, facts })) {
    if (stage.length > 0) gathered?.forget();
    for (let start = 0; start < stage.length; start += COMMANDS_AT_ONCE) {
      const part = stage.slice(start, start + COMMANDS_AT_ONCE);
      await Promise.all(part.map((step) => send(step, event, manager.name, services)));
    }
  }
}

/** Sends the command of a timer. */
export async function fire(manager: AnyProcessManager, timer: ManagerTimer, services: ManagerServices): Promise<void> {
  invariant(manager.timers !== undefined, `${manager.name} has no timers`);
  const { step, cause } = manager.timers.fire(timer);
  await send(step, cause, manager.name, services);
}

async function send(step: ManagerStep, cause: ManagerCause, manager: string, services: ManagerServices): Promise<void> {
  const { key, row, id, body, effectiveAt, tolerates = [], follows } = step;
  const context = managerContext(cause, manager, key, services.clock, effectiveAt);
  const outcome = await services.bus.execute(managerMessage(row, { id, body, context }));
  const refusal = outcome.ok || tolerates.includes(outcome.rejection.type) ? undefined : outcome.rejection;
  const next = follows?.(refusal);
  if (next !== undefined) await send(next, cause, manager, services);
  // A refusal here means that the contexts disagree about history: it is put on record, or it pauses the process manager, visibly.
  else invariant(refusal === undefined, `${manager} could not carry out ${key}: ${JSON.stringify(refusal)}`);
}

/**
 * The context of a command that a process manager issues because of an event. Its id follows from the event, the manager and
 * `part` (which of its commands it is): handling the event again issues the same command, which takes no second effect.
 */
export function managerContext(
  event: ManagerCause,
  manager: string,
  part: string,
  clock: Clock,
  effectiveAt: CalendarDate = event.metadata.effectiveAt,
): CommandContext {
  return {
    commandId: derivedId(event.id, manager, part),
    actor: { id: `process:${manager}` },
    recordedAt: clock.now(),
    effectiveAt,
    correlationId: event.metadata.correlationId,
    causationId: event.id,
    ...(event.metadata.traceparent === undefined ? {} : { traceparent: event.metadata.traceparent }),
  };
}
