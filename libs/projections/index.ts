export * from './projection.ts';
export { InvalidProjection, projection } from './define.ts';
export { PoisonEvent } from './fold.ts';
