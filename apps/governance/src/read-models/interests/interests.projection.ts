import { z } from 'zod';
import { catalog, dateSchema, interestEvents, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { changeItem, projection, updates, upserts } from '#libs/projections';

const { InterestDeclared, RegulatedAgreementReported, RegulatedAgreementDecided } = interestEvents;

export const interestView = InterestDeclared.schema
  .omit({ clusterId: true })
  .extend({ until: dateSchema.optional().describe('The first day without it.') })
  .meta({ id: 'Interest', description: 'An interest that somebody who administers a cluster has declared.' });

export const agreementView = RegulatedAgreementReported.schema.omit({ clusterId: true }).extend({
  decision: RegulatedAgreementDecided.schema.pick({ resolutionId: true, abstainedIds: true, on: true }).optional(),
});

export const interestsView = z
  .strictObject({ clusterId: uuidSchema, interests: z.array(interestView), agreements: z.array(agreementView) })
  .meta({
    id: 'Interests',
    description: 'The declared interests of those who administer a cluster, and its agreements.',
  });

export type InterestsDocument = Immutable<z.infer<typeof interestsView>>;

export const declaredInterests = projection<GrappeEvents, InterestsDocument>({
  name: 'governance.interests',
  version: 1,
  order: catalog.order,
  subject: 'governance.interests',
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'governance.InterestDeclared': upserts((document, { data: { clusterId, ...interest } }) => ({
      ...(document ?? empty(clusterId)),
      interests: [...(document?.interests ?? []), interest],
    })),
    'governance.InterestEnded': updates((document, { data: { interestId, on: until } }) => ({
      ...document,
      interests: changeItem(
        document.interests,
        (each) => each.interestId === interestId,
        (each) => ({ ...each, until }),
      ),
    })),
    'governance.RegulatedAgreementReported': upserts((document, { data: { clusterId, ...agreement } }) => ({
      ...(document ?? empty(clusterId)),
      agreements: [...(document?.agreements ?? []), agreement],
    })),
    'governance.RegulatedAgreementDecided': updates((document, { data }) => {
      const { agreementId, resolutionId, abstainedIds, on } = data;
      return {
        ...document,
        agreements: changeItem(
          document.agreements,
          (each) => each.agreementId === agreementId,
          (each) => ({ ...each, decision: { resolutionId, abstainedIds, on } }),
        ),
      };
    }),
  },
});

function empty(clusterId: string): InterestsDocument {
  return { clusterId, interests: [], agreements: [] };
}
