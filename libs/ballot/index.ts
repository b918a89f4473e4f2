export * from './ballot.ts';
export * from './statutes.ts';
