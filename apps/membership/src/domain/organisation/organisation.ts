import { accept, acceptRepeat, below, byType, cannotFollow, chronicle, holdsOn, inForceOn } from '#libs/kernel';
import { reject, sameFacts, withFact } from '#libs/kernel';
import type { CommandFor, DatedName, Decision, EventOf, FactOf, FactsOf, Refusal } from '#libs/kernel';
import type { DomainEvent, organisationEvents } from '#libs/contracts';
import {
  obstacleTo,
  registeredWith,
  withIdentifier,
  withIdentifierEnded,
  type Borne,
} from './organisation.identifiers.ts';
import {
  cease,
  recordDuplicate,
  succeed,
  unfitFate,
  withFate,
  type Cease,
  type EndFact,
  type EndRejection,
  type Fate,
  type RecordDuplicate,
  type Succeed,
} from './organisation.ends.ts';
import { isSiren, sirenInvalid, type SirenInvalid } from '#libs/identifiers';

type OrganisationEvent = DomainEvent<typeof organisationEvents>;
export type OrganisationFact = FactOf<OrganisationEvent>;

type Identified = EventOf<OrganisationEvent, 'OrganisationIdentified'>;
type IdentifierEnded = EventOf<OrganisationEvent, 'OrganisationIdentifierEnded'>;

interface Registered extends Fate {
  readonly status: 'registered';
  readonly registration: FactsOf<OrganisationEvent, 'OrganisationRegistered'>;
  /** In the order of their days. */
  readonly names: readonly DatedName[];
  /** In the order of the days from which it bears them. */
  readonly identifiers: readonly Borne[];
  /** The departments of its seat, in the order of their days. */
  readonly locations: readonly Omit<FactsOf<OrganisationEvent, 'OrganisationLocated'>, 'organisationId'>[];
  readonly legalForms: readonly Omit<FactsOf<OrganisationEvent, 'OrganisationLegalFormSet'>, 'organisationId'>[];
  readonly figures: readonly FactsOf<OrganisationEvent, 'OrganisationFigureDeclared'>['figure'][];
}

export type Organisation = { readonly status: 'absent' } | Registered;

type Register = CommandFor<EventOf<OrganisationEvent, 'OrganisationRegistered'>, 'RegisterOrganisation'>;
type Rename = CommandFor<EventOf<OrganisationEvent, 'OrganisationRenamed'>, 'RenameOrganisation'>;
type Locate = CommandFor<EventOf<OrganisationEvent, 'OrganisationLocated'>, 'LocateOrganisation'>;
type SetLegalForm = CommandFor<EventOf<OrganisationEvent, 'OrganisationLegalFormSet'>, 'SetLegalForm'>;
type DeclareFigure = CommandFor<EventOf<OrganisationEvent, 'OrganisationFigureDeclared'>, 'DeclareOrganisationFigure'>;
interface Identify extends CommandFor<Identified, 'IdentifyOrganisation'> {
  /** One of the past is recorded with its end. */
  readonly ended?: Pick<IdentifierEnded, 'on' | 'cause'> | undefined;
}
type EndIdentifier = CommandFor<IdentifierEnded, 'EndIdentifier'>;
export type OrganisationCommand =
  | (Register | Rename | Locate | SetLegalForm | DeclareFigure)
  | (Identify | EndIdentifier | Cease | Succeed | RecordDuplicate);

export type OrganisationMissing = Refusal<'MBR_ORGANISATION_NOT_FOUND', 'found'>;

/** `found` is the name of the organisation that has this id. */
export type OrganisationRejection =
  | SirenInvalid
  | OrganisationMissing
  | EndRejection
  | Refusal<'MBR_IDENTIFIER_INVALID' | 'MBR_IDENTIFIER_NOT_BORNE', 'found' | 'required'>
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
      changes: ['name', 'kind', 'siren', 'rna', 'sizeClass', 'since'],
    },
    OrganisationRenamed: { name: 'name', day: ({ since }) => since, changes: ['name', 'since'] },
    OrganisationLocated: { name: 'location', day: ({ since }) => since, changes: ['department', 'since'] },
    OrganisationLegalFormSet: { name: 'legal-form', day: ({ since }) => since, changes: ['legalForm', 'since'] },
    // The end of one day comes before what begins on it.
    OrganisationIdentifierEnded: { name: 'identifier-end', day: ({ on }) => on, changes: ['cause', 'on'] },
    OrganisationIdentified: { name: 'identifier', day: ({ since }) => since, changes: ['identifier', 'since'] },
    OrganisationFigureDeclared: { name: 'figure', day: ({ figure }) => figure.on, changes: ['figure'] },
    OrganisationCeased: { name: 'cessation', day: ({ on }) => on, changes: ['cause', 'on'] },
    OrganisationSucceeded: {
      name: 'succession',
      day: ({ on }) => on,
      changes: ['continuation', 'on'],
    },
    OrganisationDuplicateRecorded: { name: 'duplicate', day: ({ on }) => on, changes: ['pivotId', 'on'] },
  },
  evolve,
  judge: (state): OrganisationRejection | undefined =>
    state.status === 'absent' ? undefined : unfitFate(state.registration.organisationId, state),
  decide: (command: OrganisationCommand, state): Verdict => {
    if (command.type === 'RegisterOrganisation') return register(command, state);
    if (state.status === 'absent') return reject(notRegistered(command.organisationId));
    if (state.pivotId === undefined || command.type === 'RecordDuplicate') return decideOnKnown(command, state);
    return reject({ type: 'MBR_ORGANISATION_DUPLICATE', found: command.organisationId, required: state.pivotId });
  },
});

