import { z } from 'zod';
import { agreementEvents, catalog, dateSchema, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { projection, upserts } from '#libs/projections';
import { evolveAgreement, type Agreement, type AgreementFact } from '../../domain/agreements/agreement.ts';
import { AGREEMENT_STATES, agreementOn, type AgreementSurroundings } from '../../domain/agreements/agreement-day.ts';

const { kind, services } = agreementEvents.AgreementDrawnUp.schema.shape;
export const agreementState = z.enum(AGREEMENT_STATES);

export const agreementView = z
  .strictObject({
    agreementId: uuidSchema,
    kind,
    state: agreementState.describe('On the day; `unsigned` while fewer than two parties have signed.'),
    parties: z
      .array(z.strictObject({ clusterId: uuidSchema, origins: z.array(uuidSchema) }))
      .describe('Who is bound on the day, with the parties to which it has succeeded.'),
    drawnUpFor: z.array(uuidSchema).describe('The parties as the agreement names them.'),
    services,
    since: dateSchema,
    until: dateSchema.optional().describe('The first day after it.'),
  })
  .meta({ id: 'Agreement', description: 'An agreement between clusters as it is on a day.' });

export const openServicesView = z
  .strictObject({
    clusterId: uuidSchema,
    organisationId: uuidSchema,
    validAt: dateSchema,
    as: z.enum(['member', 'member-elsewhere', 'public']).describe('A member has every service as such.'),
    services: z.array(
      agreementEvents.AgreementDrawnUp.schema.shape.services.element.safeExtend({
        agreementId: uuidSchema,
        through: uuidSchema.describe('The cluster of which it is a member.'),
      }),
    ),
  })
  .meta({ id: 'OpenServices', description: 'What is open in a cluster to a company by its memberships elsewhere.' });

/** An agreement as it is stored. */
export interface AgreementDocument extends Agreement {
  readonly agreementId: string;
}

/** What an event of the domain makes of the document: what it makes of the agreement. */
function follows<Name extends 'DrawnUp' | 'Signed' | 'Left'>(name: Name) {
  return upserts<GrappeEvents[`membership.Agreement${Name}`], AgreementDocument>((document, { data }) => {
    const { agreementId } = data;
    const fact = { type: `Agreement${name}`, ...data } as AgreementFact;
    return { agreementId, ...evolveAgreement(document ?? { signatures: [] }, fact) };
  });
}

/** Every agreement between clusters; the key is its id. Who is bound on a day is computed when it is read. */
export const agreements = projection<GrappeEvents, AgreementDocument>({
  name: 'membership.agreements',
  version: 1,
  order: catalog.order,
  subject: 'membership.agreement',
  columns: {},
  indexes: [],
  key: 'agreementId',
  on: {
    'membership.AgreementDrawnUp': follows('DrawnUp'),
    'membership.AgreementSigned': follows('Signed'),
    'membership.AgreementLeft': follows('Left'),
  },
});

/** An agreement as it is on a day; undefined where its terms were taken back. */
export function viewOfAgreement(
  { agreementId, terms, signatures }: AgreementDocument,
  around: AgreementSurroundings,
  day: string,
): Immutable<z.infer<typeof agreementView>> | undefined {
  if (terms === undefined) return undefined;
  const { kind: is, parties: drawnUpFor, services: agreed, since, until } = terms;
  const onDay = agreementOn({ terms, signatures }, around, day);
  return {
    agreementId,
    kind: is,
    ...onDay,
    drawnUpFor,
    services: agreed,
    since,
    ...(until === undefined ? {} : { until }),
  };
}
