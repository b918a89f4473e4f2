export { Backoff, type BackoffSettings } from './backoff.ts';
export { keepUp, type KeptServer, type KeepUpOptions } from './keep-up.ts';
export { startPostgres } from './postgres-launcher.ts';
export type { LocalPostgres, StartPostgresOptions } from './postgres-launcher.ts';
export { PostgresUnavailable } from './postgres-unavailable.ts';
export type { UnavailableReason } from './postgres-unavailable.ts';
export { freePort } from './free-port.ts';
