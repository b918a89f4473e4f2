import { z } from 'zod';
import { passingShape } from '#libs/contracts';

/** How something came to whoever has it. */
export const passingsView = z
  .array(z.strictObject(passingShape))
  .optional()
  .describe('By which mergers it passed, up to the day; absent where by none.');
