import { z } from 'zod';
import { dateSchema, nameSchema, outcomeSchema, personSchema, uuidSchema, type Immutable } from '#libs/contracts';
import { agreementView, interestView } from './interests.projection.ts';

const FINDINGS = [
  ...(['not-decided', 'resolution-void', 'decided-by-other-body'] as const),
  ...(['concerned-not-named', 'concerned-took-part', 'interest-not-declared', 'interest-declared-after'] as const),
  'not-in-office',
] as const;

const concernedView = z.strictObject({
  person: personSchema,
  isNamed: z.boolean().describe('Whether it was named where the agreement was reported.'),
  interests: z.array(interestView).describe('The declared interests in the other party on the day of the agreement.'),
  offices: z
    .array(z.strictObject({ officeId: uuidSchema, bodyId: uuidSchema, title: nameSchema, mandateId: uuidSchema }))
    .describe('What the person held on that day in the board and the bureau.'),
  tookNoPart: z.boolean().optional().describe('Whether it took no part in the vote. Absent before one.'),
});

const reportedView = agreementView.omit({ concerned: true, decision: true }).extend({
  concerned: z.array(concernedView),
  status: z.enum(['approved', 'not-approved', 'pending']),
  decision: agreementView.shape.decision
    .unwrap()
    .extend({
      outcome: z
        .union([outcomeSchema, z.literal('tabled')])
        .optional()
        .describe('Absent where the resolution was taken back.'),
      bodyId: uuidSchema.optional(),
    })
    .optional(),
  findings: z
    .array(
      z.strictObject({
        kind: z.enum(FINDINGS),
        personId: uuidSchema.optional(),
      }),
    )
    .describe('What is missing or not as it has to be.'),
});

export const interestsReportView = z
  .strictObject({
    clusterId: uuidSchema,
    from: dateSchema,
    until: dateSchema,
    validAt: dateSchema,
    agreements: z.array(reportedView),
    interests: z.array(interestView).describe('The interests that were declared for some of these days.'),
  })
  .meta({
    id: 'InterestsReport',
    description:
      'The report on the agreements of a cluster with those who administer it (Code de commerce, art. L612-5).',
  });

export type InterestsReport = Immutable<z.infer<typeof interestsReportView>>;
export type ReportedAgreement = InterestsReport['agreements'][number];
export type Finding = ReportedAgreement['findings'][number];
export type ConcernedView = ReportedAgreement['concerned'][number];
