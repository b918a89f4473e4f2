import { aggregate } from '#libs/kernel';
import { decide, type SelectionCommand, type SelectionRejection } from './selection.decide.ts';
import { evolve, nobodyApplied, type Selection, type SelectionEvent } from './selection.state.ts';

/**
 * Who has applied to a call, who judges it and how: one stream for each call, apart from the call itself, so that nothing of it is seen in what everybody
 * may read, not even how much there is of it.
 */
export const selection = aggregate<SelectionCommand, Selection, SelectionEvent, SelectionRejection>({
  context: 'incubation',
  name: 'selection',
  initial: nobodyApplied,
  evolve,
  decide,
});
