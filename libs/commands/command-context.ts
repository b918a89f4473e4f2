import {
  contextOf,
  type Actor,
  type CalendarDate,
  type DomainEventShape,
  type Evidence,
  type Instant,
  type JsonObject,
  type ProposedEvent,
  type StoredEvent,
  type StreamName,
  type Uuid,
  type Visibility,
  isCalendarDate,
} from '#libs/kernel';
import type { EventCatalog } from '#libs/event-store';

/** What a command carries from the edge into the metadata of its events. */
export interface CommandContext {
  /** The same id again gives the first answer and decides nothing. */
  readonly commandId: Uuid;
  /** HMAC-SHA-256 of the canonical command body under the key of the installation, in hex. */
  readonly commandHash?: string | undefined;
  readonly actor: Actor;
  readonly recordedAt: Instant;
  readonly effectiveAt: CalendarDate;
  readonly correlationId: Uuid;
  readonly causationId?: Uuid | undefined;
  readonly evidence?: readonly Evidence[] | undefined;
  readonly traceparent?: string | undefined;
}

/** What the runner needs to know of event types. */
export type CommandCatalog = Pick<EventCatalog, 'currentVersion'> & {
  /** The member of the data that holds the day of an embargo, where the type has one. */
  embargoField(type: string): string | undefined;
  privateField(type: string): string | undefined;
  isConfidential(type: string): boolean;
  /** Its legal day, as far as the data say it. */
  legalDay(type: string, data: JsonObject): string | undefined;
};

/** The domain event of a stored one: `governance.ResolutionDecided` with its data becomes `{ type: 'ResolutionDecided', ...data }`. */
export function toDomainEvent(stored: Pick<StoredEvent, 'type' | 'data'>): DomainEventShape {
  return { ...stored.data, type: stored.type.slice(contextOf(stored.type).length + 1) };
}

/** The event to store for a decided one. A type that the catalog does not know is refused by the store. */
export function toProposedEvent(
  event: DomainEventShape,
  stream: StreamName,
  id: Uuid,
  context: CommandContext,
  catalog: CommandCatalog,
): ProposedEvent {
  const { type: name, ...rest } = event;
  const type = `${contextOf(stream)}.${name}`;
  const data: JsonObject = rest;
  const visibility = visibilityOf(data, type, catalog);
  const metadata = {
    ...context,
    effectiveAt: validDay(catalog.legalDay(type, data)) ?? context.effectiveAt,
    visibility,
  };
  return { id, type, schemaVersion: catalog.currentVersion(type) ?? 1, data, metadata };
}

/** An effect that is recorded late bears the day of the effect, not the one of the request. */
function validDay(day: string | undefined): CalendarDate | undefined {
  return day !== undefined && isCalendarDate(day) ? day : undefined;
}

function visibilityOf(data: JsonObject, type: string, catalog: CommandCatalog): Visibility {
  const daysAt = (field: string | undefined) => (field === undefined ? [] : embargoesIn(data, field));
  if (catalog.isConfidential(type) || daysAt(catalog.privateField(type)).length > 0) return { kind: 'private' };
  const until = daysAt(catalog.embargoField(type))
    .filter((day) => isCalendarDate(day))
    .sort()
    .at(-1);
  return until === undefined ? { kind: 'public' } : { kind: 'embargoed', until };
}

/** The days under this name in the data of an event; of a correction, in the fact as it was and as it is now. */
function embargoesIn(data: JsonObject, field: string): readonly string[] {
  const { was, now } = data;
  const facts = [data, was, now].filter((fact) => typeof fact === 'object' && fact !== null);
  return facts.flatMap((fact) => {
    const day = (fact as JsonObject)[field];
    return typeof day === 'string' ? [day] : [];
  });
}
