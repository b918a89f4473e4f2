import { z } from 'zod';
import { uuidSchema } from '../shared.ts';

/** Who holds something: an organisation or a cluster, by its id. */
export const holderSchema = z.strictObject({ kind: z.enum(['organisation', 'cluster']), id: uuidSchema });
