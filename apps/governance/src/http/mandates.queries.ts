import { z } from 'zod';
import { changeKindSchema, dateSchema, nameSchema, personSchema, uuidSchema, type Immutable } from '#libs/contracts';
import {
  dayOf,
  dayParameter,
  documentOf,
  idParameter,
  orNotFound,
  requireInOrder,
  query,
  validAtParameter,
} from '#libs/hosting';
import type { DeclaredModels, QueryRow } from '#libs/hosting';
import { addDays, calendarDate, inForceOn } from '#libs/kernel';
import { isUntilReplaced } from '../domain/office/until-replaced.ts';
import { bodies, type BodyDocument } from '../read-models/bodies/bodies.projection.ts';
import { compositionOf, type Composed } from '../read-models/bodies/composition.reader.ts';
import { compositionView } from '../read-models/bodies/composition.view.ts';
import { companiesOf } from '../read-models/organisations/companies.ts';
import { clusters } from '../read-models/clusters/clusters.projection.ts';
import { clusterSeats } from '../read-models/cluster-seats/cluster-seats.projection.ts';
import { asHeld } from '../read-models/offices/as-held.ts';
import { around, ENDING } from '../read-models/offices/office-ends.ts';
import { holdersOf, offices, type OfficeDocument } from '../read-models/offices/offices.projection.ts';
import { declarationsOn, type ChangeView } from '../read-models/declarations/declared-changes.ts';
import { filedDeclarations } from '../read-models/declarations/declarations.projection.ts';
import { statutesVersions, type StatutesDocument } from '../read-models/statutes/statutes.projection.ts';
import { planOn } from '../read-models/seat-plans/seat-plan.reader.ts';
import { seatPlans, type SeatPlanDocument } from '../read-models/seat-plans/seat-plans.projection.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';

const deadlineView = z.strictObject({
  on: dateSchema.describe('The last day.'),
  kind: z.enum(['mandate-limit', 'composition-to-mend', 'seats-reserved', 'declaration']),
  change: changeKindSchema.optional().describe('Of what is to be declared to the prefecture.'),
  bodyId: uuidSchema.optional().describe('Absent where statutes, a name or a seat are to be declared.'),
  officeId: uuidSchema.optional(),
  title: nameSchema
    .optional()
    .describe('Of the office, or the name of the body; of a name or a seat to be declared, that.'),
  statutesVersion: z.int().optional(),
  mandateId: uuidSchema.optional(),
  person: personSchema.optional(),
  isTransitional: z.boolean().optional(),
  isUntilReplaced: z.boolean().optional().describe('Whether the holder stays in office past the limit until replaced.'),
  constraintId: uuidSchema.optional(),
});

const deadlinesView = z
  .strictObject({ clusterId: uuidSchema, validAt: dateSchema, until: dateSchema, items: z.array(deadlineView) })
  .meta({ id: 'GovernanceDeadlines', description: 'The last days that the bodies of a cluster have to keep.' });

type Deadline = Immutable<z.infer<typeof deadlineView>>;

/** What there is to read of the composition of bodies, and of what is about to end. */
export const mandateQueries: readonly QueryRow[] = [
  documentOf(bodies, {
    path: ':id/composition',
    summary: 'The members of a body on a day, and what each rule on its composition finds.',
    shows: 'register',
    parameters: { id: idParameter('The body.'), validAt: validAtParameter },
    also: [clusters, statutesVersions, offices, organisations],
    answers: compositionView,
    view: async (body, call) => compositionOf(await composed(body, call.models), dayOf(call)),
  }),
  query({
    path: 'clusters/:id/deadlines',
    summary:
      'The last days that the bodies of a cluster have to keep from a day on: limits of mandates, terms to mend a composition, seats that are set aside, changes to declare to the prefecture.',
    shows: 'register',
    parameters: {
      id: idParameter('The cluster.'),
      until: dayParameter('Up to this day. Default: 90 days after the day that is reported on.').optional(),
      validAt: validAtParameter,
    },
    reads: [...ENDING, offices, organisations, clusterSeats, filedDeclarations, seatPlans],
    answers: deadlinesView,
    run: async (call) => {
      const { models, input } = call;
      orNotFound(await models.of(clusters).get(input.id), input.id);
      const day = dayOf(call);
      const until = input.until ?? addDays(calendarDate(day), 90);
      requireInOrder(['validAt', day], ['until', until]);
      const known = await models.of(bodies).all({ cluster_id: input.id });
      const found = await Promise.all(
        known.map(async (body) => [
          ...deadlinesOf(await composed(body, models), day),
          ...setAside(body, await models.of(seatPlans).all({ body_id: body.bodyId }), day),
        ]),
      );
      const { items: changes } = await declarationsOn({ clusterId: input.id, day }, call);
      const items = [...found.flat(), ...changes.flatMap(toDeclare)]
        .filter(({ on }) => day <= on && on <= until)
        .toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
      return { clusterId: input.id, validAt: day, until, items };
    },
  }),
];

