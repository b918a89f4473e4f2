export * from './ballot.ts';
export * from './clause.ts';
export * from './election.ts';
export * from './statutes.ts';
export {
  contradictionOf,
  sheetContradictionOf,
  type Contradiction,
  type Sheet,
  type Tally,
  type TallyContradiction,
} from './tally.ts';
