import { instance } from '@viz-js/viz';
import { lineageDot } from './lineage-dot.ts';
import type { Lineage } from './lineage.view.ts';

let layout: ReturnType<typeof instance> | undefined;

/** The first line of a box; text of ours cannot look like it, because Graphviz escapes every `<` in it. */
const NAME_OF_NODE = /(<g id="node\d+" class="node">[^]*?<text )/g;

/** The lineage as a drawing (SVG 1.1), laid out by Graphviz in WebAssembly, which is loaded with the first drawing. */
export async function lineageSvg(lineage: Lineage): Promise<string> {
  layout ??= instance();
  const svg = (await layout).renderString(lineageDot(lineage), { format: 'svg', engine: 'dot' });
  return svg.replaceAll(NAME_OF_NODE, '$1font-weight="bold" ');
}