/** A body with its offices as they are held. */
async function composed(body: BodyDocument, models: DeclaredModels): Promise<Composed> {
  const own = await models.of(offices).all({ body_id: body.bodyId });
  const beside = await around(own, models);
  const held = own.map((office) => asHeld(office, beside));
  const statutes = beside.statutes.get(body.clusterId);
  return { body, offices: held, statutes, companies: await companiesOf(body, held, models.of(organisations)) };
}

function deadlinesOf(known: Composed, day: string): readonly Deadline[] {
  const { body } = known;
  const { bodyId, name: title } = body;
  const { findings } = compositionOf(known, day);
  const reserved = inForceOn(body.sizes, day)?.reserved?.until;
  return [
    ...known.offices.flatMap((office) => limitsOf(office, known.statutes, day)),
    ...findings.flatMap(({ constraintId, breach }): readonly Deadline[] =>
      breach === undefined ? [] : [{ on: breach.mendBy, kind: 'composition-to-mend', bodyId, title, constraintId }],
    ),
    ...(reserved === undefined ? [] : [{ on: reserved, kind: 'seats-reserved' as const, bodyId, title }]),
  ];
}

/** The last days of the seats that the plan in force sets aside. */
function setAside({ bodyId }: BodyDocument, plans: readonly SeatPlanDocument[], day: string): readonly Deadline[] {
  return (planOn(plans, day)?.reserved ?? []).flatMap(({ name: title, until: on }): readonly Deadline[] =>
    on === undefined ? [] : [{ on, kind: 'seats-reserved', bodyId, title }],
  );
}

/** Holders of the day whose mandates have a limit that no end comes before. */
function limitsOf(office: OfficeDocument, statutes: StatutesDocument | undefined, day: string): readonly Deadline[] {
  const { officeId, bodyId, title } = office;
  return holdersOf(office, day).flatMap(({ limit, until, mandateId, person, how }): readonly Deadline[] => {
    if (limit === undefined || (until !== undefined && until <= limit)) return [];
    const about = { bodyId, officeId, title, mandateId, person };
    const stays = isUntilReplaced(office, statutes?.versions ?? [], addDays(calendarDate(limit), 1));
    const is = { isTransitional: how === 'transitional', isUntilReplaced: stays };
    return [{ on: limit, kind: 'mandate-limit', ...about, ...is }];
  });
}

function toDeclare(change: ChangeView): readonly Deadline[] {
  const { kind, dueOn, declaredOn, officeId, bodyId, mandateId, person, statutesVersion } = change;
  if (dueOn === undefined || declaredOn !== undefined) return [];
  const about = {
    officeId,
    bodyId,
    title: change.title ?? change.name ?? change.seat,
    mandateId,
    person,
    statutesVersion,
  };
  return [{ on: dueOn, kind: 'declaration', change: kind, ...about }];
}

function placeOf({ on, kind, officeId = '', mandateId = '', constraintId = '', ...rest }: Deadline): string {
  const { change = '', title = '', statutesVersion = 0 } = rest;
  return [on, kind, officeId, mandateId, constraintId, change, title, statutesVersion].join(' ');
}
