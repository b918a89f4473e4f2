export { announce, type PlatformAddress } from './address-file.ts';
export { Backoff, keepUp, pause, type BackoffSettings, type KeptServer } from './keep-up.ts';
export { startPostgres, type LocalPostgres, type StartPostgresOptions } from './postgres-launcher.ts';
export { PostgresUnavailable } from './postgres-unavailable.ts';
export { freePort, run } from './system.ts';
