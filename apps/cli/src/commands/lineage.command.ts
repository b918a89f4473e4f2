import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { terminalText } from '#libs/kernel';
import { WrongUse } from '../failures.ts';
import { table } from '../output/text.ts';
import { asJson, type CommandContext, type Verdict } from './console.ts';

const lineageSchema = z.looseObject({
  root: z.string(),
  validAt: z.string(),
  nodes: z.array(
    z.looseObject({
      clusterId: z.string(),
      name: z.string(),
      state: z.string(),
      from: z.string().optional(),
      to: z.string().optional(),
      members: z.object({ count: z.number(), on: z.string() }).optional(),
    }),
  ),
  edges: z.array(z.looseObject({ from: z.string(), to: z.string(), kind: z.string(), effectiveOn: z.string() })),
});

type Lineage = z.infer<typeof lineageSchema>;

export interface LineageOptions {
  readonly direction?: string | undefined;
  readonly validAt?: string | undefined;
  readonly knownAt?: string | undefined;
  /** Where the drawing goes. */
  readonly svg?: string | undefined;
  readonly dot?: true | undefined;
}

/** Which clusters a cluster came from and went into. */
export async function lineage(
  { api, json, print, say }: CommandContext,
  cluster: string,
  { svg, dot, direction, validAt, knownAt }: LineageOptions,
): Promise<Verdict> {
  const path = `/api/v1/audit/lineage/${encodeURIComponent(cluster)}`;
  const query = { direction, validAt, knownAt };
  if (svg !== undefined) {
    await writeText(svg, await api.getText(path, query, 'image/svg+xml'));
    say(`the drawing is in ${svg}`);
  }
  if (dot === true) print((await api.getText(path, query, 'text/vnd.graphviz')).trimEnd());
  else {
    const answer = await api.get(path, query);
    print(json ? asJson(answer) : lineageText(lineageSchema.parse(answer)));
  }
  return 0;
}

/** @throws WrongUse for a place that cannot be written to */
async function writeText(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw new WrongUse(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  });
}

export function lineageText({ validAt, nodes, edges }: Lineage): string {
  const names = new Map(nodes.map(({ clusterId, name }) => [clusterId, name]));
  const clusters = nodes.map(({ clusterId, name, state, from = '', to = '', members }) => {
    const counted = members === undefined ? '' : `${String(members.count)} on ${members.on}`;
    return [name, state, from, to, counted, clusterId];
  });
  const successions = edges.map(({ from, to, kind, effectiveOn }) => {
    return terminalText(`${effectiveOn}  ${names.get(from) ?? from} → ${names.get(to) ?? to}  (${kind})`);
  });
  const parts = [`on ${validAt}`, table(['cluster', 'state', 'from', 'to', 'members', 'id'], clusters)];
  return [...parts, successions.length === 0 ? 'no succession' : successions.join('\n')].join('\n\n');
}
