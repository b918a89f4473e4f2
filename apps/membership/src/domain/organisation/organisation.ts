import { accept, acceptRepeat, below, cannotFollow, chronicle, inForceOn, reject, sameFacts } from '#libs/kernel';
import type { CommandFor, DatedName, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';
import type { DomainEvent, organisationEvents } from '#libs/contracts';
import { isSiren, sirenInvalid, type SirenInvalid } from '../siren.ts';

type OrganisationEvent = DomainEvent<typeof organisationEvents>;
export type OrganisationFact = FactOf<OrganisationEvent>;

interface Registered {
  readonly status: 'registered';
  readonly registration: FactsOf<OrganisationEvent, 'OrganisationRegistered'>;
  /** In the order of their days. */
  readonly names: readonly DatedName[];
  readonly figures: readonly FactsOf<OrganisationEvent, 'OrganisationFigureDeclared'>['figure'][];
}

export type Organisation = { readonly status: 'absent' } | Registered;

type Register = CommandFor<EventOf<OrganisationEvent, 'OrganisationRegistered'>, 'RegisterOrganisation'>;
type Rename = CommandFor<EventOf<OrganisationEvent, 'OrganisationRenamed'>, 'RenameOrganisation'>;
type DeclareFigure = CommandFor<EventOf<OrganisationEvent, 'OrganisationFigureDeclared'>, 'DeclareOrganisationFigure'>;
export type OrganisationCommand = Register | Rename | DeclareFigure;

export type OrganisationMissing = Refusal<'MBR_ORGANISATION_NOT_FOUND', 'found'>;

/** `found` is the name of the organisation that has this id. */
export type OrganisationRejection =
  | SirenInvalid
  | OrganisationMissing
  | Refusal<'MBR_ORGANISATION_EXISTS', 'found'>
  | Refusal<'MBR_DATE_BEFORE_START', 'found' | 'required'>;

type Verdict = Decision<OrganisationFact, OrganisationRejection>;

const initial: Organisation = { status: 'absent' };

export const organisation = chronicle({
  context: 'membership',
  name: 'organisation',
  prefix: 'MBR',
  initial,
  facts: {
    // It counts first, whatever its day: figures may be of days before it.
    OrganisationRegistered: {
      name: 'registration',
      day: ({ since }) => since,
      opens: true,
      changes: ['name', 'kind', 'rna', 'sizeClass', 'since'],
    },
    OrganisationRenamed: { name: 'name', day: ({ since }) => since, changes: ['name', 'since'] },
    OrganisationFigureDeclared: { name: 'figure', day: ({ figure }) => figure.on, changes: ['figure'] },
  },
  evolve,
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

function evolve(state: Organisation, fact: OrganisationFact): Organisation {
  if (fact.type === 'OrganisationRegistered') {
    if (state.status !== 'absent') cannotFollow(fact, 'the organisation is registered');
    const { type: _type, ...registration } = fact;
    return { status: 'registered', registration, names: [{ name: fact.name, since: fact.since }], figures: [] };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the organisation is not registered');
  if (fact.type === 'OrganisationFigureDeclared') return { ...state, figures: [...state.figures, fact.figure] };
  const { since } = state.registration;
  if (fact.since < since) cannotFollow(fact, `the organisation is registered from ${since} on`);
  return { ...state, names: [...state.names, { name: fact.name, since: fact.since }] };
}

function register({ type: _type, ...facts }: Register, state: Organisation): Verdict {
  if (facts.siren !== undefined && !isSiren(facts.siren)) return reject(sirenInvalid(facts.siren));
  if (state.status === 'absent') return accept({ type: 'OrganisationRegistered', ...facts });
  return acceptRepeat(facts, state.registration, { type: 'MBR_ORGANISATION_EXISTS', found: state.registration.name });
}

/** Renames may be recorded late: a name takes its place among the dated ones. */
function rename(command: Rename, state: Registered): Verdict {
  const early = below('MBR_DATE_BEFORE_START', command.since, state.registration.since);
  if (early !== undefined) return reject(early);
  if (inForceOn(state.names, command.since)?.name === command.name) return accept();
  return accept({ ...command, type: 'OrganisationRenamed' });
}

/** Two sources may disagree and both stay; only the same figure of the same source is nothing new. */
function declareFigure(command: DeclareFigure, state: Registered): Verdict {
  if (state.figures.some((known) => sameFacts(known, command.figure))) return accept();
  return accept({ ...command, type: 'OrganisationFigureDeclared' });
}
