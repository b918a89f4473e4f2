import { instance } from '@viz-js/viz';
import type { Lineage, LineageEdge, LineageNode } from './lineage.view.ts';

const FILL: Readonly<Record<LineageNode['state'], { readonly fill: string; readonly line: string }>> = {
  active: { fill: '#e3f2e6', line: '#2e7d4f' },
  dormant: { fill: '#fdf3d7', line: '#a67c1a' },
  succeeded: { fill: '#eef1f5', line: '#7a8794' },
  dissolved: { fill: '#f8e4e2', line: '#a8483f' },
  unknown: { fill: '#ffffff', line: '#7a8794' },
};

/** The lineage in the language of Graphviz (`text/vnd.graphviz`), predecessors to the left of their successors. */
export function lineageDot(lineage: Lineage): string {
  return [
    'digraph lineage {',
    '  graph [rankdir=LR, pad="0.3", nodesep="0.45", ranksep="0.9", bgcolor="white", fontname="Helvetica"];',
    '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11, margin="0.24,0.14"];',
    '  edge [fontname="Helvetica", fontsize=10, color="#5b6672", fontcolor="#3c4650", arrowsize=0.7];',
    ...lineage.nodes.map((node) => `  ${dotNode(node, node.clusterId === lineage.root)}`),
    ...lineage.edges.map((edge) => `  ${dotEdge(edge)}`),
    '}',
    '',
  ].join('\n');
}

let layout: ReturnType<typeof instance> | undefined;

/** The first line of a box; a name cannot match it, because Graphviz escapes every `<`. */
const NAME_OF_NODE = /(<g id="node\d+" class="node">[^]*?<text )/g;

/** The lineage as a drawing (SVG 1.1), laid out by Graphviz in WebAssembly, which is loaded with the first drawing. */
export async function lineageSvg(lineage: Lineage): Promise<string> {
  layout ??= instance();
  const svg = (await layout).renderString(lineageDot(lineage), { format: 'svg', engine: 'dot' });
  return svg.replaceAll(NAME_OF_NODE, '$1font-weight="bold" ');
}

function dotNode(node: LineageNode, isRoot: boolean): string {
  const { fill, line } = FILL[node.state];
  const attributes = [
    `label=${quote(nodeLabel(node))}`,
    `tooltip=${quote(node.name)}`,
    `fillcolor=${quote(fill)}`,
    `color=${quote(line)}`,
    `penwidth=${isRoot ? '2.2' : '1.1'}`,
  ];
  return `${quote(node.clusterId)} [${attributes.join(', ')}];`;
}

/** Plain lines without markup, anchored in their middle, so that a wider font still fits the box. */
function nodeLabel({ name, from, to, members }: LineageNode): string {
  const life = lifeText(from, to);
  const count = members === undefined ? [] : [`${String(members.count)} members on ${members.on}`];
  return [name.replaceAll(/\s+/g, ' '), ...life, ...count].join('\n');
}

function lifeText(from: string | undefined, to: string | undefined): readonly string[] {
  if (from === undefined) return to === undefined ? [] : [`until ${to}`];
  return [to === undefined ? `since ${from}` : `${from} – ${to}`];
}

function dotEdge({ from, to, kind, effectiveOn, annulledOn, operationId }: LineageEdge): string {
  // Blanks around the lines keep the words off the arrow in viewers whose font is wider than the one measured.
  const undone = annulledOn === undefined ? '' : `\n  annulled on ${annulledOn}  `;
  const label = `  ${effectiveOn}  \n  ${kind}  ${undone}`;
  return `${quote(from)} -> ${quote(to)} [label=${quote(label)},${annulledOn === undefined ? '' : ' style=dashed,'} edgetooltip=${quote(operationId)}];`;
}

/** A quoted string of the DOT language, in which a backslash begins an escape and `&` an entity. */
function quote(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `"${safe.replaceAll('\n', '\\n').replaceAll(/\p{Cc}/gu, ' ')}"`;
}
