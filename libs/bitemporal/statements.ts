import type { Correction, Known, Saying, Source } from './bitemporal.ts';

/** Something said, with what else is kept of it, since when it is known. */
type Stated<Said extends Saying<unknown>> = Said & Source & Known;

/** The statements after what one more event says. */
export function withSayings<Said extends Saying<unknown>>(
  statements: readonly Stated<Said>[],
  sayings: readonly Said[],
  { recordedAt, ...source }: Source & { readonly recordedAt: string },
): readonly Stated<Said>[] {
  const knownFrom = notBefore(statements, recordedAt);
  return [...statements, ...sayings.map((saying) => ({ ...saying, ...source, knownFrom, knownTo: null }))];
}

/**
 * The statements after a correction: of what the event said before nothing is known any more, and in its place it says this, or nothing. It counts
 * where it counted among the events of its day.
 */
export function withCorrection<Said extends Saying<unknown>>(
  statements: readonly Stated<Said>[],
  sayings: readonly Said[],
  { recordedAt, ...source }: Source & { readonly recordedAt: string },
  correctedBy: Correction,
): readonly Stated<Said>[] {
  const instant = notBefore(statements, recordedAt);
  const isMeant = ({ eventId, knownTo }: Stated<Said>) => eventId === source.eventId && knownTo === null;
  const position = statements.find(({ eventId }) => eventId === source.eventId)?.position ?? source.position;
  const withdrawn = { knownTo: instant, withdrawnBy: correctedBy };
  return [
    ...statements.map((statement) => (isMeant(statement) ? { ...statement, ...withdrawn } : statement)),
    ...sayings.map((saying) => ({ ...saying, ...source, position, knownFrom: instant, knownTo: null, correctedBy })),
  ];
}

/** A clock that went back must not make anything known before what stands before it in the log. */
function notBefore(statements: readonly Known[], recordedAt: string): string {
  let latest = recordedAt;
  for (const { knownFrom, knownTo } of statements) {
    if (knownFrom > latest) latest = knownFrom;
    if (knownTo !== null && knownTo > latest) latest = knownTo;
  }
  return latest;
}
