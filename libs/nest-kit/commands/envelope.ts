import { z } from 'zod';
import { evidenceSchema, dateSchema, nameSchema, uuidSchema } from '#libs/contracts';

/** The members that every command body may carry beside its own. */
export const envelopeSchema = z.object({
  effectiveAt: dateSchema.optional().describe('The civil day of legal effect. Default: the day of recording.'),
  capacity: nameSchema.optional().describe('In which capacity the actor acts: staff execute, boards decide.'),
  evidence: z.array(evidenceSchema).max(20).optional().describe('The documents on which the fact rests.'),
});

/** Beside them, the body of a command that creates may carry the id of what it creates. */
export const creationEnvelopeSchema = envelopeSchema.extend({ id: uuidSchema.optional() });

export type Envelope = z.infer<typeof creationEnvelopeSchema>;

const ENVELOPE_MEMBERS = new Set(Object.keys(creationEnvelopeSchema.shape));

/** A command body, split into the members of every command and its own. */
export function partBody(body: unknown, creates: boolean): { readonly envelope: unknown; readonly own: unknown } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { envelope: {}, own: body ?? {} };
  const entries = Object.entries(body);
  const isCommon = (name: string): boolean => ENVELOPE_MEMBERS.has(name) && (creates || name !== 'id');
  return {
    envelope: Object.fromEntries(entries.filter(([name]) => isCommon(name))),
    own: Object.fromEntries(entries.filter(([name]) => !isCommon(name))),
  };
}
