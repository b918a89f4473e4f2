import { nameOn, type CalendarDate, type NameReader } from '#libs/kernel';
import type { DeclaredModels } from '#libs/hosting';
import { diff, type Diff, type DryRunInput } from '../domain/dry-run/diff.ts';
import type { OperationDocument } from '../read-models/operations/operations.projection.ts';
import { organisationNames } from '../read-models/organisations/organisations.projection.ts';
import { inputOf } from './dry-run.input.ts';
import { boundedDiff, type DryRun } from './dry-run.view.ts';
import { obstacleForeseen } from './register.reader.ts';

/** What the effect of an operation would change, on what is known now. */
export async function dryRun(
  readModels: DeclaredModels,
  document: OperationDocument,
  on: CalendarDate,
  reader: NameReader,
): Promise<DryRun> {
  const input = await inputOf(readModels, document, { on, reader });
  return await shownDryRun(readModels, { input, found: diff(input) }, reader);
}

/** What a dry run was made from, and what it says. */
export interface Found {
  readonly input: DryRunInput;
  readonly found: Diff;
}

/** A dry run as it is answered: lists up to their bound, each organisation with the name that the reader knows it by. */
export async function shownDryRun(
  readModels: DeclaredModels,
  { input, found }: Found,
  { today }: Pick<NameReader, 'today'>,
): Promise<DryRun> {
  const bounded = boundedDiff(found);
  const { duplicates, joining, ...members } = bounded.members;
  const [named, joiningNamed, obstacle] = await Promise.all([
    withNames(readModels, duplicates, today),
    joining && withNames(readModels, joining, today),
    obstacleForeseen(readModels, input.file, bounded.effectiveOn),
  ]);
  const shown = { ...members, ...(joiningNamed === undefined ? {} : { joining: joiningNamed }), duplicates: named };
  return { ...bounded, members: shown, ...(obstacle === undefined ? {} : { obstacle }) };
}

/** Organisations that a dry run names by their ids, with the names that they bear on a day. */
export async function withNames<Duplicate extends { readonly organisationId: string }>(
  readModels: DeclaredModels,
  duplicates: readonly Duplicate[],
  today: string,
) {
  const ids = duplicates.map(({ organisationId }) => organisationId);
  const known = ids.length === 0 ? [] : await readModels.of(organisationNames).all({ organisation_id: ids });
  const names = new Map(known.map(({ organisationId, names: own }) => [organisationId, nameOn(own, today)?.name]));
  return duplicates.map((each) => ({ ...each, name: names.get(each.organisationId) }));
}
