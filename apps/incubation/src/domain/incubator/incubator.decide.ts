import { accept, aggregate, inForceOn, reject, type CalendarDate, type Decision, type Uuid } from '#libs/kernel';
import { evolve, type Incubator, type IncubatorEvent } from './incubator.ts';

export interface OpenIncubator {
  readonly type: 'OpenIncubator';
  readonly incubatorId: Uuid;
  readonly name: string;
  readonly site: string;
  readonly since: CalendarDate;
}
export interface RenameIncubator {
  readonly type: 'RenameIncubator';
  readonly incubatorId: Uuid;
  readonly name: string;
  readonly since: CalendarDate;
}
export interface DissolveIncubator {
  readonly type: 'DissolveIncubator';
  readonly incubatorId: Uuid;
  readonly on: CalendarDate;
}
export type IncubatorCommand = OpenIncubator | RenameIncubator | DissolveIncubator;

/** Why an incubator takes nothing in on a day. */
export type IncubatorAbsence =
  | { readonly type: 'INC_INCUBATOR_NOT_FOUND' }
  | { readonly type: 'INC_INCUBATOR_DISSOLVED'; readonly found: CalendarDate }
  | { readonly type: 'INC_BEFORE_OPENING'; readonly found: CalendarDate; readonly required: CalendarDate };

export type IncubatorRejection =
  | IncubatorAbsence
  | { readonly type: 'INC_INCUBATOR_EXISTS'; readonly found: { readonly name: string; readonly since: CalendarDate } };

type IncubatorDecision = Decision<IncubatorEvent, IncubatorRejection>;

/** Precedence of refusals: not found, dissolved, before the opening. */
export const incubator = aggregate({
  context: 'incubation',
  name: 'incubator',
  initial: { status: 'absent' },
  evolve,
  decide: (command: IncubatorCommand, state): IncubatorDecision => {
    switch (command.type) {
      case 'OpenIncubator':
        return open(command, state);
      case 'RenameIncubator':
        return rename(command, state);
      case 'DissolveIncubator':
        return dissolve(command, state);
    }
  },
});

function open({ incubatorId, name, site, since }: OpenIncubator, state: Incubator): IncubatorDecision {
  if (state.status === 'absent') return accept({ type: 'IncubatorOpened', incubatorId, name, site, since });
  const { opened } = state;
  if (opened.name === name && opened.site === site && opened.since === since) return accept(); // a repeat
  return reject({ type: 'INC_INCUBATOR_EXISTS', found: { name: opened.name, since: opened.since } });
}

function rename({ incubatorId, name, since }: RenameIncubator, state: Incubator): IncubatorDecision {
  const absence = notOpenOn(since, state);
  if (absence !== undefined) return reject(absence);
  if (state.status !== 'absent' && inForceOn(state.names, since)?.name === name) return accept(); // already so that day
  return accept({ type: 'IncubatorRenamed', incubatorId, name, since });
}

function dissolve({ incubatorId, on }: DissolveIncubator, state: Incubator): IncubatorDecision {
  if (state.status === 'absent') return reject({ type: 'INC_INCUBATOR_NOT_FOUND' });
  if (state.status === 'dissolved') {
    return state.on === on ? accept() : reject({ type: 'INC_INCUBATOR_DISSOLVED', found: state.on });
  }
  const absence = notOpenOn(on, state);
  return absence === undefined ? accept({ type: 'IncubatorDissolved', incubatorId, on }) : reject(absence);
}

/** Why nothing begins there on a day. A fact of a day before the dissolution may be recorded after it. */
export function notOpenOn(day: CalendarDate, state: Incubator): IncubatorAbsence | undefined {
  if (state.status === 'absent') return { type: 'INC_INCUBATOR_NOT_FOUND' };
  if (state.status === 'dissolved' && day >= state.on) return { type: 'INC_INCUBATOR_DISSOLVED', found: state.on };
  const { since } = state.opened;
  return day < since ? { type: 'INC_BEFORE_OPENING', found: day, required: since } : undefined;
}
