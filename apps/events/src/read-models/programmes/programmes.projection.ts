import { z } from 'zod';
import {
  catalog,
  dateSchema,
  programmeEvents,
  programmePartySchema,
  programmeRoleSchema,
  uuidSchema,
  type GrappeEvents,
  type Immutable,
} from '#libs/contracts';
import { FactCannotFollow } from '#libs/kernel';
import { projection, upserts } from '#libs/projections';
import { evolveProgramme, leadOn, partsOn } from '../../domain/programmes/programme.ts';
import { noProgramme, type Programme, type ProgrammeFact } from '../../domain/programmes/programme.state.ts';

const { name, theme } = programmeEvents.ProgrammeStarted.schema.shape;
export const programmeState = z.enum(['to-come', 'running', 'over']);

export const programmeView = z
  .strictObject({
    programmeId: uuidSchema,
    name,
    theme,
    state: programmeState.describe('On the day.'),
    since: dateSchema,
    endedOn: dateSchema.optional().describe('The first day after it; it may lie ahead.'),
    leadId: uuidSchema.optional().describe('Who leads it on the day.'),
    relayIds: z.array(uuidSchema).describe('The clusters that run it in the same way on the day.'),
    beneficiaries: z.array(programmePartySchema).describe('On the day.'),
    funders: z.array(programmePartySchema).describe('On the day.'),
    leads: z
      .array(z.strictObject({ leadId: uuidSchema, since: dateSchema }))
      .describe('All of them, in the order of their days.'),
    parts: z
      .array(
        z.strictObject({
          role: programmeRoleSchema,
          party: programmePartySchema,
          since: dateSchema,
          until: dateSchema.optional().describe('The first day after it.'),
        }),
      )
      .describe('All parts in it, in the order of their days.'),
  })
  .meta({ id: 'Programme', description: 'A programme, or collective action, as it is on a day.' });

/** A programme as it is stored. */
export interface ProgrammeDocument extends Programme {
  readonly programmeId: string;
}

/** What an event of the domain makes of the document: what it makes of the programme. */
function follows<Name extends ProgrammeFact['type']>(type: Name) {
  return upserts<GrappeEvents[`events.${Name}`], ProgrammeDocument>((document, { data }) => {
    const { programmeId } = data;
    return { programmeId, ...after(document ?? noProgramme, { type, ...data } as ProgrammeFact) };
  });
}

/** What is taken back together is taken back in several events; between these the rest has no place, and the document is what it was. */
function after(before: Programme, fact: ProgrammeFact): Programme {
  try {
    return evolveProgramme(before, fact);
  } catch (reason) {
    if (reason instanceof FactCannotFollow) return before;
    throw reason;
  }
}

/** Every programme, with all its leads and parts; the key is its id. What it is on a day is computed when it is read. */
export const programmes = projection<GrappeEvents, ProgrammeDocument>({
  name: 'events.programmes',
  version: 2,
  order: catalog.order,
  subject: 'events.programme',
  columns: {},
  indexes: [],
  key: 'programmeId',
  on: {
    'events.ProgrammeStarted': follows('ProgrammeStarted'),
    'events.ProgrammeEnded': follows('ProgrammeEnded'),
    'events.ProgrammePartEnded': follows('ProgrammePartEnded'),
    'events.ProgrammeLeadChanged': follows('ProgrammeLeadChanged'),
    'events.ProgrammePartTaken': follows('ProgrammePartTaken'),
    'events.ProgrammePassed': follows('ProgrammePassed'),
  },
});

/** A programme as it is on a day; undefined where its start was taken back. */
export function viewOfProgramme(
  document: ProgrammeDocument,
  day: string,
): Immutable<z.infer<typeof programmeView>> | undefined {
  const { programmeId, start, leads, parts, endedOn } = document;
  if (start === undefined) return undefined;
  const isOver = endedOn !== undefined && endedOn <= day;
  const leadId = leadOn(document, day);
  const now = partsOn(document, day);
  const inRole = (role: z.infer<typeof programmeRoleSchema>) =>
    now.filter((each) => each.role === role).map(({ party }) => party);
  return {
    ...{ programmeId, name: start.name, theme: start.theme, since: start.since },
    state: isOver ? 'over' : day < start.since ? 'to-come' : 'running',
    ...(endedOn === undefined ? {} : { endedOn }),
    ...(leadId === undefined ? {} : { leadId }),
    relayIds: inRole('relay').map(({ id }) => id),
    beneficiaries: inRole('beneficiary'),
    funders: inRole('funder'),
    leads,
    parts,
  };
}
