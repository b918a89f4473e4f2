export { startKurrentDouble, type DoubleOptions, type KurrentDouble } from './kurrent-double.ts';
