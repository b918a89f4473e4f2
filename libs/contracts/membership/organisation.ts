import { z } from 'zod';
import { correctable } from '../corrections.ts';
import { event } from '../definition.ts';
import { dateSchema, nameSchema, uuidSchema } from '../shared.ts';

/** A figure as a source declared it. An unknown amount is null, not zero; two sources may differ and both stay. */
export const declaredFigureSchema = z.strictObject({
  indicator: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/),
  value: z.int().nullable(),
  unit: z.string().min(1).max(40),
  scope: nameSchema.optional(),
  on: dateSchema,
  source: nameSchema,
});

export const organisationKindSchema = z.enum(['company', 'public-authority', 'school', 'association', 'group']);

/** SIREN: nine digits with a Luhn check digit (Code de commerce, art. R123-221). The check itself is the domain's. */
export const sirenSchema = z.string().regex(/^\d{9}$/, 'nine digits');
export const rnaSchema = z.string().regex(/^W\d[\dA-Z]\d{7}$/, 'W, a digit, a digit or a letter, and seven digits');

export const organisationEvents = correctable({
  OrganisationRegistered: event(
    'An organisation is entered in the register under an id that never dies.',
    {
      organisationId: uuidSchema,
      name: nameSchema,
      kind: organisationKindSchema,
      siren: sirenSchema.optional(),
      rna: rnaSchema.optional(),
      sizeClass: z.enum(['tpe', 'sme', 'mid-size', 'large']).optional(),
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
  OrganisationFigureDeclared: event('A source declared a figure about an organisation.', {
    organisationId: uuidSchema,
    figure: declaredFigureSchema,
  }),
});

/** One stream for each SIREN: so that no two organisations have the same one. */
export const sirenEvents = {
  SirenClaimed: event('A SIREN belongs to this organisation (a cluster is one too) and to no other.', {
    siren: sirenSchema,
    organisationId: uuidSchema,
  }),
};
