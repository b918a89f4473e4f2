import { accept, inForceOn, reject, type CalendarDate, type Decider, type Decision, type Uuid } from '#libs/kernel';
import { evolve, type Incubator, type IncubatorEvent } from './incubator.ts';
import type { IncubatorRejection } from './incubator.rejections.ts';

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
/** Decides nothing itself: the part that an incubator has in a command on its partners. */
export interface RequireOpenIncubator {
  readonly type: 'RequireOpenIncubator';
  readonly on: CalendarDate;
}

export type IncubatorCommand = OpenIncubator | RenameIncubator | DissolveIncubator | RequireOpenIncubator;
type IncubatorDecision = Decision<IncubatorEvent, IncubatorRejection>;

/** Precedence of refusals: not found, dissolved, before the opening. */
export const incubator: Decider<IncubatorCommand, Incubator, IncubatorEvent, IncubatorRejection> = {
  initial: { status: 'absent' },
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'OpenIncubator':
        return open(command, state);
      case 'RenameIncubator':
        return rename(command, state);
      case 'DissolveIncubator':
        return dissolve(command, state);
      case 'RequireOpenIncubator':
        return notOpenOn(command.on, state) ?? accept();
    }
  },
};

function open({ incubatorId, name, site, since }: OpenIncubator, state: Incubator): IncubatorDecision {
  if (state.status === 'absent') return accept({ type: 'IncubatorOpened', incubatorId, name, site, since });
  const { opened } = state;
  if (opened.name === name && opened.site === site && opened.since === since) return accept(); // a repeat
  return reject({ type: 'INC_INCUBATOR_EXISTS', found: { name: opened.name, since: opened.since } });
}

function rename({ incubatorId, name, since }: RenameIncubator, state: Incubator): IncubatorDecision {
  const refusal = notOpenOn(since, state);
  if (refusal !== undefined) return refusal;
  if (state.status !== 'absent' && inForceOn(state.names, since)?.name === name) return accept(); // already so that day
  return accept({ type: 'IncubatorRenamed', incubatorId, name, since });
}

function dissolve({ incubatorId, on }: DissolveIncubator, state: Incubator): IncubatorDecision {
  if (state.status === 'absent') return reject({ type: 'INC_INCUBATOR_NOT_FOUND' });
  if (state.status === 'dissolved') {
    return state.on === on ? accept() : reject({ type: 'INC_INCUBATOR_DISSOLVED', found: state.on });
  }
  return notOpenOn(on, state) ?? accept({ type: 'IncubatorDissolved', incubatorId, on });
}

/** A fact of a day before the dissolution may be recorded after it. */
function notOpenOn(day: CalendarDate, state: Incubator): ReturnType<typeof reject<IncubatorRejection>> | undefined {
  if (state.status === 'absent') return reject({ type: 'INC_INCUBATOR_NOT_FOUND' });
  if (state.status === 'dissolved' && day >= state.on) {
    return reject({ type: 'INC_INCUBATOR_DISSOLVED', found: state.on });
  }
  const { since } = state.opened;
  return day < since ? reject({ type: 'INC_BEFORE_OPENING', found: day, required: since }) : undefined;
}
