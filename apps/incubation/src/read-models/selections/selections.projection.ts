import type { GrappeEvents } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import { evolve, nobodyApplied, type Selection, type SelectionEvent } from '../../domain/selection/selection.state.ts';

export interface SelectionDocument {
  readonly callId: string;
  readonly selection: Selection;
}

/** The selection as its next event leaves it: the same fold as the aggregate's. */
function after(known: SelectionDocument | undefined, event: SelectionEvent): SelectionDocument {
  return { callId: event.callId, selection: evolve(known?.selection ?? nobodyApplied, event) };
}

/**
 * Who has applied to each call, who judges it and how. It cannot be asked as of an earlier knowledge: a conflict that was not known then would open what it
 * closes.
 */
export const selections = projection<GrappeEvents, SelectionDocument>({
  name: 'incubation.selections',
  version: 1,
  subject: 'incubation.selection',
  columns: {},
  indexes: [],
  key: 'callId',
  on: {
    'incubation.LateApplicationInvited': upserts((known, { data }) =>
      after(known, { type: 'LateApplicationInvited', ...data }),
    ),
    'incubation.ApplicationReceived': upserts((known, { data }) =>
      after(known, { type: 'ApplicationReceived', ...data }),
    ),
    'incubation.ApplicationChanged': upserts((known, { data }) =>
      after(known, { type: 'ApplicationChanged', ...data }),
    ),
    'incubation.ApplicationWithdrawn': upserts((known, { data }) =>
      after(known, { type: 'ApplicationWithdrawn', ...data }),
    ),
    'incubation.ReviewerAssigned': upserts((known, { data }) => after(known, { type: 'ReviewerAssigned', ...data })),
    'incubation.ConflictDeclared': upserts((known, { data }) => after(known, { type: 'ConflictDeclared', ...data })),
    'incubation.ReviewRecorded': upserts((known, { data }) => after(known, { type: 'ReviewRecorded', ...data })),
    'incubation.TieDecided': upserts((known, { data }) => after(known, { type: 'TieDecided', ...data })),
    'incubation.SelectionDecided': upserts((known, { data }) => after(known, { type: 'SelectionDecided', ...data })),
  },
});
