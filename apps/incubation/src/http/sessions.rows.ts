import { commandOf, commandTable, factCommands, onItsDay, type CommandRequest, type Transaction } from '#libs/commands';
import { nameSchema, supportEvents } from '#libs/contracts';
import { session, unfitSession, type SessionFacts } from '../domain/support/session.ts';
import { FACT_REFUSALS, incubationRefusals } from './refusals.table.ts';
import { absentOrganisation, SETTING_UNFIT, settingOf } from './setting.ts';

const { incubatorId, kind, minutes, tags, persons, giverIds, organisationIds } =
  supportEvents.SupportSessionHeld.schema.shape;

/** Why a session cannot be what a correction makes of it. */
async function unfitCorrection(
  changes: Partial<SessionFacts>,
  { id, copies }: CommandRequest<unknown>,
  tx: Transaction,
) {
  const { held } = await tx.read(session, id);
  if (held === undefined) return undefined;
  const now = { ...held, ...changes };
  const absent = await absentOrganisation(copies, [...(changes.organisationIds ?? []), ...(changes.giverIds ?? [])]);
  return absent ?? unfitSession(now, await settingOf(now.incubatorId, tx));
}

const UNFIT = ['INC_COMPANY_ABSENT', ...SETTING_UNFIT, 'INC_NAMED_TWICE', 'INC_COACHING_NOT_INDIVIDUAL'] as const;

/** What an incubator does for its companies, session by session. */
export const sessionCommands = commandTable('incubation.sessions', incubationRefusals, [
  commandOf(session, 'HoldSupportSession', {
    summary:
      'Record a support session: who gave it, which companies took part (inside on the day, or alumni), and for how many minutes.',
    body: {
      ...{ incubatorId, kind, minutes, organisationIds },
      tags: tags.default([]),
      subject: nameSchema.optional(),
      persons: persons.default([]),
      giverIds: giverIds.default([]),
    },
    happened: onItsDay,
    unless: ({ body, copies }) => absentOrganisation(copies, [...body.organisationIds, ...body.giverIds]),
    refusals: [...UNFIT, 'INC_SESSION_EXISTS'],
    decide: async ({ id, body, effectiveAt: on }, tx) => ({
      ...{ sessionId: id, ...body, on },
      ...(await settingOf(body.incubatorId, tx)),
    }),
  }),
  ...factCommands(session, { unless: unfitCorrection, refusals: [...FACT_REFUSALS, ...UNFIT] }),
]);
