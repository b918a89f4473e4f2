export * from './command-bus.ts';
export type { CommandCatalog, CommandContext } from './command-context.ts';
export { copiesFor, type Copies } from './copies.ts';
export * from './errors.ts';
export * from './permission.ts';
export * from './row.ts';
export type { Change, Transaction } from './transaction.ts';
export { UnitOfWork, type CommandEvent, type CommandOutcome, type TransactOptions, type Work } from './unit-of-work.ts';
