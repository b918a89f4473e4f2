import type { RegisteredOrganisation } from '#libs/process-managers';
import type { ReadModelQuery } from '#libs/projections';
import { companiesAmong, type Companies } from '#libs/succession';
import type { BodyDocument } from '../bodies/bodies.projection.ts';
import type { OfficeDocument } from '../offices/offices.projection.ts';

/** The companies of these mandates and rules, with whoever has absorbed them. */
export async function companiesOf(
  body: BodyDocument,
  offices: readonly OfficeDocument[],
  organisations: Pick<ReadModelQuery<RegisteredOrganisation>, 'get'>,
  others: readonly string[] = [],
): Promise<Companies> {
  const ofMandates = offices.flatMap(({ mandates }) =>
    mandates.flatMap(({ organisationId, moves = [] }) => [organisationId, ...moves.map((move) => move.organisationId)]),
  );
  const ofRules = (body.constraints ?? []).flatMap(({ rule }) => (rule.groups ?? []).flat());
  return await companiesWithHeirs([...ofMandates.flatMap((id) => id ?? []), ...ofRules, ...others], organisations);
}

/** These companies, with whoever has absorbed them. */
export async function companiesWithHeirs(
  ids: readonly string[],
  organisations: Pick<ReadModelQuery<RegisteredOrganisation>, 'get'>,
): Promise<Companies> {
  return companiesAmong(await withHeirs(ids, organisations));
}

async function withHeirs(
  ids: readonly string[],
  organisations: Pick<ReadModelQuery<RegisteredOrganisation>, 'get'>,
): Promise<ReadonlyMap<string, RegisteredOrganisation>> {
  const known = new Map<string, RegisteredOrganisation>();
  for (let next = [...new Set(ids)]; next.length > 0;) {
    const found = (await Promise.all(next.map((id) => organisations.get(id)))).filter((each) => each !== undefined);
    for (const each of found) known.set(each.organisationId, each);
    next = [...new Set(found.flatMap(({ ended }) => ended?.heirId ?? []))].filter((id) => !known.has(id));
  }
  return known;
}
