import { cannotFollow } from '#libs/kernel';
import type { DomainEvent, organisationEvents } from '#libs/contracts';
import type { Facts } from '../facts.ts';

export type OrganisationEvent = DomainEvent<typeof organisationEvents>;

export interface NameFact {
  readonly name: string;
  readonly since: string;
}

export type Organisation =
  | { readonly status: 'absent' }
  | {
      readonly status: 'registered';
      readonly registration: Facts<OrganisationEvent, 'OrganisationRegistered'>;
      /** In the order of recording. */
      readonly names: readonly NameFact[];
      readonly figures: readonly Facts<OrganisationEvent, 'OrganisationFigureDeclared'>['figure'][];
    };

export function evolveOrganisation(state: Organisation, event: OrganisationEvent): Organisation {
  if (event.type === 'OrganisationRegistered') {
    if (state.status !== 'absent') cannotFollow(event, 'the organisation is registered');
    const { type: _type, ...registration } = event;
    return { status: 'registered', registration, names: [{ name: event.name, since: event.since }], figures: [] };
  }
  if (state.status === 'absent') cannotFollow(event, 'nobody is registered');
  if (event.type === 'OrganisationRenamed')
    return { ...state, names: [...state.names, { name: event.name, since: event.since }] };
  return { ...state, figures: [...state.figures, event.figure] };
}
