import { accept, acceptRepeat, aggregate, below, cannotFollow, reject } from '#libs/kernel';
import type { CommandFor, DatedName, Decision, EventOf, Refusal } from '#libs/kernel';
import type { DomainEvent, specimenEvents } from '../../../../../libs/contracts/index.ts';

export type SpecimenEvent = DomainEvent<typeof specimenEvents>;
type Registered = EventOf<SpecimenEvent, 'SpecimenRegistered'>;
type Renamed = EventOf<SpecimenEvent, 'SpecimenRenamed'>;

type Specimen =
  | { readonly status: 'absent' }
  | { readonly status: 'registered'; readonly registered: Registered; readonly name: string };

type RegisterSpecimen = CommandFor<Registered, 'RegisterSpecimen'>;
type RenameSpecimen = CommandFor<Renamed, 'RenameSpecimen'>;
export type SpecimenCommand = RegisterSpecimen | RenameSpecimen;

export type SpecimenRejection =
  | Refusal<'ARC_SPECIMEN_NOT_FOUND'>
  | Refusal<'ARC_SPECIMEN_EXISTS', 'found', DatedName>
  | Refusal<'ARC_SPECIMEN_TOO_EARLY', 'found' | 'required'>;

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

function evolve(state: Specimen, event: SpecimenEvent): Specimen {
  switch (event.type) {
    case 'SpecimenRegistered':
      if (state.status !== 'absent') cannotFollow(event, 'it is registered');
      return { status: 'registered', registered: event, name: event.name };
    case 'SpecimenRenamed':
      if (state.status === 'absent') cannotFollow(event, 'nothing is registered');
      return { ...state, name: event.name };
  }
}

function register(command: RegisterSpecimen, state: Specimen): SpecimenDecision {
  const registered: Registered = { ...command, type: 'SpecimenRegistered' };
  if (state.status === 'absent') return accept(registered);
  const { name, since } = state.registered;
  return acceptRepeat(registered, state.registered, { type: 'ARC_SPECIMEN_EXISTS', found: { name, since } });
}

function rename(command: RenameSpecimen, state: Specimen): SpecimenDecision {
  if (state.status === 'absent') return reject({ type: 'ARC_SPECIMEN_NOT_FOUND' });
  const early = below('ARC_SPECIMEN_TOO_EARLY', command.since, state.registered.since);
  if (early !== undefined) return reject(early);
  if (state.name === command.name) return accept(); // already so
  return accept({ ...command, type: 'SpecimenRenamed' });
}
