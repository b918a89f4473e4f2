export { ballots, type Ballot } from './ballots.ts';
