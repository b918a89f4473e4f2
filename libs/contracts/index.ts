export * from './definition.ts';
export * from './contexts.ts';
export * from './local-time.ts';
export * from './shared.ts';
export * from './personal.ts';
export { correctable, correctedType } from './corrections.ts';
export { HINDRANCE_MAX, LISTED_MAX, WORDS_MAX, successionProcessEvents } from './succession.ts';
export { embargoEvents } from './embargo.ts';
export { exportEvents } from './exports.ts';
export * from './facts/index.ts';
export {
  catalog,
  catalogOf,
  BrokenVersions,
  type EventCatalog,
  type EventType,
  type ReadingOrder,
} from './event-catalog.ts';
export {
  readEvent,
  readFrom,
  InvalidEvent,
  UnknownEvent,
  type GrappeEvent,
  type PublishedEvent,
} from './read-event.ts';
export { keyRingOver, KeysRefused, KeysUnavailable, type KeyRingSettings } from './key-ring-over.ts';
export { open, BrokenSeal, UnknownKey, type KeyRing, type Opened } from './open.ts';
export { carriedEvent, type CarriedEvent, type EmbargoLifted } from './read-event.ts';
export { asyncApiDocument, CONTRACTS_VERSION } from './asyncapi.ts';
export { recordHeadersSchema } from './record-headers.ts';
export { versionSchemas, type Json, type JsonSchema, type VersionSchema } from './json-schema.ts';
