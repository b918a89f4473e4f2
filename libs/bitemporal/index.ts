export * from './bitemporal.ts';
export type { RankOf } from './replay.ts';
export { withCorrection, withSayings } from './statements.ts';
export { lastHeld, versionsOf } from './versions.ts';
