import { z } from 'zod';
import { commandOf, commandTable, factCommands, onItsDay, type Copies, type Transaction } from '#libs/commands';
import { dateSchema, interestEvents, nameSchema, personSchema, uuidSchema } from '#libs/contracts';
import { dayOf, type Refusal } from '#libs/kernel';
import { distinct } from '../domain/interests/concerned.ts';
import { agreementById, interests, type InterestsState } from '../domain/interests/interests.ts';
import { resolution } from '../domain/resolution/resolution.ts';
import { administeringOffices } from '../read-models/offices/administering.ts';
import { holdersOf } from '../read-models/offices/offices.projection.ts';
import { companiesWithHeirs } from '../read-models/organisations/companies.ts';
import { organisations } from '../read-models/organisations/organisations.projection.ts';
import { officeModelsOf } from './held-offices.ts';
import { absentCluster, absentParties, type RegisterRefusal } from './register.ts';
import { FACT_REFUSALS, governanceRefusals } from './refusals.table.ts';

const { InterestDeclared, RegulatedAgreementReported, RegulatedAgreementDecided } = interestEvents;

const registered = z.strictObject({ organisationId: uuidSchema });
const byName = z.strictObject({ name: nameSchema }).describe('An organisation that is not in the register.');
const organisation = z.union([registered, byName]);
const party = z.union([registered, byName, z.strictObject({ person: personSchema })]);

type Person = z.output<typeof personSchema>;
type InterestOf = z.output<typeof InterestDeclared.schema>;
type PartyOf = z.output<typeof RegulatedAgreementReported.schema>['party'];

/** Whom and what a command or a correction names. */
interface Named {
  readonly person?: Person | undefined;
  readonly organisation?: InterestOf['organisation'] | undefined;
  readonly party?: PartyOf | undefined;
  readonly concerned?: readonly Person[] | undefined;
}

type NamedRefusal = RegisterRefusal | Refusal<'GOV_PERSON_NOT_DIRECTOR', 'found' | 'required'>;

/** Why somebody or an organisation cannot be the one that is named: who declares an interest administers the cluster, on whatever day. */
async function absentAmong(
  { person, concerned = [], ...named }: Named,
  clusterId: string,
  copies: Copies,
): Promise<NamedRefusal | undefined> {
  const organisationId = named.organisation?.organisationId ?? named.party?.organisationId;
  const absent = await absentParties(copies, { organisationId });
  const persons = [person, named.party?.person, ...concerned].flatMap((each) => each?.personId ?? []);
  if (absent !== undefined || persons.length === 0) return absent;
  const offices = await administeringOffices(clusterId, await officeModelsOf(copies));
  const known = new Set(offices.flatMap(({ mandates }) => mandates.map((mandate) => mandate.person.personId)));
  const stranger = persons.find((id) => !known.has(id));
  const required = 'a person with a mandate in a board or a bureau of the cluster';
  return stranger === undefined ? undefined : { type: 'GOV_PERSON_NOT_DIRECTOR', found: stranger, required };
}

/** Who administered a cluster on a day. */
async function directorsOn(copies: Copies, clusterId: string, day: string): Promise<readonly string[]> {
  const offices = await administeringOffices(clusterId, await officeModelsOf(copies));
  return distinct(offices.flatMap((office) => holdersOf(office, day).map(({ person }) => person.personId)));
}

/** The companies that a register of interests names, with whoever has absorbed them. */
async function companiesIn({ interests: declared, agreements }: InterestsState, copies: Copies) {
  const ids = [
    ...declared.map((each) => each.organisation.organisationId),
    ...agreements.map(({ reported }) => reported.party.organisationId),
  ];
  return await companiesWithHeirs(
    ids.flatMap((id) => id ?? []),
    await copies.of(organisations),
  );
}

async function outcomeOf(tx: Transaction, resolutionId: string) {
  const state = await tx.read(resolution, resolutionId);
  if (state.status === 'absent') return undefined;
  const { clusterId } = state.tabled;
  const { outcome, on } = state.status === 'tabled' ? { outcome: 'tabled', on: state.tabled.on } : state.decided;
  return { clusterId, outcome, on };
}

const NAMED_ABSENT = ['GOV_ORGANISATION_ABSENT', 'GOV_PERSON_NOT_DIRECTOR'] as const;

