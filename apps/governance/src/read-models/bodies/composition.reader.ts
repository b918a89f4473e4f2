import { inForceOn } from '#libs/kernel';
import { membersOn, type BodyFacts, type Companies, type Seat } from '#libs/succession';
import { findingsOn } from '#libs/succession';
import { tenureOf, type MandateView, type OfficeDocument } from '../offices/offices.projection.ts';
import type { StatutesDocument } from '../statutes/statutes.projection.ts';
import type { BodyDocument } from './bodies.projection.ts';
import type { CompositionView } from './composition.view.ts';

/** A body with its offices, as they are held, and the companies that its members represent. */
export interface Composed {
  readonly body: BodyDocument;
  readonly offices: readonly OfficeDocument[];
  readonly companies: Companies;
  readonly statutes?: StatutesDocument | undefined;
}

export function bodyFactsOf({ body, offices, companies }: Omit<Composed, 'statutes'>): BodyFacts {
  const seats = offices.flatMap(({ mandates }) => mandates.map(seatOf));
  return { seats, constraints: body.constraints ?? [], companies };
}

function seatOf(mandate: MandateView): Seat {
  const { mandateId, since, organisationId, moves = [], antennaId, gender } = mandate;
  const { personId, until, limit } = tenureOf(mandate);
  const organisations = [{ since, organisationId }, ...moves];
  return { mandateId, personId, since, until, limit, organisations, antennaId, gender };
}

export function compositionOf(composed: Composed, validAt: string): CompositionView {
  const { body, offices } = composed;
  const { abolished } = body;
  const isThere = body.since <= validAt && (abolished === undefined || validAt < abolished.on);
  const facts = bodyFactsOf(composed);
  const persons = new Map(offices.flatMap(({ mandates }) => mandates.map(({ person }) => [person.personId, person])));
  const size = inForceOn(body.sizes, validAt)?.size;
  const members = membersOn(facts, validAt).flatMap(({ personId, ...member }) => {
    const person = persons.get(personId);
    return person === undefined ? [] : [{ person, ...member }];
  });
  return {
    bodyId: body.bodyId,
    validAt,
    ...(size === undefined ? {} : { size }),
    members,
    findings: isThere ? findingsOn(facts, validAt) : [],
  };
}
