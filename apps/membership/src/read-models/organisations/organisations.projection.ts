import { z } from 'zod';
import {
  catalog,
  dateSchema,
  identifierEndSchema,
  identifierSchema,
  nameSchema,
  organisationEvents,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { holdsOn, inForceOn, nameOn, withFact } from '#libs/kernel';
import { creates, projection, updates, type Handling } from '#libs/projections';
import { searchOf, type OrganisationSearch } from '../../domain/directory/search.ts';
import {
  registeredWith,
  withIdentifier,
  withIdentifierEnded,
} from '../../domain/organisation/organisation.identifiers.ts';

const { OrganisationRegistered, OrganisationRenamed, OrganisationLocated, OrganisationFigureDeclared } =
  organisationEvents;

const { OrganisationLegalFormSet, OrganisationCeased, OrganisationSucceeded } = organisationEvents;
const end = z
  .strictObject({
    on: dateSchema,
    ...OrganisationCeased.schema.pick({ cause: true }).partial().shape,
    ...OrganisationSucceeded.schema.pick({ continuation: true }).partial().shape,
  })
  .meta({ id: 'OrganisationEnd', description: 'From when an organisation is no more: why, or who continues it.' });

const organisationDocument = OrganisationRegistered.schema.omit({ name: true }).extend({
  names: z.array(OrganisationRenamed.schema.omit({ organisationId: true })).describe('In the order of their days.'),
  locations: z
    .array(OrganisationLocated.schema.omit({ organisationId: true }))
    .describe('The departments of its seat, in the order of their days.'),
  legalForms: z
    .array(OrganisationLegalFormSet.schema.omit({ organisationId: true }))
    .describe('In the order of their days.'),
  identifiers: z
    .array(
      z.strictObject({
        identifier: identifierSchema,
        since: dateSchema,
        until: dateSchema.optional().describe('The first day after it.'),
        cause: identifierEndSchema.optional(),
      }),
    )
    .describe('Every identifier that it bears or bore, in the order of their days.'),
  figures: z.array(OrganisationFigureDeclared.schema.shape.figure).describe('What each source declared, side by side.'),
  end: end.optional(),
  pivotId: uuidSchema.optional().describe('The entry that stands for it: the two are one company.'),
});

export const organisationView = organisationDocument
  .partial({ figures: true, identifiers: true })
  .extend({
    name: nameSchema.nullable().describe('The name in force on the requested day.'),
    department: OrganisationLocated.schema.shape.department
      .optional()
      .describe('That of its seat on the requested day.'),
    legalForm: OrganisationLegalFormSet.schema.shape.legalForm.optional().describe('On the requested day.'),
  })
  .meta({ id: 'Organisation', description: 'An organisation with its dated names.' });

/** An organisation as it is stored: with the texts in which it is searched, and that by which it is ordered. */
export type OrganisationDocument = Immutable<z.infer<typeof organisationDocument>> & {
  /** Of one that is no more by its end, or because another entry stands for it. */
  readonly over?: 'gone' | 'duplicate' | undefined;
  readonly search: OrganisationSearch;
};
export type OrganisationView = Immutable<z.infer<typeof organisationView>>;

/** Names of organisations are public at once, so every reader sees the same. */
export function viewOfOrganisation(stored: OrganisationDocument, day: string): OrganisationView {
  const { search: _search, over: _over, ...document } = stored;
  const borne = (scheme: 'siren' | 'rna') =>
    document.identifiers.findLast((each) => each.identifier.scheme === scheme && holdsOn(each, day))?.identifier.value;
  const [siren, rna] = [borne('siren') ?? document.siren, borne('rna') ?? document.rna];
  const department = inForceOn(document.locations, day)?.department;
  const legalForm = inForceOn(document.legalForms, day)?.legalForm;
  return {
    ...document,
    ...(department === undefined ? {} : { department }),
    ...(legalForm === undefined ? {} : { legalForm }),
    ...(siren === undefined ? {} : { siren }),
    ...(rna === undefined ? {} : { rna }),
    name: nameOn(document.names, day)?.name ?? null,
  };
}

type Described = Omit<OrganisationDocument, 'search'>;

/** What an event makes of an organisation, with the texts in which it is then searched. */
function searchable<Data>(handling: Handling<Data, Described>): Handling<Data, OrganisationDocument> {
  return {
    ...handling,
    evolve: (document, event, key) => {
      const after = handling.evolve(document, event, key);
      return after && { ...after, search: searchOf(after) };
    },
  };
}

/** Every organisation with its names as dated facts. */
export const organisations = projection<GrappeEvents, OrganisationDocument>({
  name: 'membership.organisations',
  version: 11,
  order: catalog.order,
  subject: 'membership.organisation',
  columns: {
    organisation_id: { type: 'text', from: 'organisationId' },
    heir_id: { type: 'text', from: 'end.continuation.heirId' },
    over: { type: 'text', from: 'over' },
    search_names: { type: 'text', from: 'search.names' },
    search_identifiers: { type: 'text', from: 'search.identifiers' },
    sort_key: { type: 'text', from: 'search.sortKey', isSortKey: true },
  },
  indexes: [['organisation_id'], ['heir_id'], ['over'], ['sort_key', 'key']],
  searched: ['search_names', 'search_identifiers'],
  key: 'organisationId',
  on: {
    'membership.OrganisationRegistered': searchable(
      creates(({ data: { name, ...facts } }) => ({
        ...facts,
        names: [{ name, since: facts.since }],
        locations: [],
        legalForms: [],
        identifiers: registeredWith(facts),
        figures: [],
      })),
    ),
    'membership.OrganisationRenamed': searchable(
      updates((organisation, { data: { name, since } }) => ({
        ...organisation,
        names: [...organisation.names, { name, since }],
      })),
    ),
    'membership.OrganisationLocated': searchable(
      updates((organisation, { data: { department, since } }) => ({
        ...organisation,
        locations: withFact(organisation.locations, { department, since }),
      })),
    ),
    'membership.OrganisationLegalFormSet': searchable(
      updates((organisation, { data: { legalForm, since } }) => ({
        ...organisation,
        legalForms: withFact(organisation.legalForms, { legalForm, since }),
      })),
    ),
    'membership.OrganisationIdentified': searchable(
      updates((organisation, { data }) => ({
        ...organisation,
        identifiers: withIdentifier(organisation.identifiers, data),
      })),
    ),
    'membership.OrganisationIdentifierEnded': searchable(
      updates((organisation, { data }) => ({
        ...organisation,
        identifiers: withIdentifierEnded(organisation.identifiers, data),
      })),
    ),
    'membership.OrganisationFigureDeclared': searchable(
      updates((organisation, { data: { figure } }) => ({
        ...organisation,
        figures: [...organisation.figures, figure],
      })),
    ),
    'membership.OrganisationCeased': updates((organisation, { data: { cause, on } }) => ({
      ...organisation,
      over: 'gone' as const,
      end: { on, cause },
    })),
    'membership.OrganisationSucceeded': updates((organisation, { data: { continuation, on } }) => ({
      ...organisation,
      over: 'gone' as const,
      end: { on, continuation },
    })),
    'membership.OrganisationDuplicateRecorded': updates((organisation, { data: { pivotId } }) => ({
      ...organisation,
      over: 'duplicate' as const,
      pivotId,
    })),
  },
});