const decideOnKnown = byType<Exclude<OrganisationCommand, Register>, Registered, Verdict>({
  RenameOrganisation: rename,
  LocateOrganisation: locate,
  SetLegalForm: setLegalForm,
  DeclareOrganisationFigure: declareFigure,
  IdentifyOrganisation: identify,
  EndIdentifier: endIdentifier,
  CeaseOrganisation: cease,
  SucceedOrganisation: succeed,
  RecordDuplicate: recordDuplicate,
});

/** The refusal for an id under which no organisation is registered. */
export function notRegistered(found: string): OrganisationMissing {
  return { type: 'MBR_ORGANISATION_NOT_FOUND', found };
}

function evolve(state: Organisation, fact: OrganisationFact): Organisation {
  if (fact.type === 'OrganisationRegistered') {
    if (state.status !== 'absent') cannotFollow(fact, 'the organisation is registered');
    const { type: _type, ...registration } = fact;
    const names = [{ name: fact.name, since: fact.since }];
    const identifiers = registeredWith(fact);
    return { status: 'registered', registration, names, identifiers, locations: [], legalForms: [], figures: [] };
  }
  if (state.status === 'absent') cannotFollow(fact, 'the organisation is not registered');
  if (fact.type === 'OrganisationFigureDeclared') return { ...state, figures: [...state.figures, fact.figure] };
  if (fact.type === 'OrganisationIdentified' || fact.type === 'OrganisationIdentifierEnded')
    return identified(state, fact);
  if (fact.type === 'OrganisationLocated') {
    const { department, since } = fact;
    return { ...state, locations: withFact(state.locations, { department, since }) };
  }
  if (fact.type === 'OrganisationLegalFormSet') {
    const { legalForm, since } = fact;
    return { ...state, legalForms: withFact(state.legalForms, { legalForm, since }) };
  }
  const { since } = state.registration;
  if (isEnd(fact)) {
    const isEarly = fact.type !== 'OrganisationDuplicateRecorded' && fact.on <= since;
    return isEarly ? cannotFollow(fact, `the organisation is registered from ${since} on`) : withFate(state, fact);
  }
  if (fact.since < since) cannotFollow(fact, `the organisation is registered from ${since} on`);
  if (state.end !== undefined) cannotFollow(fact, `the organisation is gone from ${state.end.on} on`);
  return { ...state, names: [...state.names, { name: fact.name, since: fact.since }] };
}

function isEnd(fact: OrganisationFact): fact is EndFact {
  const { type } = fact;
  return type === 'OrganisationCeased' || type === 'OrganisationSucceeded' || type === 'OrganisationDuplicateRecorded';
}

function identified(state: Registered, fact: Identified | IdentifierEnded): Organisation {
  const obstacle = obstacleTo(state.identifiers, fact);
  if (obstacle !== undefined) cannotFollow(fact, obstacle);
  const { identifiers: before } = state;
  const isBegun = fact.type === 'OrganisationIdentified';
  return { ...state, identifiers: isBegun ? withIdentifier(before, fact) : withIdentifierEnded(before, fact) };
}

function register({ type: _type, ...facts }: Register, state: Organisation): Verdict {
  if (facts.siren !== undefined && !isSiren(facts.siren)) return reject(sirenInvalid(facts.siren));
  if (state.status === 'absent') return accept({ type: 'OrganisationRegistered', ...facts });
  return acceptRepeat(facts, state.registration, { type: 'MBR_ORGANISATION_EXISTS', found: state.registration.name });
}

/** An identifier may be one of before the organisation was entered here. */
function identify({ type: _type, ended, ...facts }: Identify, { identifiers }: Registered): Verdict {
  const { identifier, since, organisationId } = facts;
  const isBorne = identifiers.some((known) => sameFacts(known.identifier, identifier) && holdsOn(known, since));
  if (isBorne && ended === undefined) return accept();
  const begun = { type: 'OrganisationIdentified', ...facts } as const;
  if (ended === undefined) return accept(begun);
  const end = { type: 'OrganisationIdentifierEnded', organisationId, identifier, ...ended } as const;
  if (ended.on <= since) return reject({ type: 'MBR_DATE_BEFORE_START', found: ended.on, required: since });
  return accept<OrganisationFact>(begun, end);
}

function endIdentifier({ type: _type, ...facts }: EndIdentifier, { identifiers }: Registered): Verdict {
  const { identifier, on, cause } = facts;
  const own = identifiers.filter((known) => sameFacts(known.identifier, identifier));
  if (own.some((known) => known.until === on && known.cause === cause)) return accept();
  if (own.some(({ since, until }) => since < on && (until === undefined || on < until)))
    return accept({ type: 'OrganisationIdentifierEnded', ...facts });
  const found = `${identifier.scheme} ${identifier.value}`;
  return reject({ type: 'MBR_IDENTIFIER_NOT_BORNE', found, required: `an identifier that it bears on ${on}` });
}

/** Renames may be recorded late: a name takes its place among the dated ones. */
function rename(command: Rename, state: Registered): Verdict {
  const early = below('MBR_DATE_BEFORE_START', command.since, state.registration.since);
  if (early !== undefined) return reject(early);
  if (inForceOn(state.names, command.since)?.name === command.name) return accept();
  return accept({ ...command, type: 'OrganisationRenamed' });
}

/** It may have had its seat there before it was entered here. */
function locate(command: Locate): Verdict {
  return accept({ ...command, type: 'OrganisationLocated' });
}

function setLegalForm(command: SetLegalForm): Verdict {
  return accept({ ...command, type: 'OrganisationLegalFormSet' });
}

/** Two sources may disagree and both stay; only the same figure of the same source is nothing new. */
function declareFigure(command: DeclareFigure, state: Registered): Verdict {
  if (state.figures.some((known) => sameFacts(known, command.figure))) return accept();
  return accept({ ...command, type: 'OrganisationFigureDeclared' });
}
