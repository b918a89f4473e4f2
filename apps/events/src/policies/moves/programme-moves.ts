import { managerCommand } from '#libs/commands';
import type { Annulled, ReferenceMove, Succession } from '#libs/process-managers';
import { programme, type PassProgramme } from '../../domain/programmes/programme.ts';
import type { Programme } from '../../domain/programmes/programme.state.ts';
import type { ProgrammeDocument } from '../../read-models/programmes/programmes.projection.ts';
import { begunAfter, dayOfPassing, endsOf, moveBackOf, moveOf, passedBy, takerOf } from './move.ts';
import type { Move } from './move.ts';

/** What passes the places of clusters in one programme. */
export const passProgramme = managerCommand<PassProgramme>({
  name: 'events.pass-programme',
  summary: 'Pass the lead and the parts of a cluster in a programme to its successor.',
  aggregate: programme,
  run: (tx, { id, body }) => tx.decide(programme, id, body),
});

const ofProgramme = (programmeId: string) => ({
  ...{ row: passProgramme, reference: 'programme', id: programmeId },
  body: (said: Omit<PassProgramme, 'type' | 'programmeId'>): PassProgramme => ({
    ...{ type: 'PassProgramme', programmeId },
    ...said,
  }),
});

/** A cluster in a programme, from a day on. */
interface Place {
  readonly clusterId: string;
  readonly since: string;
}

/** The clusters that lead it or have a part in it after a day. */
function placesAfter({ leads, parts, endedOn }: Programme, day: string): readonly Place[] {
  if (endedOn !== undefined && endedOn <= day) return [];
  const lasts = (until: string | undefined): boolean => until === undefined || until > day;
  return [
    ...leads.flatMap(({ leadId, since }, index) =>
      lasts(leads[index + 1]?.since) ? [{ clusterId: leadId, since }] : [],
    ),
    ...parts.flatMap(({ party, since, until }) =>
      party.kind === 'cluster' && lasts(until) ? [{ clusterId: party.id, since }] : [],
    ),
  ];
}

/** Programmes that a predecessor leads, or has a part in: where the heir has its own, it is one. */
export function programmesMoved(succession: Succession, documents: readonly ProgrammeDocument[]): readonly Move[] {
  const { effectiveOn } = succession;
  return documents.flatMap((document) => {
    const { programmeId, start, passings } = document;
    if (start === undefined) return [];
    const passed = passedBy(succession, passings);
    const places = placesAfter(document, effectiveOn);
    const froms = [...new Set(places.map(({ clusterId }) => clusterId))];
    const open = froms.flatMap((from) => {
      const since = firstOf(places, from);
      const to = takerOf(succession, from, { since });
      return to === undefined ? [] : [{ from, to, since }];
    });
    const ends = endsOf(
      passed,
      open.map(({ from, to }) => ({ from, to })),
    );
    const since = open.map((each) => each.since).reduce((a, b) => (a < b ? a : b), passed[0]?.on ?? LAST);
    const on = dayOfPassing(succession, since === LAST ? effectiveOn : since);
    const asItWas = begunAfter(succession, on);
    const had = (clusterId: string): boolean => hadPlace(document, clusterId, on);
    return moveOf(succession, { ...ofProgramme(programmeId), ends, on }, { had, asItWas });
  });
}

/** Whether a cluster was in it before a day, whatever has passed to it on that day. */
function hadPlace({ leads, parts }: Programme, clusterId: string, day: string): boolean {
  const isBefore = (since: string, until: string | undefined): boolean =>
    since < day && (until === undefined || until >= day);
  return (
    leads.some(({ leadId, since }, index) => leadId === clusterId && isBefore(since, leads[index + 1]?.since)) ||
    parts.some(
      ({ party, since, until }) => party.kind === 'cluster' && party.id === clusterId && isBefore(since, until),
    )
  );
}

const LAST = '9999-12-31';

function firstOf(places: readonly Place[], clusterId: string): string {
  return places
    .flatMap((each) => (each.clusterId === clusterId ? [each.since] : []))
    .reduce((a, b) => (a < b ? a : b), LAST);
}

/** What this operation has moved, in programmes that are not over by then. */
export function programmesMovedBack(
  succession: Annulled,
  documents: readonly ProgrammeDocument[],
): readonly ReferenceMove[] {
  return documents.flatMap(({ programmeId, passings, endedOn }) => {
    if (endedOn !== undefined && endedOn <= succession.annulledOn) return [];
    return moveBackOf(succession, { ...ofProgramme(programmeId), ends: passedBy(succession, passings) });
  });
}
