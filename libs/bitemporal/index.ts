export * from './bitemporal.ts';
export { endedWith, type Over } from './owners.ts';
export type { RankOf } from './replay.ts';
export { withCorrection, withSayings } from './statements.ts';
export { lastHeld, versionsOf } from './versions.ts';
