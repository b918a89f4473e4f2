import { commandOf, commandTable, type CommandRequest } from '#libs/commands';
import { dateSchema, dryRunEvents, uuidSchema } from '#libs/contracts';
import { calendarDate, type CalendarDate } from '#libs/kernel';
import { participantsOf } from '../binding.ts';
import { diff } from '../domain/dry-run/diff.ts';
import { keptDryRun, type KeepDryRun } from '../domain/dry-run/kept.ts';
import { totalsOf } from '../domain/dry-run/totals.ts';
import { operations } from '../read-models/operations/operations.projection.ts';
import { DRY_RUN_MODELS, inputOf } from './dry-run.input.ts';
import { mergersRefusals } from './refusals.table.ts';

interface Body {
  readonly operationId: string;
  readonly on?: string | undefined;
}

/** The dry runs that are kept: a permalink each. */
export const dryRunCommands = commandTable('mergers.dry-runs', mergersRefusals, [
  commandOf(keptDryRun, 'KeepDryRun', {
    summary: 'Keep a dry run of an operation, to be read again as it is now and compared with the effect.',
    body: {
      operationId: uuidSchema,
      on: dateSchema.optional().describe('The day asked about. Default: that of the command.'),
    },
    reports: {
      DryRunKept: dryRunEvents.DryRunKept.schema.pick({
        ...{ planVersion: true, planHash: true, effectiveOn: true },
        ...{ position: true, hash: true, totals: true },
      }),
    },
    scope: ({ body: { operationId } }, tx) => participantsOf(tx, operationId),
    refusals: ['MRG_DRY_RUN_EXISTS', 'MRG_OPERATION_NOT_FOUND', 'MRG_NOTHING_TO_FORESEE'],
    decide: async ({ id, body, effectiveAt, copies }) => {
      const on = calendarDate(body.on ?? effectiveAt);
      return { dryRunId: id, operationId: body.operationId, ...(await foreseen(copies, body, on)) };
    },
  }),
]);

/** What is kept of a dry run of what everything says that was committed when the command came in. */
async function foreseen(
  copies: CommandRequest<Body>['copies'],
  { operationId }: Body,
  on: CalendarDate,
): Promise<Pick<KeepDryRun, 'status' | 'kept'>> {
  const { before, models } = await copies.settled(DRY_RUN_MODELS);
  const document = await models.of(operations).get(operationId);
  if (document === undefined) return {};
  const { status } = document.state;
  // Nothing that is kept is under embargo: names are none of it.
  const reader = { today: on, mayReadEmbargoed: false };
  const input = await inputOf(models, document, { on, reader });
  const { plan, participants, effectiveOn: tookEffectOn } = input.file;
  if (plan === undefined || tookEffectOn !== undefined) return { status };
  const found = diff(input);
  const { effectiveOn: day, hash: name } = found;
  const kept = {
    participants: participants.map(({ clusterId }) => clusterId),
    ...{ planVersion: plan.version, planHash: plan.hash, on, effectiveOn: day, position: Number(before), hash: name },
    totals: totalsOf(found),
  };
  return { status, kept };
}
