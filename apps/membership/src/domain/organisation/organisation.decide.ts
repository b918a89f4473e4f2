import {
  accept,
  inForceOn,
  reject,
  sameFacts,
  streamName,
  type Decider,
  type Decision,
  type StreamName,
} from '#libs/kernel';
import type { Facts } from '../facts.ts';
import { isSiren, sirenInvalid } from '../siren.ts';
import { evolveOrganisation, type Organisation, type OrganisationEvent } from './organisation.ts';
import type { OrganisationRejection } from './organisation.rejections.ts';

type Register = { readonly type: 'RegisterOrganisation' } & Facts<OrganisationEvent, 'OrganisationRegistered'>;
type Rename = { readonly type: 'RenameOrganisation' } & Facts<OrganisationEvent, 'OrganisationRenamed'>;
type DeclareFigure = { readonly type: 'DeclareFigure' } & Facts<OrganisationEvent, 'OrganisationFigureDeclared'>;
/** Records nothing: it only says whether an organisation is there. */
interface RequireKnown {
  readonly type: 'RequireKnownOrganisation';
  readonly organisationId: string;
}
export type OrganisationCommand = Register | Rename | DeclareFigure | RequireKnown;

type Verdict = Decision<OrganisationEvent, OrganisationRejection>;

export const organisation: Decider<OrganisationCommand, Organisation, OrganisationEvent, OrganisationRejection> = {
  initial: { status: 'absent' },
  evolve: evolveOrganisation,
  decide: (command, state) => {
    if (command.type === 'RegisterOrganisation') return register(command, state);
    if (state.status === 'absent') return reject({ type: 'MBR_ORGANISATION_NOT_FOUND', found: command.organisationId });
    if (command.type === 'RenameOrganisation') return rename(command, state);
    if (command.type === 'DeclareFigure') return declareFigure(command, state);
    return accept();
  },
};

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

export function organisationStream(organisationId: string): StreamName {
  return streamName('membership', 'organisation', organisationId);
}
