import { z } from 'zod';
import { bodyKindSchema, dateSchema, meetingEvents, nameSchema, uuidSchema, type Immutable } from '#libs/contracts';
import type { DeclaredModels } from '#libs/hosting';
import { inForceOn } from '#libs/kernel';
import { bodies, type BodyDocument } from '../bodies/bodies.projection.ts';
import { meetings, meetingView, viewOfMeeting, type MeetingDocument } from '../meetings/meetings.projection.ts';
import { resolutionAsKnown, RESTS_ON, withDifferences } from '../resolutions/resolution-differs.ts';
import { resolutions, type ResolutionDocument } from '../resolutions/resolutions.projection.ts';
import { LANGUAGES, type Language } from './minutes.words.ts';

/** What minutes are drawn up from. */
export const MINUTED = [resolutions, ...RESTS_ON] as const;

const { MeetingHeld, MeetingConvened } = meetingEvents;
const place = { meetingId: true, bodyId: true, clusterId: true } as const;

const minutedResolution = resolutionAsKnown.omit({ ...place, on: true }).meta({
  id: 'ResolutionInMinutes',
  description: 'A resolution with its tally, the clause that decided and how it was reckoned.',
});

const heading = {
  language: z.enum(LANGUAGES).describe('Of the page to print.'),
  ...MeetingHeld.schema.pick({ meetingId: true, bodyId: true, clusterId: true }).shape,
  body: z.strictObject({ name: nameSchema.describe('As it was that day.'), kind: bodyKindSchema }),
  convened: MeetingConvened.schema.pick({ convenedOn: true, scheduledFor: true, notice: true, secondOf: true }),
  held: MeetingHeld.schema.omit(place),
};

export const minutesView = z
  .strictObject({
    ...heading,
    agenda: MeetingConvened.schema.shape.agenda,
    sheet: meetingView.shape.sheet.describe('The attendance sheet and its version of the roll.'),
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
export type Heading = Pick<Minutes, keyof typeof heading>;

/** What is printed, and how. */
interface Printing {
  readonly models: DeclaredModels;
  readonly language: Language;
}

/** The minutes of a meeting; undefined before it was held. */
export async function minutesOf(
  meeting: MeetingDocument,
  { models, language }: Printing,
): Promise<Minutes | undefined> {
  const head = await headingOf(meeting, { models, language });
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
    resolutions: await Promise.all(inOrder.map((each) => minuted(each, models))),
    ...(differs === undefined ? {} : { differs }),
  };
}

/** What the minutes of its meeting say of one resolution; undefined before the meeting was held. */
export async function extractOf(
  resolution: ResolutionDocument,
  { models, language }: Printing,
): Promise<Extract | undefined> {
  const meeting = await models.of(meetings).get(resolution.meetingId);
  if (meeting === undefined) return undefined;
  const [head, first] = await Promise.all([headingOf(meeting, { models, language }), firstOf(meeting, models)]);
  if (head === undefined) return undefined;
  return {
    ...head,
    resolution: await minuted(resolution, models),
    ...(first === undefined ? {} : { firstMeeting: first }),
  };
}

async function headingOf(meeting: MeetingDocument, { models, language }: Printing): Promise<Heading | undefined> {
  const { meetingId, bodyId, clusterId, convenedOn, scheduledFor, notice, secondOf, held } = meeting;
  const body = await models.of(bodies).get(bodyId);
  if (held === undefined || body === undefined) return undefined;
  return {
    ...{ language, meetingId, bodyId, clusterId },
    body: { name: nameOn(body, held.on), kind: body.kind },
    convened: {
      ...{ convenedOn, scheduledFor },
      ...(notice === undefined ? {} : { notice }),
      ...(secondOf === undefined ? {} : { secondOf }),
    },
    held,
  };
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
