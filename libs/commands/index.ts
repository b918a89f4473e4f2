export type { CommandCatalog, CommandContext } from './command-context.ts';
export { step, type DecisionStep, type DomainEventShape } from './decision-step.ts';
export { CommandRunner, type CommandEvent, type CommandOutcome, type RunOptions } from './command-runner.ts';
export * from './command-table.ts';
