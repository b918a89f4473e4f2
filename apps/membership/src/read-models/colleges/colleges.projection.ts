import { z } from 'zod';
import { catalog, collegeEvents, dateSchema, nameSchema, uuidSchema } from '#libs/contracts';
import type { GrappeEvents, Immutable } from '#libs/contracts';
import { periodOn } from '#libs/contracts/facts';
import { FactCannotFollow } from '#libs/kernel';
import { projection, upserts } from '#libs/projections';
import { policyOn } from '../../domain/colleges/admission.ts';
import { evolveColleges, type College, type CollegeFact, type Colleges } from '../../domain/colleges/college.ts';
import { dissolutionOn, type Dissolutions } from '../clusters/dissolutions.ts';

const policy = collegeEvents.AdmissionPolicySet.schema
  .omit({ clusterId: true, college: true })
  .meta({ id: 'AdmissionPolicy', description: 'Whom a college admits from a day on, and which organ decides.' });

const collegeView = z
  .strictObject({
    college: nameSchema,
    state: z.enum(['to-come', 'open', 'closed']).describe('On the day.'),
    periods: z.array(z.strictObject({ since: dateSchema, until: dateSchema.optional() })),
    policies: z.array(policy).describe('Every version, in the order of their days.'),
    inForce: policy.optional().describe('On the day; absent before the first, and while the college is closed.'),
  })
  .meta({ id: 'College', description: 'A college of a cluster with its admission policies.' });

export const collegesView = z
  .strictObject({ clusterId: uuidSchema, colleges: z.array(collegeView) })
  .meta({ id: 'Colleges', description: 'The colleges of a cluster as they are on a day.' });

export interface CollegesDocument extends Colleges {
  readonly clusterId: string;
}

type Names = 'CollegeOpened' | 'CollegeClosed' | 'AdmissionPolicySet';

/** What an event of the domain makes of the document: what it makes of the colleges. */
function follows<Name extends Names>(type: Name) {
  return upserts<GrappeEvents[`membership.${Name}`], CollegesDocument>((document, { data }) => {
    const before = { colleges: document?.colleges ?? [] };
    return { clusterId: data.clusterId, ...after(before, { type, ...data } as CollegeFact) };
  });
}

/** A college of the past comes in two events; between the two it overlaps the next one, and the document is what it was. */
function after(before: Colleges, fact: CollegeFact): Colleges {
  try {
    return evolveColleges(before, fact);
  } catch (reason) {
    if (reason instanceof FactCannotFollow) return before;
    throw reason;
  }
}

/** The colleges of each cluster that has declared some; the key is the id of the cluster. */
export const colleges = projection<GrappeEvents, CollegesDocument>({
  name: 'membership.colleges',
  version: 1,
  order: catalog.order,
  subject: 'membership.college',
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'membership.CollegeClosed': follows('CollegeClosed'),
    'membership.CollegeOpened': follows('CollegeOpened'),
    'membership.AdmissionPolicySet': follows('AdmissionPolicySet'),
  },
});

/** The colleges as they are on a day: they end with their cluster. */
export function viewOfColleges(
  { clusterId, colleges: known }: CollegesDocument,
  dissolvedOn: Dissolutions,
  day: string,
): Immutable<z.infer<typeof collegesView>> {
  const isOver = dissolutionOn(dissolvedOn, clusterId, day);
  return { clusterId, colleges: known.map((each) => viewOfCollege(each, isOver, day)) };
}

function viewOfCollege(document: College, isOver: boolean, day: string) {
  const isOpen = !isOver && periodOn(document.periods, day) !== undefined;
  const hasBegun = document.periods.some(({ since }) => since <= day);
  const state = isOpen ? ('open' as const) : hasBegun ? ('closed' as const) : ('to-come' as const);
  const inForce = isOpen ? policyOn({ colleges: [document] }, document.college, day) : undefined;
  return { ...document, state, ...(inForce === undefined ? {} : { inForce }) };
}
