import { perform, type CommandMessage, type CommandServices } from '#libs/commands';
import type { Telemetry } from '#libs/hosting/telemetry';
import { codeOf } from '../problem/problem-of.ts';
import type { PerformCommand } from './command-handlers.ts';

/** Where each command of a process is carried out: one log line, one span, one observation, whoever sent it. */
export function measuredPerform(services: CommandServices & { readonly telemetry: Telemetry }): PerformCommand {
  return (message) => {
    const { row, context } = message;
    const [name, ...rest] = row.name.split('.');
    const work = {
      ...{ kind: 'command' as const, context: name ?? '', name: rest.join('.'), subject: context.actor.subject },
      ...{ correlationId: context.correlationId, traceparent: context.traceparent },
    };
    return services.telemetry.measured(
      work,
      async (measurement) => {
        const { traceparent } = measurement;
        const traced: CommandMessage =
          traceparent === undefined ? message : { ...message, context: { ...context, traceparent } };
        const outcome = await perform(traced, services, {
          onConflict: () => {
            measurement.conflict();
          },
        });
        if (!outcome.ok) measurement.refuse(outcome.rejection.type);
        else if (outcome.repeated) measurement.repeat();
        return outcome;
      },
      codeOf,
    );
  };
}
