import type { Application, Assignment, Conflict } from './selection.state.ts';

/** How organisations and clusters hang together, on a day. */
export interface Relations {
  /** Whom a body continues, and who continues it, itself among them: by mergers of companies and of clusters. */
  readonly kinOf: (id: string) => ReadonlySet<string>;
  /** Who goes on with what a body had, itself among them: the end of each succession, and whatever it came through. */
  readonly heirsOf: (id: string) => ReadonlySet<string>;
  /** Who holds a partnership in the incubator. */
  readonly partners: ReadonlySet<string>;
}

/**
 * Why somebody cannot judge an application in the name of a body: that body is the applicant, goes on as it or comes from it, or is its partner, in the
 * application or in the incubator; or the person is the contact of the applicant.
 */
export function conflictIn(
  { current: { organisationId, contact, partners } }: Pick<Application, 'current'>,
  { reviewer, of }: Pick<Assignment, 'reviewer' | 'of'>,
  relations: Relations,
): Conflict['reason'] | undefined {
  if (of.id === organisationId) return 'applicant';
  const kin = relations.kinOf(of.id);
  if (kin.has(organisationId)) return 'succession';
  const isPartner = (id: string): boolean => [...relations.kinOf(id)].some((each) => relations.partners.has(each));
  if (partners.some(({ id }) => kin.has(id)) || (isPartner(of.id) && isPartner(organisationId))) return 'partner';
  return reviewer.personId === contact.personId ? 'contact' : undefined;
}

/** Every conflict of those who are to review applications, those that they declared as well. */
export function conflictsIn(applications: readonly Application[], relations: Relations): readonly Conflict[] {
  return applications.flatMap((application) =>
    application.assignments.flatMap((assignment) => {
      const { reviewer, declared } = assignment;
      const computed = conflictIn(application, assignment, relations);
      const reason = computed ?? (declared === undefined ? undefined : ('declared' as const));
      const { applicationId } = application;
      return reason === undefined ? [] : [{ applicationId, reviewerId: reviewer.personId, reason }];
    }),
  );
}

/** The conflict of a reviewer about an application; undefined where there is none. */
export function conflictAbout(
  conflicts: readonly Conflict[],
  applicationId: string,
  reviewerId: string,
): Conflict | undefined {
  return conflicts.find((each) => each.applicationId === applicationId && each.reviewerId === reviewerId);
}

type Passages = readonly (readonly [from: string, to: string])[];

/** How bodies hang together by who goes on with what: a body with all before it and after it, and with whoever else became one with these. */
export function kinshipOf(passages: Passages): Pick<Relations, 'kinOf' | 'heirsOf'> {
  return {
    kinOf: closureOf([...passages, ...passages.map(([from, to]) => [to, from] as const)]),
    heirsOf: closureOf(passages),
  };
}

function closureOf(steps: Passages): (id: string) => ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const [from, to] of steps) next.set(from, [...(next.get(from) ?? []), to]);
  return (id) => {
    const reached = new Set([id]);
    for (const each of reached) for (const to of next.get(each) ?? []) reached.add(to);
    return reached;
  };
}
