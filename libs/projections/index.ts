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
export { AS_RECORDED, GONE, leadingColumns, withoutEvents } from './folding/rereading.ts';
export { applyEvents, PoisonEvent } from './folding/fold.ts';
export type { LedgerRange, RecordedChange } from './folding/changes.ts';
export type { KnownBy } from './folding/known-by.ts';
export { atRevision, type AtRevision } from './folding/revisions.ts';
export { projectionsSchema } from './tables/schema.ts';
export { readShard, SHARDS_LIMIT, shardText, type Shard } from './sharding/shard.ts';
export { ProjectionRunner, type ProjectionStatus, type ShardAssignments } from './running/runner.ts';
export type { ProjectionObserver } from './running/worker.ts';
export * from './read-models.ts';
export { both, fits, isContaining, valueAt, type Containing, type Range, type Where } from './where.ts';
export { hasChanged, placeOf } from './tables/table.ts';
export { rebuild } from './rebuild/rebuild.ts';
export { dropReplay, replay, type ReplayUntil } from './rebuild/replay.ts';
export { discardParked, ModelOfOtherVersion, NotParked, retryAll, retryKey } from './parking/dead-letters.ts';
export type { DeadLetterOptions, Discard, Release } from './parking/dead-letters.ts';
export { listSteps, type RecordedStep } from './parking/dead-letter-log.ts';
export { listParked, type ParkedKey } from './parking/parked-rows.ts';
export * from './terms.ts';
