export {
  changeItem,
  creates,
  handlerOf,
  InvalidProjection,
  keyed,
  projection,
  removes,
  typesOf,
  updates,
  upserts,
} from './projection.ts';
export type { DerivedColumn, Handlers, Handling, Projection, TypedEvent } from './projection.ts';
export { applyEvents, PoisonEvent } from './fold.ts';
export { projectionsSchema } from './schema.ts';
export { readShare, SHARES_LIMIT, shareText, type Share } from './share.ts';
export { ProjectionRunner, type ProjectionStatus, type Spread } from './runner.ts';
export type { ProjectionObserver } from './worker.ts';
export * from './read-models.ts';
export { placeOf } from './table.ts';
export { rebuild } from './rebuild.ts';
export { dropReplay, replay, type ReplayUntil } from './replay.ts';
export { discardParked, ModelOfOtherVersion, NotParked, retryAll, retryKey } from './dead-letters.ts';
export type { DeadLetterOptions, Discard, Release } from './dead-letters.ts';
export { listSteps, type RecordedStep } from './dead-letter-log.ts';
export { listParked, type ParkedKey } from './parked-rows.ts';
