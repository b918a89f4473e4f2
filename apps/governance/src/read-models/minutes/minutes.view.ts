import { z } from 'zod';
import { bodyKindSchema, dateSchema, meetingEvents, nameSchema, uuidSchema, type Immutable } from '#libs/contracts';
import type { DeclaredModels, QueryCall } from '#libs/hosting';
import { inForceOn, isVisible } from '#libs/kernel';
import type { NamedCluster } from '#libs/process-managers';
import { bodies, type BodyDocument } from '../bodies/bodies.projection.ts';
import { clusters } from '../clusters/clusters.projection.ts';
import { elections, electionView, roundView, type ElectionDocument } from '../elections/elections.projection.ts';
import { offices } from '../offices/offices.projection.ts';
import { meetings, meetingView, viewOfMeeting, type MeetingDocument } from '../meetings/meetings.projection.ts';
import { resolutionAsKnown, RESTS_ON, withDifferences } from '../resolutions/resolution-differs.ts';
import { resolutions, type ResolutionDocument } from '../resolutions/resolutions.projection.ts';
import { LANGUAGES, type Language } from './minutes.words.ts';

/** What minutes are drawn up from. */
export const MINUTED = [resolutions, clusters, elections, offices, ...RESTS_ON] as const;

const { MeetingHeld, MeetingConvened } = meetingEvents;
const place = { meetingId: true, bodyId: true, clusterId: true } as const;

const minutedResolution = resolutionAsKnown.omit({ ...place, on: true }).meta({
  id: 'ResolutionInMinutes',
  description: 'A resolution with its tally, the clause that decided and how it was reckoned.',
});

const minutedElection = roundView
  .omit({ meetingId: true, on: true })
  .extend({
    ...electionView.pick({ electionId: true, officeId: true, candidacies: true }).shape,
    office: nameSchema.describe('The title of the office.'),
  })
  .meta({
    id: 'ElectionInMinutes',
    description: 'A round of an election with its candidacies, its tally and what it came to.',
  });

const heading = {
  language: z.enum(LANGUAGES).describe('Of the page to print.'),
  ...MeetingHeld.schema.pick({ meetingId: true, bodyId: true, clusterId: true }).shape,
  clusterName: nameSchema.optional().describe('As it was that day; absent where the reader may not know it.'),
  body: z.strictObject({ name: nameSchema.describe('As it was that day.'), kind: bodyKindSchema }),
  convened: MeetingConvened.schema.pick({ convenedOn: true, scheduledFor: true, notice: true, secondOf: true }),
  held: MeetingHeld.schema.omit(place),
};

export const minutesView = z
  .strictObject({
    ...heading,
    agenda: MeetingConvened.schema.shape.agenda,
    sheet: meetingView.shape.sheet.describe('The attendance sheet and its version of the roll.'),
    elections: z.array(minutedElection).describe('Rounds of elections that were held there.'),
    resolutions: z.array(minutedResolution).describe('In the order in which they were tabled.'),
    differs: meetingView.shape.differs,
  })
  .meta({ id: 'Minutes', description: 'The minutes of a meeting, by what was recorded of it.' });

export const extractView = z
  .strictObject({
    ...heading,
    resolution: minutedResolution,
    firstMeeting: z
      .strictObject({ meetingId: uuidSchema, heldOn: dateSchema })
      .optional()
      .describe('Of a second convocation: the meeting that had no quorum.'),
  })
  .meta({ id: 'ExtractOfMinutes', description: 'One decision of a meeting, for a bank or the prefecture.' });

export type Minutes = Immutable<z.infer<typeof minutesView>>;
export type Extract = Immutable<z.infer<typeof extractView>>;
export type MinutedResolution = Minutes['resolutions'][number];
export type MinutedElection = Minutes['elections'][number];
export type Heading = Pick<Minutes, keyof typeof heading>;

type Viewer = QueryCall['viewer'];

/** What is printed, for whom, and how. */
interface Printing {
  readonly models: DeclaredModels;
  readonly viewer: Viewer;
  readonly language: Language;
}

