import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, LIST_MAX, nameSchema, uuidSchema } from '../shared.ts';

/**
 * A number as it was declared, exactly: an integer, or a decimal number as text (half posts: `12.5`). Each number has one spelling, without zeros at its end.
 */
export const exactNumberSchema = z.union([
  z.int(),
  z.string().regex(/^-?(0|[1-9]\d{0,12})\.\d{0,5}[1-9]$/, 'an integer, or a decimal number as text such as 12.5'),
]);

/** A figure as a source declared it. An unknown amount is null, not zero; two sources may differ and both stay. */
export const declaredFigureSchema = z.strictObject({
  indicator: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/),
  value: exactNumberSchema.nullable(),
  unit: z.string().min(1).max(40),
  scope: nameSchema.optional(),
  on: dateSchema,
  source: nameSchema,
});

/** French department numbers: 01 to 95 (2A and 2B since 1976 in the place of 20), 971 to 978, and the territories 984 to 989. */
export const departmentSchema = z
  .string()
  .regex(/^(0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8]|98[46-9])$/, 'a French department number');
export const departmentsSchema = z.array(departmentSchema).max(LIST_MAX);

export const organisationKindSchema = z.enum(['company', 'public-authority', 'school', 'association', 'group']);
export const sizeClassSchema = z.enum(['tpe', 'sme', 'mid-size', 'large']);

/** SIREN: nine digits with a Luhn check digit (Code de commerce, art. R123-221). The check itself is the domain's. */
export const sirenSchema = z.string().regex(/^\d{9}$/, 'nine digits');
export const rnaSchema = z.string().regex(/^W\d[\dA-Z]\d{7}$/, 'W, a digit, a digit or a letter, and seven digits');

/** How the law knows a body: in the directory of companies or of their establishments, of associations, or in the register of a court of Alsace-Moselle. */
export const identifierSchemeSchema = z.enum(['siren', 'siret', 'rna', 'court-register']);

/** An identifier in the one spelling in which it is compared: digits without spaces, letters as capitals. */
export const identifierSchema = z.strictObject({ scheme: identifierSchemeSchema, value: z.string().min(1).max(80) });

/** A legal category as the INSEE numbers them: 9220 is a declared association, 5710 a SAS. */
export const legalFormSchema = z.string().regex(/^[1-9]\d{3}$/, 'a legal category of the INSEE, four digits');

/** Why an organisation exists no more, where nobody continues it. */
export const cessationSchema = z.enum(['liquidation', 'closure', 'dissolution', 'death']);

/**
 * Who continues an organisation: one that was there takes it over, a new one is made of several, or several come out of one. The heir is the one of them that goes
 * on with its memberships.
 */
export const continuationSchema = z.strictObject({
  how: z.enum(['absorption', 'creation', 'split']),
  successorIds: z.array(uuidSchema).min(1).max(20),
  heirId: uuidSchema,
});

export const identifierEndSchema = z.enum(['replaced', 'closed', 'duplicate']);

export const organisationEvents = correctable({
  OrganisationRegistered: event(
    'An organisation is entered in the register under an id that never dies.',
    {
      organisationId: uuidSchema,
      name: nameSchema,
      kind: organisationKindSchema,
      siren: sirenSchema.optional(),
      rna: rnaSchema.optional(),
      sizeClass: sizeClassSchema.optional(),
      /** The cluster whose operator entered it: that cluster keeps its entry, member or not. */
      registeredFor: uuidSchema.optional(),
      since: dateSchema,
    },
    { opens: true },
  ),
  OrganisationRenamed: event('An organisation bears another name from a day on; it stays the same organisation.', {
    organisationId: uuidSchema,
    name: nameSchema,
    since: dateSchema,
  }),
  OrganisationLocated: event('An organisation has its seat in a department from a day on.', {
    organisationId: uuidSchema,
    department: departmentSchema,
    since: dateSchema,
  }),
  OrganisationLegalFormSet: event('An organisation has a legal form from a day on; it stays the same organisation.', {
    organisationId: uuidSchema,
    legalForm: legalFormSchema,
    since: dateSchema,
  }),
  // The end of one day comes before what begins on it.
  OrganisationIdentifierEnded: event(
    'An organisation bears an identifier no more, or it turned out to be a second one of the same body; it is never given to another one.',
    { organisationId: uuidSchema, identifier: identifierSchema, cause: identifierEndSchema, on: dateSchema },
  ),
  OrganisationIdentified: event('An organisation bears an identifier from a day on.', {
    organisationId: uuidSchema,
    identifier: identifierSchema,
    since: dateSchema,
  }),
  OrganisationFigureDeclared: event('A source declared a figure about an organisation.', {
    organisationId: uuidSchema,
    figure: declaredFigureSchema,
  }),
  OrganisationCeased: event(
    'An organisation exists no more from a day on, and nobody continues it: what it is a member of, it leaves that day.',
    {
      organisationId: uuidSchema,
      cause: cessationSchema,
      on: dateSchema,
    },
  ),
  OrganisationSucceeded: event(
    'An organisation went up in others by law: one of them, its heir, goes on with its memberships from that day.',
    {
      organisationId: uuidSchema,
      continuation: continuationSchema,
      on: dateSchema,
    },
  ),
  OrganisationDuplicateRecorded: event(
    'An entry of the register is a second one of a company: the two are one, and always were.',
    {
      organisationId: uuidSchema,
      /** The entry that stays. */
      pivotId: uuidSchema,
      /** The day on which that was seen; it holds for all days. */
      on: dateSchema,
    },
  ),
});

const claim = {
  identifier: identifierSchema,
  bearerId: uuidSchema,
  bearer: z.enum(['organisation', 'cluster']),
};

/** One stream for each identifier: so that no two bodies bear the same one. */
export const identifierEvents = {
  IdentifierClaimed: event('An identifier belongs to this body, an organisation or a cluster, and to no other.', claim),
  IdentifierReleased: event('An identifier was recorded for a body by mistake: another one may bear it.', claim),
};
