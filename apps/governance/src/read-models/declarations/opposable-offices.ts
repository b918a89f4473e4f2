import type { DeclaredModels } from '#libs/hosting';
import { administers } from '../../domain/body/administering.ts';
import { declarationOf, opposableFrom } from '../../domain/declarations/changes.ts';
import { bodies } from '../bodies/bodies.projection.ts';
import { ENDING, withEndings } from '../offices/office-ends.ts';
import type { MandateView, OfficeDocument } from '../offices/offices.projection.ts';
import type { StatutesDocument } from '../statutes/statutes.projection.ts';
import { filedDeclarations, type DeclarationsDocument } from './declarations.projection.ts';
import { changesOf, spellsOf, type Spell } from './spells.ts';

/** What offices as they are held, and from when on they can be held against third parties, follow from. */
export const HELD = [...ENDING, filedDeclarations] as const;

type Filed = DeclarationsDocument['declarations'];

/** The office as it is held; each mandate with the days from which it and its end can be held against third parties, by what was declared up to a day. */
export async function officeHeld(
  office: OfficeDocument,
  models: DeclaredModels,
  day?: string,
): Promise<OfficeDocument> {
  const [held, body, declared] = await Promise.all([
    withEndings(office, models),
    models.of(bodies).get(office.bodyId),
    models.of(filedDeclarations).get(office.clusterId),
  ]);
  if (declared === undefined || !administers(body?.kind)) return held;
  const spells = spellsOf(held.mandates);
  return { ...held, mandates: held.mandates.map((mandate) => opposable(mandate, spells, declared.declarations, day)) };
}

/** A mandate that carries on another one of the same person is as opposable as that one; only the last of a spell has an end. */
function opposable(mandate: MandateView, spells: readonly Spell[], filed: Filed, day: string | undefined): MandateView {
  const changes = spells.filter(({ mandates }) => mandates.includes(mandate)).flatMap(changesOf);
  const since = (kind: 'mandate' | 'mandate-end'): string | undefined => {
    const change = changes.find(({ reference }) => reference.kind === kind);
    if (change === undefined || (kind === 'mandate-end' && change.mandate !== mandate)) return undefined;
    const declaration = declarationOf(change.reference, filed, day);
    return declaration && opposableFrom({ ...change.reference, day: change.day }, declaration);
  };
  const [from, endFrom] = [since('mandate'), since('mandate-end')];
  return {
    ...mandate,
    ...(from === undefined ? {} : { opposableFrom: from }),
    ...(endFrom === undefined ? {} : { endOpposableFrom: endFrom }),
  };
}

/** The versions of the statutes with the days from which they can be held against third parties, by what was declared up to a day. */
export async function statutesOpposable(
  { clusterId, versions }: StatutesDocument,
  models: DeclaredModels,
  day?: string,
): Promise<StatutesDocument> {
  const filed = (await models.of(filedDeclarations).get(clusterId))?.declarations ?? [];
  return {
    clusterId,
    versions: versions.map((version) => {
      const { statutesVersion, inForceFrom } = version;
      const change = { kind: 'statutes', statutesVersion, day: inForceFrom } as const;
      const declaration = declarationOf(change, filed, day);
      return declaration === undefined ? version : { ...version, opposableFrom: opposableFrom(change, declaration) };
    }),
  };
}