/** The minutes of a meeting; undefined before it was held. */
export async function minutesOf(meeting: MeetingDocument, printing: Printing): Promise<Minutes | undefined> {
  const { models } = printing;
  const head = await headingOf(meeting, printing);
  if (head === undefined) return undefined;
  const tabled = await models.of(resolutions).all({ meeting_id: meeting.meetingId });
  const inOrder = meeting.resolutions.flatMap(({ resolutionId }) =>
    tabled.filter((each) => each.resolutionId === resolutionId),
  );
  const { sheet, differs } = viewOfMeeting(meeting);
  return {
    ...head,
    agenda: meeting.agenda,
    ...(sheet === undefined ? {} : { sheet }),
    elections: await electionsAt(meeting, models),
    resolutions: await Promise.all(inOrder.map((each) => minuted(each, models))),
    ...(differs === undefined ? {} : { differs }),
  };
}

/** What the minutes of its meeting say of one resolution; undefined before the meeting was held. */
export async function extractOf(resolution: ResolutionDocument, printing: Printing): Promise<Extract | undefined> {
  const { models } = printing;
  const meeting = await models.of(meetings).get(resolution.meetingId);
  if (meeting === undefined) return undefined;
  const [head, first] = await Promise.all([headingOf(meeting, printing), firstOf(meeting, models)]);
  if (head === undefined) return undefined;
  return {
    ...head,
    resolution: await minuted(resolution, models),
    ...(first === undefined ? {} : { firstMeeting: first }),
  };
}

async function headingOf(
  meeting: MeetingDocument,
  { models, language, viewer }: Printing,
): Promise<Heading | undefined> {
  const { meetingId, bodyId, clusterId, convenedOn, scheduledFor, notice, secondOf, held } = meeting;
  const [body, cluster] = await Promise.all([models.of(bodies).get(bodyId), models.of(clusters).get(clusterId)]);
  if (held === undefined || body === undefined) return undefined;
  return {
    ...{ language, meetingId, bodyId, clusterId },
    ...clusterNameOn(cluster?.names ?? [], held.on, viewer),
    body: { name: nameOn(body, held.on), kind: body.kind },
    convened: {
      ...{ convenedOn, scheduledFor },
      ...(notice === undefined ? {} : { notice }),
      ...(secondOf === undefined ? {} : { secondOf }),
    },
    held,
  };
}

/** A code name is no name to print, nor is one that the reader may not know. */
function clusterNameOn(names: NamedCluster['names'], day: string, viewer: Viewer): { readonly clusterName?: string } {
  const open = names.filter(({ nameKind, embargoUntil }) => nameKind !== 'code' && isVisible({ embargoUntil }, viewer));
  const clusterName = inForceOn(open, day)?.name;
  return clusterName === undefined ? {} : { clusterName };
}

async function electionsAt(
  { meetingId, bodyId }: MeetingDocument,
  models: DeclaredModels,
): Promise<readonly MinutedElection[]> {
  const known = await models.of(elections).all({ body_id: bodyId });
  const found = await Promise.all(known.map((election) => roundsAt(election, meetingId, models)));
  return found.flat();
}

async function roundsAt(
  { electionId, officeId, candidacies, rounds }: ElectionDocument,
  meetingId: string,
  models: DeclaredModels,
): Promise<readonly MinutedElection[]> {
  const here = rounds.filter((each) => each.meetingId === meetingId);
  if (here.length === 0) return [];
  const office = (await models.of(offices).get(officeId))?.title ?? officeId;
  return here.map(({ meetingId: _meeting, on: _on, ...round }) => ({
    electionId,
    officeId,
    office,
    candidacies,
    ...round,
  }));
}

function nameOn({ name, names = [] }: BodyDocument, day: string): string {
  return inForceOn(names, day)?.name ?? name;
}

async function firstOf({ secondOf }: MeetingDocument, models: DeclaredModels): Promise<Extract['firstMeeting']> {
  const first = secondOf === undefined ? undefined : await models.of(meetings).get(secondOf);
  return first?.held === undefined ? undefined : { meetingId: first.meetingId, heldOn: first.held.on };
}

async function minuted(resolution: ResolutionDocument, models: DeclaredModels): Promise<MinutedResolution> {
  const { meetingId: _m, bodyId: _b, clusterId: _c, on: _on, ...shown } = await withDifferences(resolution, models);
  return shown;
}
