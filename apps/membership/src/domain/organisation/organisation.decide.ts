import { accept, aggregate, inForceOn, reject, sameFacts, type Decision } from '#libs/kernel';
import type { DateBeforeStart, Facts } from '../facts.ts';
import { isSiren, sirenInvalid, type SirenInvalid } from '../siren.ts';
import { evolveOrganisation, type Organisation, type OrganisationEvent } from './organisation.ts';

type Register = { readonly type: 'RegisterOrganisation' } & Facts<OrganisationEvent, 'OrganisationRegistered'>;
type Rename = { readonly type: 'RenameOrganisation' } & Facts<OrganisationEvent, 'OrganisationRenamed'>;
type DeclareFigure = { readonly type: 'DeclareFigure' } & Facts<OrganisationEvent, 'OrganisationFigureDeclared'>;
export type OrganisationCommand = Register | Rename | DeclareFigure;

export interface OrganisationMissing {
  readonly type: 'MBR_ORGANISATION_NOT_FOUND';
  readonly found: string;
}

/** `found` is the name of the organisation that has this id. */
export type OrganisationRejection =
  | SirenInvalid
  | OrganisationMissing
  | { readonly type: 'MBR_ORGANISATION_EXISTS'; readonly found: string }
  | DateBeforeStart;

type Verdict = Decision<OrganisationEvent, OrganisationRejection>;

export const organisation = aggregate({
  context: 'membership',
  name: 'organisation',
  initial: { status: 'absent' },
  evolve: evolveOrganisation,
  decide: (command: OrganisationCommand, state): Verdict => {
    if (command.type === 'RegisterOrganisation') return register(command, state);
    if (state.status === 'absent') return reject(notRegistered(command.organisationId));
    return command.type === 'RenameOrganisation' ? rename(command, state) : declareFigure(command, state);
  },
});

/** The refusal for an id under which no organisation is registered. */
export function notRegistered(found: string): OrganisationMissing {
  return { type: 'MBR_ORGANISATION_NOT_FOUND', found };
}

type Registered = Extract<Organisation, { status: 'registered' }>;

function register({ type: _type, ...facts }: Register, state: Organisation): Verdict {
  if (facts.siren !== undefined && !isSiren(facts.siren)) return reject(sirenInvalid(facts.siren));
  if (state.status === 'absent') return accept({ type: 'OrganisationRegistered', ...facts });
  if (sameFacts(state.registration, facts)) return accept();
  return reject({ type: 'MBR_ORGANISATION_EXISTS', found: state.registration.name });
}

/** Renames may be recorded late: a name takes its place among the dated ones. */
function rename({ type: _type, ...facts }: Rename, state: Registered): Verdict {
  const { since } = state.registration;
  if (facts.since < since) return reject({ type: 'MBR_DATE_BEFORE_START', found: facts.since, required: since });
  if (inForceOn(state.names, facts.since)?.name === facts.name) return accept();
  return accept({ type: 'OrganisationRenamed', ...facts });
}

/** Two sources may disagree and both stay; only the same figure of the same source is nothing new. */
function declareFigure({ type: _type, ...facts }: DeclareFigure, state: Registered): Verdict {
  if (state.figures.some((known) => sameFacts(known, facts.figure))) return accept();
  return accept({ type: 'OrganisationFigureDeclared', ...facts });
}
