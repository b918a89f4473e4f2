import { z } from 'zod';
import {
  departmentSchema,
  dateSchema,
  nameSchema,
  organisationKindSchema,
  rnaSchema,
  sirenSchema,
  sizeClassSchema,
  uuidSchema,
} from '#libs/contracts';
import { periodOn } from '#libs/contracts/facts';
import {
  dayOf,
  edgeProblem,
  idParameter,
  maySee,
  pageParameters,
  pageSchemaOf,
  query,
  validAtParameter,
  withoutHidden,
  wordParameter,
  type DeclaredModels,
  type QueryRow,
  type Viewer,
} from '#libs/hosting';
import { addDays, calendarDate, inForceOn } from '#libs/kernel';
import type { Where } from '#libs/projections';
import { folded, partsOf } from '../domain/directory/folding.ts';
import { placeOf, searchesFor } from '../domain/directory/search.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { dissolutionOn, dissolutionsIn } from '../read-models/clusters/dissolutions.ts';
import { memberships, type MembershipDocument } from '../read-models/memberships/memberships.projection.ts';
import {
  organisations,
  viewOfOrganisation,
  type OrganisationDocument,
} from '../read-models/organisations/organisations.projection.ts';

const PARTS = { siren: 'companies', rna: 'companies' } as const;

const entryView = z
  .strictObject({
    organisationId: uuidSchema,
    name: nameSchema.nullable().describe('In force on the day.'),
    otherNames: z.array(nameSchema).describe('Names of other days that were searched for.'),
    kind: organisationKindSchema,
    sizeClass: sizeClassSchema.optional(),
    department: departmentSchema.optional().describe('Of its seat on the day.'),
    siren: sirenSchema.optional(),
    rna: rnaSchema.optional(),
    membership: z
      .strictObject({
        membershipId: uuidSchema,
        college: nameSchema.optional(),
        since: dateSchema,
        until: dateSchema.optional(),
      })
      .optional()
      .describe('In the cluster that was asked for.'),
  })
  .meta({ id: 'DirectoryEntry', description: 'An organisation as the directory has it on a day.' });

interface Asked {
  readonly clusterId?: string | undefined;
  readonly college?: string | undefined;
}

/** The memberships that a cluster has on a day, by their organisations; undefined where no cluster is asked for. */
async function membersOn(
  models: DeclaredModels,
  { clusterId, college }: Asked,
  day: string,
): Promise<ReadonlyMap<string, MembershipDocument> | undefined> {
  if (clusterId === undefined) {
    if (college === undefined) return undefined;
    const message = 'a college is one of a cluster: clusterId is required beside it';
    throw edgeProblem('API_MALFORMED', { errors: [{ path: '/clusterId', message }] });
  }
  const dissolvedOn = await dissolutionsIn(models);
  if (dissolutionOn(dissolvedOn, clusterId, day)) return new Map();
  const lasting = { cluster_id: clusterId, lasts_until: { from: addDays(calendarDate(day), 1) } };
  const members = (await models.of(memberships).all(lasting)).filter(
    (each) => periodOn(each.periods, day) !== undefined && (college === undefined || each.college === college),
  );
  return new Map(members.map((each) => [each.organisationId, each]));
}

/** Whom a text finds: by identifiers for those who read them only. What a search finds, it shows. */
function conditionsOf(
  q: string | undefined,
  viewer: Viewer,
  others: Where,
  place: readonly string[],
): readonly Where[] {
  if (q === undefined) return [{ ...others, ...(place.length === 0 ? {} : { search_names: { contains: place } }) }];
  const searches = searchesFor(q).filter(({ identifiers }) => identifiers.length === 0 || maySee(viewer, 'companies'));
  return searches.map(({ names, identifiers }) => ({
    ...others,
    ...(names.length + place.length === 0 ? {} : { search_names: { contains: [...names, ...place] } }),
    ...(identifiers.length === 0 ? {} : { search_identifiers: { contains: identifiers } }),
  }));
}

function entryOf(document: OrganisationDocument, member: MembershipDocument | undefined, q: string, day: string) {
  const { organisationId, name, kind, sizeClass, department, siren, rna, names } = viewOfOrganisation(document, day);
  const parts = partsOf(q);
  const isMeant = (other: string): boolean => other !== name && parts.every((part) => folded(other).includes(part));
  const otherNames = parts.length === 0 ? [] : names.map((each) => each.name).filter(isMeant);
  const period = member && periodOn(member.periods, day);
  const membership = period && {
    membershipId: member.membershipId,
    college: member.college,
    since: period.since,
    until: period.until,
  };
  return { organisationId, name, otherNames, kind, sizeClass, department, siren, rna, membership };
}

/** Everybody by name. */
export const directoryQueries: readonly QueryRow[] = [
  query({
    path: 'directory',
    summary:
      'Organisations in the order of their names, searched by parts of any name that they had, whatever its case, accents and ligatures, or by an identifier in any spelling.',
    shows: 'members',
    parts: PARTS,
    problems: ['API_MALFORMED'],
    parameters: {
      q: wordParameter(
        z.string().min(1).max(120),
        'Parts of words, all of which are in its names; or an identifier, whole or its first digits.',
        'numelink',
      ).optional(),
      clusterId: idParameter('Members of this cluster on the day.').optional(),
      college: wordParameter(nameSchema, 'Members in this college of the cluster.', 'companies').optional(),
      department: wordParameter(departmentSchema, 'With their seat in this department on the day.', '42').optional(),
      validAt: validAtParameter,
      ...pageParameters,
    },
    reads: [organisations, memberships, clusters],
    answers: pageSchemaOf(entryView),
    run: async ({ input, viewer, models }) => {
      const day = dayOf({ input, viewer });
      const { q, department, limit, after } = input;
      const members = await membersOn(models, input, day);
      const others: Where = members === undefined ? {} : { organisation_id: [...members.keys()] };
      const place = department === undefined ? [] : [placeOf(department)];
      const keep = ({ locations }: OrganisationDocument): boolean =>
        inForceOn(locations, day)?.department === department;
      const page = await models.of(organisations).page({
        where: conditionsOf(q, viewer, others, place),
        order: { column: 'sort_key', descending: false },
        ...(department === undefined ? {} : { keep }),
        limit,
        after,
      });
      const items = page.items.map((each) =>
        withoutHidden(entryOf(each, members?.get(each.organisationId), q ?? '', day), PARTS, viewer, {
          organisations: [each.organisationId],
        }),
      );
      return { ...page, items };
    },
  }),
];
