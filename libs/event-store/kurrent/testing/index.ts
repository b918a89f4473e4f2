export { startKurrentDouble, type DoubleOptions, type KurrentDouble } from './kurrent-double.ts';
export { DoubleLog, type LogOutcome } from './double-log.ts';
export { createKurrentWorld, until, type KurrentWorld } from './kurrent-world.ts';
