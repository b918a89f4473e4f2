export { startKurrentDouble, type KurrentDouble } from './kurrent-double.ts';
export { DoubleLog } from './double-log.ts';
export { createKurrentWorld, type KurrentWorld } from './kurrent-world.ts';
