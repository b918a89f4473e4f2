import { documentOf, idParameter, orNotFound, type PastModels, type QueryRow } from '#libs/hosting';
import { calendarDate, dayOf, instant } from '#libs/kernel';
import { diff } from '../domain/dry-run/diff.ts';
import { dryRuns, type KeptDryRunDocument } from '../read-models/dry-runs/dry-runs.projection.ts';
import { operations } from '../read-models/operations/operations.projection.ts';
import { DRY_RUN_MODELS, inputOf } from './dry-run.input.ts';
import { shownDryRun } from './dry-run.reader.ts';
import { keptDryRunView, withoutPersons, type KeptDryRun } from './dry-runs.view.ts';

export const dryRunQueries: readonly QueryRow[] = [
  documentOf(dryRuns, {
    // Of an operation that is not published nobody else is to know.
    about: ({ participants }) => ({ clusters: participants }),
    withheld: { shows: 'drafts', open: { operation_id: [] }, own: () => [] },
    summary: 'A dry run that was kept: the same answer at any later time.',
    description:
      'It is made again of what stood in the ledger before its position, by the plan of then; whatever was recorded since is not in it. Persons stand in it by their mandates alone.',
    shows: 'drafts',
    parameters: { id: idParameter('The dry run.') },
    also: DRY_RUN_MODELS,
    answers: keptDryRunView,
    view: (document, { past }) => keptDryRunOf(document, past),
  }),
];

/** What a dry run was made from. */
export async function keptInput(kept: KeptDryRunDocument, past: PastModels) {
  const models = await past.before(BigInt(kept.position));
  const operation = orNotFound(await models.of(operations).get(kept.operationId), kept.operationId);
  // The answer is the same for every reader, on every day.
  const reader = { today: dayOf(instant(kept.keptAt)), mayReadEmbargoed: false };
  return { models, reader, input: await inputOf(models, operation, { on: calendarDate(kept.on), reader }) };
}

async function keptDryRunOf(kept: KeptDryRunDocument, past: PastModels): Promise<KeptDryRun> {
  const { models, input, reader } = await keptInput(kept, past);
  const found = diff(input);
  const shown = withoutPersons(await shownDryRun(models, { input, found }, reader));
  return { ...kept, isReproduced: found.hash === kept.hash, diff: shown };
}
