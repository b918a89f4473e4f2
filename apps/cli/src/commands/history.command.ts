import { z } from 'zod';
import { terminalText } from '#libs/kernel';
import { table } from '../output/text.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

const correctionSchema = z.object({ eventId: z.string(), reason: z.string() });

const versionSchema = z.looseObject({
  validFrom: z.string(),
  validTo: z.string().nullable(),
  knownFrom: z.string(),
  knownTo: z.string().nullable(),
  value: z.record(z.string(), z.unknown()).nullable(),
  ended: z.looseObject({ cause: z.string() }).optional(),
  eventId: z.string(),
  type: z.string(),
  correctedBy: correctionSchema.optional(),
  withdrawnBy: correctionSchema.optional(),
});

const historySchema = z.looseObject({
  items: z.array(
    z.looseObject({ kind: z.string(), id: z.string(), subjectId: z.string(), versions: z.array(versionSchema) }),
  ),
});

type Version = z.infer<typeof versionSchema>;

/** What was known of a fact and when: each version with its days, its instants, its event, and why it was corrected. */
export async function history({ api, json, print }: CommandContext, id: string): Promise<Verdict> {
  const answer = await api.get(`/api/v1/audit/history/${encodeURIComponent(id)}`);
  print(json ? asJson(answer) : historyText(historySchema.parse(answer)));
  return 0;
}

export function historyText({ items }: z.infer<typeof historySchema>): string {
  const head = ['valid from', 'valid to', 'known from', 'known to', 'what', 'event', 'why'];
  return items
    .map(({ kind, id, subjectId, versions }) => {
      const title = terminalText(`${kind} ${id} of ${subjectId}`);
      return [title, '', table(head, versions.map(rowOf))].join('\n');
    })
    .join('\n\n');
}

function rowOf({ validFrom, validTo, knownFrom, knownTo, type, eventId, ...version }: Version): readonly string[] {
  const days = [validFrom, validTo ?? '', knownFrom, knownTo ?? ''];
  return [...days, valueText(version), `${type} ${eventId}`, whyOf(version)];
}

function valueText({ value, ended }: Pick<Version, 'value' | 'ended'>): string {
  if (value === null) return ended === undefined ? 'ended' : `ended (${ended.cause})`;
  const members = Object.entries(value).map(([name, member]) => {
    return `${name} ${typeof member === 'string' ? member : JSON.stringify(member)}`;
  });
  return members.join(', ');
}

function whyOf({ correctedBy, withdrawnBy }: Pick<Version, 'correctedBy' | 'withdrawnBy'>): string {
  const reasons = [
    ...(correctedBy === undefined ? [] : [`corrected: ${correctedBy.reason}`]),
    ...(withdrawnBy === undefined ? [] : [`no more: ${withdrawnBy.reason}`]),
  ];
  return reasons.join('; ');
}
