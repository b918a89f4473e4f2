export * from './port.ts';
export * from './errors.ts';
export { DEFAULT_LIMITS, EventCodec, type EncodedEvent, type StoreLimits } from './codec.ts';
export { hashedText, leafHash } from './leaf-hash.ts';
export type { CommandCatalog, CommandContext } from './command-context.ts';
export { step, type DecisionStep, type DomainEventShape } from './decision-step.ts';
export { CommandRunner, type CommandEvent, type CommandOutcome, type RunOptions } from './command-runner.ts';
