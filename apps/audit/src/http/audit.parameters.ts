import { z } from 'zod';
import type { Point } from '#libs/bitemporal';
import { dateSchema } from '#libs/contracts';
import { dayParameter, decimal, idParameter, knownAtParameter, knownAtSchema, positionParameter } from '#libs/hosting';
import { isStreamName, type StreamName } from '#libs/kernel';
import { directionSchema } from '../queries/lineage/lineage.view.ts';

const validAt = dayParameter('The day to report on. Default: today.').optional();

export const pointParameters = { validAt, knownAt: knownAtParameter };

/** The point a request asks about: today, with everything known, unless it says otherwise. */
export function pointOf(
  asked: { readonly validAt?: string | undefined; readonly knownAt?: string | undefined },
  today: string,
): Point {
  const { validAt: day, knownAt: known } = asked;
  return { validAt: day ?? today, knownAt: known };
}

export const directionParameter = directionSchema
  .default('both')
  .meta({ description: 'Which way from the cluster.', examples: ['ancestors'] });

export const officeKindParameter = z
  .string()
  .max(40)
  .optional()
  .meta({ description: 'Offices of this kind.', examples: ['president'] });

export const timelineParameters = {
  entity: idParameter('A cluster, a member, a person, an operation: anything that events name by its id.'),
  type: z
    .string()
    .max(120)
    .optional()
    .meta({ description: 'Events of this type.', examples: ['membership.MemberAdmitted'] }),
};

/** `validAt` or `validAt@knownAt`. */
const sideSchema = z
  .string()
  .max(60)
  .transform((text): { validAt: string; knownAt?: string | undefined } => {
    const at = text.indexOf('@');
    return at < 0 ? { validAt: text } : { validAt: text.slice(0, at), knownAt: text.slice(at + 1) };
  })
  .pipe(z.object({ validAt: dateSchema, knownAt: knownAtSchema.optional() }))
  .transform((asked): Point => pointOf(asked, asked.validAt));

const COMPARISON_LIMIT = 1_000;

export const compareParameters = {
  left: sideSchema.meta({ description: 'One point: `validAt` or `validAt@knownAt`.', examples: ['2016-03-30'] }),
  right: sideSchema.meta({ description: 'The other point.', examples: ['2016-03-31@2016-12-31'] }),
  cluster: idParameter('Facts of this cluster.').optional(),
  limit: decimal(z.int().min(0).max(10_000).default(COMPARISON_LIMIT)).meta({
    description: 'How many changes each list names at most; counts are complete.',
    examples: [100],
  }),
};

const limit = decimal(z.int().min(1).max(500).default(100)).meta({
  description: 'How many events the answer has at most.',
  examples: [100],
});

export const eventsParameters = {
  limit,
  from: positionParameter
    .default(0n)
    .meta({ description: 'The first position; the `next` of the answer before.', examples: ['0'] }),
  types: z
    .string()
    .max(2_000)
    .transform((text) => text.split(','))
    .optional()
    .meta({ description: 'Events of these types, with commas between.', examples: ['mergers.SuccessionTookEffect'] }),
  stream: z
    .string()
    .max(200)
    .optional()
    .meta({
      description: 'Events of this stream.',
      examples: ['membership.cluster-01890a5d-ac96-774b-bcce-b302099a8057'],
    }),
};

export const streamParameters = {
  stream: z
    .string()
    .refine((text): text is StreamName => isStreamName(text), 'a stream name')
    .meta({
      description: 'The name of the stream.',
      examples: ['membership.cluster-01890a5d-ac96-774b-bcce-b302099a8057'],
    }),
  limit,
  from: positionParameter
    .default(0n)
    .meta({ description: 'The first revision; the `next` of the answer before.', examples: ['0'] }),
  upTo: z
    .union([positionParameter, knownAtSchema])
    .optional()
    .meta({ description: 'A revision (inclusive), or a day or an instant of recording.', examples: ['2016-12-31'] }),
};
