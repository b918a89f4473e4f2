import type { GrappeEvents } from '../contexts.ts';

type Ended = GrappeEvents['governance.MandateEnded'];

/** How a mandate ended: the first day on which the person holds the office no more, and why. */
export interface MandateEnding {
  readonly until?: string | undefined;
  readonly cause?: Ended['cause'] | undefined;
  readonly operationId?: string | undefined;
}

/** The mandates once this one has ended. A later end of the same mandate (a succession overtakes a resignation) replaces the earlier. */
export function withMandateEnded<Mandate extends { readonly mandateId: string }>(
  mandates: readonly (Mandate & MandateEnding)[],
  { mandateId, on, cause, operationId }: Ended,
): readonly (Mandate & MandateEnding)[] {
  return mandates.map((mandate) => {
    if (mandate.mandateId !== mandateId) return mandate;
    const { operationId: _before, ...held } = mandate;
    return { ...(held as Mandate), until: on, cause, ...(operationId === undefined ? {} : { operationId }) };
  });
}
