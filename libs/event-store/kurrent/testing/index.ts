export { startKurrentDouble, type KurrentDouble } from './kurrent-double.ts';
export { DoubleLog } from './double-log.ts';
export { createKurrentWorld, until, type KurrentWorld } from './kurrent-world.ts';