/** The register of interests of a cluster has the id of the cluster. */
export const interestCommands = commandTable('governance.interests', governanceRefusals, [
  commandOf(interests, 'DeclareInterest', {
    verb: 'declare',
    summary:
      'Record that somebody who administers a cluster declared an interest in an organisation; the day is that of its beginning.',
    body: {
      interestId: uuidSchema.optional().describe('Default: a new UUID.'),
      person: personSchema,
      organisation,
      nature: InterestDeclared.schema.shape.nature,
      detail: InterestDeclared.schema.shape.detail,
      declaredOn: dateSchema.optional().describe('Default: the day of recording.'),
    },
    reports: { InterestDeclared: InterestDeclared.schema.pick({ interestId: true, since: true }) },
    scope: ({ id }) => [id],
    unless: async ({ id, body, copies }) => (await absentCluster(copies, id)) ?? (await absentAmong(body, id, copies)),
    refusals: ['GOV_CLUSTER_ABSENT', ...NAMED_ABSENT, 'GOV_INTEREST_EXISTS'],
    happened: ({ body: { declaredOn } }) => [declaredOn],
    decide: ({ id, body, effectiveAt: since, recordedAt, ids }) => {
      const interestId = body.interestId ?? ids.next();
      return { clusterId: id, ...body, interestId, since, declaredOn: body.declaredOn ?? dayOf(recordedAt) };
    },
  }),
  commandOf(interests, 'EndInterest', {
    verb: 'end',
    summary: 'Record that a declared interest ended; the day is the first one without it.',
    body: { interestId: uuidSchema },
    scope: ({ id }) => [id],
    refusals: ['GOV_INTEREST_NOT_FOUND', 'GOV_INTEREST_ENDED', 'GOV_INTEREST_ENDED_BEFORE'],
    decide: ({ id, body, effectiveAt: on }) => ({ clusterId: id, ...body, on }),
  }),
  commandOf(interests, 'ReportRegulatedAgreement', {
    verb: 'report-agreement',
    summary:
      'Enter an agreement with somebody who administers a cluster, or with an organisation in which one has an interest, for the report on such agreements.',
    body: {
      agreementId: uuidSchema.optional().describe('Default: a new UUID.'),
      party: party.describe('The other party: an organisation, or a person who administers the cluster.'),
      concerned: RegulatedAgreementReported.schema.shape.concerned
        .optional()
        .describe('Whoever administers the cluster and has an interest in it. Default: nobody is named.'),
      subject: RegulatedAgreementReported.schema.shape.subject,
      amountCents: RegulatedAgreementReported.schema.shape.amountCents,
    },
    reports: { RegulatedAgreementReported: RegulatedAgreementReported.schema.pick({ agreementId: true, on: true }) },
    scope: ({ id }) => [id],
    unless: async ({ id, body, copies }) => (await absentCluster(copies, id)) ?? (await absentAmong(body, id, copies)),
    refusals: ['GOV_CLUSTER_ABSENT', ...NAMED_ABSENT, 'GOV_REGULATED_AGREEMENT_EXISTS'],
    happened: onItsDay,
    decide: ({ id, body, effectiveAt: on, ids }) => {
      const agreementId = body.agreementId ?? ids.next();
      return { clusterId: id, ...body, agreementId, concerned: body.concerned ?? [], on };
    },
  }),
  commandOf(interests, 'DecideRegulatedAgreement', {
    verb: 'decide-agreement',
    summary:
      'Record by which resolution the report on an agreement was decided, and who took no part in the vote; the day is that of the vote.',
    body: {
      agreementId: uuidSchema,
      resolutionId: uuidSchema,
      abstainedIds: RegulatedAgreementDecided.schema.shape.abstainedIds.describe(
        'The ids of the persons who took no part in the vote.',
      ),
    },
    reports: { RegulatedAgreementDecided: RegulatedAgreementDecided.schema.pick({ agreementId: true, on: true }) },
    scope: ({ id }) => [id],
    refusals: [
      'GOV_REGULATED_AGREEMENT_NOT_FOUND',
      'GOV_RESOLUTION_NOT_FOUND',
      'GOV_REGULATED_AGREEMENT_DECIDED',
      'GOV_RESOLUTION_OF_ANOTHER_CLUSTER',
      'GOV_RESOLUTION_NOT_DECIDED',
      'GOV_REGULATED_AGREEMENT_DECIDED_BEFORE',
      'GOV_CONCERNED_TOOK_PART',
    ],
    happened: onItsDay,
    decide: async ({ id, body, copies }, tx) => {
      const state = await tx.read(interests, id);
      const on = agreementById(state, body.agreementId)?.reported.on;
      return {
        ...{ clusterId: id, ...body, resolution: await outcomeOf(tx, body.resolutionId) },
        companies: await companiesIn(state, copies),
        directors: on === undefined ? [] : await directorsOn(copies, id, on),
      };
    },
  }),
  ...factCommands(interests, {
    scope: ({ id }) => [id],
    members: { InterestDeclared: { organisation }, RegulatedAgreementReported: { party } },
    unless: (changes: Named, { id, copies }) => absentAmong(changes, id, copies),
    refusals: [...FACT_REFUSALS, ...NAMED_ABSENT],
  }),
]);
