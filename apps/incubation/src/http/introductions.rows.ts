import { commandOf, commandTable, factCommands, onItsDay, type CommandRequest, type Transaction } from '#libs/commands';
import { funderIntroductionEvents, nameSchema } from '#libs/contracts';
import { introduction, unfitIntroduction, type IntroductionFacts } from '../domain/introductions/introduction.ts';
import { FACT_REFUSALS, incubationRefusals } from './refusals.table.ts';
import { absentOrganisation, SETTING_UNFIT, settingOf } from './setting.ts';

const { incubatorId, organisationId, funderId } = funderIntroductionEvents.FunderIntroduced.schema.shape;
const { result, amountCents } = funderIntroductionEvents.IntroductionOutcomeRecorded.schema.shape;

/** Why an introduction cannot be what a correction makes of it; of an outcome nothing stands elsewhere. */
async function unfitCorrection(
  changes: Partial<IntroductionFacts>,
  { id, copies }: CommandRequest<unknown>,
  tx: Transaction,
) {
  const { made } = await tx.read(introduction, id);
  if (made === undefined) return undefined;
  const now = { ...made, ...changes };
  const absent = await absentOrganisation(copies, [now.organisationId, now.funderId]);
  return absent ?? unfitIntroduction(now, await settingOf(now.incubatorId, tx));
}

const UNFIT = ['INC_COMPANY_ABSENT', ...SETTING_UNFIT, 'INC_FUNDER_IS_COMPANY'] as const;

/** Whom an incubator puts in touch with funders. */
export const introductionCommands = commandTable('incubation.introductions', incubationRefusals, [
  commandOf(introduction, 'IntroduceFunder', {
    summary: 'Record that an incubator put a company (inside on the day, or an alumnus) in touch with a funder.',
    body: { incubatorId, organisationId, funderId, purpose: nameSchema.optional() },
    happened: onItsDay,
    unless: ({ body, copies }) => absentOrganisation(copies, [body.organisationId, body.funderId]),
    refusals: [...UNFIT, 'INC_INTRODUCTION_EXISTS'],
    decide: async ({ id, body, effectiveAt: on }, tx) => ({
      ...{ introductionId: id, ...body, on },
      ...(await settingOf(body.incubatorId, tx)),
    }),
  }),
  commandOf(introduction, 'RecordIntroductionOutcome', {
    verb: 'record-outcome',
    summary: 'Record what an introduction to a funder had come to by a day.',
    body: { result, amountCents: amountCents.default(null) },
    happened: onItsDay,
    refusals: ['INC_INTRODUCTION_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ introductionId: id, ...body, on }),
  }),
  ...factCommands(introduction, {
    only: ['FunderIntroduced'],
    unless: unfitCorrection,
    refusals: [...FACT_REFUSALS, ...UNFIT],
  }),
  ...factCommands(introduction, { only: ['IntroductionOutcomeRecorded'], refusals: FACT_REFUSALS }),
]);
