import { z } from 'zod';

/** What every command takes beside its body: strict, because a misspelt `dryRun` would record what was only to be tried. */
export const commandParameters = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional()
    .meta({
      description:
        'Decide and record nothing: the answer has the events that would be recorded, or the refusal. Ids that are drawn are drawn again for the command itself.',
      examples: ['true'],
    }),
});
