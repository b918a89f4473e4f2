import type { CommandContext } from '#libs/commands';
import { derivedId, type CalendarDate, type Clock } from '#libs/kernel';
import type { ProcessCause } from '#libs/processes';

/**
 * The context of a command that a process manager issues because of an event. Its id follows from the event, the process and
 * `part` (which of its commands it is): handling the event again issues the same command, which takes no second effect.
 */
export function processContext(
  event: ProcessCause,
  process: string,
  part: string,
  clock: Clock,
  effectiveAt: CalendarDate = event.metadata.effectiveAt,
): CommandContext {
  return {
    commandId: derivedId(event.id, process, part),
    actor: { subject: `process:${process}` },
    recordedAt: clock.now(),
    effectiveAt,
    correlationId: event.metadata.correlationId,
    causationId: event.id,
    ...(event.metadata.traceparent === undefined ? {} : { traceparent: event.metadata.traceparent }),
  };
}
