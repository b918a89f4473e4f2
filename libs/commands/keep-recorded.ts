import { z } from 'zod';

/** What a line of a file may ask for whatever it enters: that what is recorded otherwise stays, and is no reason to refuse the line. */
export const keepRecorded = z
  .boolean()
  .default(false)
  .describe('What is recorded otherwise stays as it is, and the line is no reason to refuse. Default: it is one.');
