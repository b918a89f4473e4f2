import { nameSchema, programmePartySchema, programmeRoleSchema, uuidSchema } from '#libs/contracts';
import {
  commandOf,
  commandTable,
  factCommands,
  type Copies,
  type CommandRequest,
  type Transaction,
} from '#libs/commands';
import { programme } from '../domain/programmes/programme.ts';
import type { ProgrammePart } from '../domain/programmes/programme.state.ts';
import { absentCluster, absentOrganisation } from './register.ts';
import { eventsRefusals, FACT_REFUSALS } from './refusals.table.ts';

/** The cluster that leads the programme now, or last. */
async function lead({ id }: { readonly id: string }, tx: Transaction): Promise<readonly string[]> {
  const last = (await tx.read(programme, id)).leads.at(-1);
  return last === undefined ? [] : [last.leadId];
}

/** Who leads it is for administrators to correct. */
async function leadUnlessCorrected(request: CommandRequest<unknown>, tx: Transaction): Promise<readonly string[]> {
  const { changes } = request.body as { readonly changes?: { readonly leadId?: string } };
  return changes?.leadId === undefined ? await lead(request, tx) : [];
}

async function absentParty(copies: Copies, { kind, id }: ProgrammePart['party'], day: string) {
  return kind === 'cluster' ? await absentCluster(copies, id, day) : await absentOrganisation(copies, [id]);
}

const part = { role: programmeRoleSchema, party: programmePartySchema };
const ABSENT = ['EVT_CLUSTER_ABSENT', 'EVT_ORGANISATION_ABSENT'] as const;

/** Programmes, or collective actions. The operators of the cluster that leads one act for it. */
export const programmeCommands = commandTable('events.programmes', eventsRefusals, [
  commandOf(programme, 'StartProgramme', {
    summary: 'Start a programme, or collective action, led by a cluster from a day on.',
    body: { name: nameSchema, theme: nameSchema, leadId: uuidSchema.describe('The cluster that leads it.') },
    scope: ({ body }) => [body.leadId],
    unless: ({ body, effectiveAt, copies }) => absentCluster(copies, body.leadId, effectiveAt),
    refusals: ['EVT_CLUSTER_ABSENT', 'EVT_PROGRAMME_EXISTS'],
    decide: ({ id, body, effectiveAt: since }) => ({ programmeId: id, ...body, since }),
  }),
  commandOf(programme, 'EndProgramme', {
    verb: 'end',
    summary: 'End a programme: the day is the first one after it. All parts in it end.',
    scope: lead,
    refusals: ['EVT_PROGRAMME_NOT_FOUND'],
    decide: ({ id, effectiveAt: on }) => ({ programmeId: id, on }),
  }),
  commandOf(programme, 'ChangeProgrammeLead', {
    verb: 'change-lead',
    summary: 'Record that another cluster leads a programme from a day on; it is none of its relays then.',
    body: { leadId: uuidSchema },
    scope: lead,
    unless: ({ body, effectiveAt, copies }) => absentCluster(copies, body.leadId, effectiveAt),
    refusals: ['EVT_CLUSTER_ABSENT', 'EVT_PROGRAMME_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: since }) => ({ programmeId: id, ...body, since }),
  }),
  commandOf(programme, 'TakePartInProgramme', {
    verb: 'take-part',
    summary:
      'Record who has a part in a programme from a day on: a relay, which is a cluster, a beneficiary or a funder.',
    body: part,
    scope: lead,
    unless: ({ body, effectiveAt, copies }) => absentParty(copies, body.party, effectiveAt),
    refusals: [...ABSENT, 'EVT_PROGRAMME_NOT_FOUND', 'EVT_RELAY_NO_CLUSTER'],
    decide: ({ id, body, effectiveAt: since }) => ({ programmeId: id, ...body, since }),
  }),
  commandOf(programme, 'EndPartInProgramme', {
    verb: 'end-part',
    summary: 'Record that somebody has no part in a programme any more: the day is the first one after it.',
    body: part,
    scope: lead,
    refusals: ['EVT_PROGRAMME_NOT_FOUND'],
    decide: ({ id, body, effectiveAt: on }) => ({ programmeId: id, ...body, on }),
  }),
  ...factCommands(programme, {
    scope: leadUnlessCorrected,
    unless: async ({ leadId }: { readonly leadId?: string }, { copies }) =>
      leadId === undefined ? undefined : absentCluster(copies, leadId),
    refusals: [...FACT_REFUSALS, 'EVT_CLUSTER_ABSENT'],
  }),
]);
