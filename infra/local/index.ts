export { announce, type PlatformAddress } from './address-file.ts';
export { Backoff, pause, supervise, type BackoffSettings, type SupervisedServer } from './supervise.ts';
export { startPostgres, type LocalPostgres, type StartPostgresOptions } from './postgres-launcher.ts';
export { PostgresUnavailable } from './postgres-unavailable.ts';
export { freePort, run } from './system.ts';
