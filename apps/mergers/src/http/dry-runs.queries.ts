import { z } from 'zod';
import { decimal, documentOf, idParameter, orNotFound, wordParameter } from '#libs/hosting';
import type { PastModels, QueryRow, Sight } from '#libs/hosting';
import { calendarDate, dayOf, instant } from '#libs/kernel';
import { diff } from '../domain/dry-run/diff.ts';
import { dryRuns, type KeptDryRunDocument } from '../read-models/dry-runs/dry-runs.projection.ts';
import { operations } from '../read-models/operations/operations.projection.ts';
import { DRY_RUN_MODELS, inputOf } from './dry-run.input.ts';
import { shownDryRun, withNames } from './dry-run.reader.ts';
import { DIFF_LISTS, listsOf, SHOWN, type DiffList } from './dry-run.view.ts';
import { dryRunItemsView, keptDryRunView, unnamed, withoutPersons, type KeptDryRun } from './dry-runs.view.ts';

/** Of an operation that is not published nobody else is to know. */
const known: Sight<KeptDryRunDocument> = {
  about: ({ participants }) => ({ clusters: participants }),
  withheld: { shows: 'drafts', open: { operation_id: [] }, own: () => [] },
};

export const dryRunQueries: readonly QueryRow[] = [
  documentOf(dryRuns, {
    ...known,
    summary: 'A dry run that was kept: the same answer at any later time.',
    description:
      'It is made again of what stood in the ledger before its position, by the plan of then; whatever was recorded since is not in it. Persons stand in it by their mandates alone.',
    shows: 'drafts',
    parameters: { id: idParameter('The dry run.') },
    also: DRY_RUN_MODELS,
    answers: keptDryRunView,
    view: (document, { past }) => keptDryRunOf(document, past),
  }),
  documentOf(dryRuns, {
    ...known,
    path: ':id/items',
    summary: 'One list of a dry run that was kept, page by page: everything that the dry run itself leaves off.',
    description: 'Every page is of the same answer, whatever is recorded between two of them.',
    shows: 'drafts',
    parameters: {
      id: idParameter('The dry run.'),
      list: wordParameter(z.enum(DIFF_LISTS).default('members.duplicates'), 'Which list.', 'labels'),
      from: decimal(z.int().min(0).default(0)).meta({
        description: 'The place of the first item of the page: 0, or the `next` of the page before.',
        examples: [500],
      }),
      limit: decimal(z.int().min(1).max(SHOWN).default(SHOWN)).meta({
        description: 'How many items the page has at most.',
        examples: [500],
      }),
    },
    also: DRY_RUN_MODELS,
    answers: dryRunItemsView,
    view: (document, { input, past }) => itemsOf(document, input, past),
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

interface Page {
  readonly list: DiffList;
  readonly from: number;
  readonly limit: number;
}

async function itemsOf(kept: KeptDryRunDocument, { list, from, limit }: Page, past: PastModels) {
  const { models, input, reader } = await keptInput(kept, past);
  const found = diff(input);
  const [lists, end] = [listsOf(found), from + limit];
  const items =
    list === 'members.duplicates'
      ? await withNames(models, found.members.duplicates.slice(from, end), reader.today)
      : unnamed(lists[list].slice(from, end));
  const total = lists[list].length;
  return {
    ...{ hash: found.hash, list, total, items: items.map((each) => ({ ...each })) },
    ...(end < total ? { next: end } : {}),
  };
}
