import type { DeclaredModels } from '#libs/hosting';
import { companiesAmong, type Companies } from '#libs/succession';
import type { DryRunInput } from '../domain/dry-run/diff.ts';
import { organisationNames, type NamedOrganisation } from '../read-models/organisations/organisations.projection.ts';

/** The companies for which seats are held or are to be held, and those that rules name, with whoever has absorbed them. */
export async function companiesIn(
  models: DeclaredModels,
  { governance, file }: Pick<DryRunInput, 'governance' | 'file'>,
): Promise<Companies> {
  const known = new Map<string, NamedOrganisation>();
  for (let next = namedIn({ governance, file }); next.length > 0;) {
    const found = await models.of(organisationNames).all({ organisation_id: next });
    for (const each of found) known.set(each.organisationId, each);
    next = [...new Set(found.flatMap(({ ended }) => ended?.heirId ?? []))].filter((id) => !known.has(id));
  }
  return companiesAmong(known);
}

function namedIn({ governance, file }: Pick<DryRunInput, 'governance' | 'file'>): readonly string[] {
  const ofClusters = Object.values(governance);
  const rules = ofClusters.flatMap(({ bodies }) => bodies.flatMap(({ constraints = [] }) => constraints));
  // Where no rule binds, nobody looks at companies.
  if (rules.length === 0) return [];
  const planned = file.plan?.plan.transitionalGovernance.bodies ?? [];
  const holders = planned.flatMap(({ offices }) => offices.flatMap((office) => office.holders));
  const ids = [
    ...ofClusters.flatMap(({ mandates }) => mandates.flatMap(({ organisations = [] }) => organisations)),
    ...holders,
  ].flatMap(({ organisationId }) => organisationId ?? []);
  return [...new Set([...ids, ...rules.flatMap(({ rule }) => (rule.groups ?? []).flat())])];
}
