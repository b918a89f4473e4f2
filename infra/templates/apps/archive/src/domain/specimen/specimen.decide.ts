import { accept, aggregate, reject, type CalendarDate, type Decision, type Uuid } from '#libs/kernel';
import { evolve, type Specimen, type SpecimenEvent } from './specimen.ts';

export interface RegisterSpecimen {
  readonly type: 'RegisterSpecimen';
  readonly specimenId: Uuid;
  readonly name: string;
  readonly since: CalendarDate;
}
export interface RenameSpecimen {
  readonly type: 'RenameSpecimen';
  readonly specimenId: Uuid;
  readonly name: string;
  readonly since: CalendarDate;
}
export type SpecimenCommand = RegisterSpecimen | RenameSpecimen;

export type SpecimenRejection =
  | { readonly type: 'ARC_SPECIMEN_NOT_FOUND' }
  | { readonly type: 'ARC_SPECIMEN_EXISTS'; readonly found: { readonly name: string; readonly since: CalendarDate } }
  | { readonly type: 'ARC_SPECIMEN_TOO_EARLY'; readonly found: CalendarDate; readonly required: CalendarDate };

type SpecimenDecision = Decision<SpecimenEvent, SpecimenRejection>;

/** Precedence of refusals: not found, exists, too early. */
export const specimen = aggregate({
  context: 'archive',
  name: 'specimen',
  initial: { status: 'absent' },
  evolve,
  decide: (command: SpecimenCommand, state): SpecimenDecision => {
    switch (command.type) {
      case 'RegisterSpecimen':
        return register(command, state);
      case 'RenameSpecimen':
        return rename(command, state);
    }
  },
});

function register({ specimenId, name, since }: RegisterSpecimen, state: Specimen): SpecimenDecision {
  if (state.status === 'absent') return accept({ type: 'SpecimenRegistered', specimenId, name, since });
  if (state.name === name && state.since === since) return accept(); // a repeat
  return reject({ type: 'ARC_SPECIMEN_EXISTS', found: { name: state.name, since: state.since } });
}

function rename({ specimenId, name, since }: RenameSpecimen, state: Specimen): SpecimenDecision {
  if (state.status === 'absent') return reject({ type: 'ARC_SPECIMEN_NOT_FOUND' });
  if (since < state.since) return reject({ type: 'ARC_SPECIMEN_TOO_EARLY', found: since, required: state.since });
  if (state.name === name) return accept(); // already so
  return accept({ type: 'SpecimenRenamed', specimenId, name, since });
}
