import { describe, expect, it } from '@jest/globals';
import { lineageDot, lineageSvg } from './lineage-drawing.ts';
import type { Lineage, LineageNode } from './lineage.view.ts';

const node = (clusterId: string, name: string, more: Partial<LineageNode> = {}): LineageNode => ({
  ...{ clusterId, name, state: 'active' },
  ...more,
});
const lineage = (...nodes: readonly LineageNode[]): Lineage => ({
  ...{ root: nodes[0]?.clusterId ?? '', direction: 'both', validAt: '2017-06-01', nodes, edges: [] },
});
const twoClusters: Lineage = {
  ...lineage(
    node('successor', 'Digital League', { from: '2017-03-28', members: { count: 510, on: '2017-06-01' } }),
    node('predecessor', 'Numélink', { state: 'succeeded', from: '2004-01-01', to: '2017-03-28' }),
  ),
  edges: [
    { from: 'predecessor', to: 'successor', operationId: 'op', kind: 'fusion-creation', effectiveOn: '2017-03-28' },
  ],
};

describe('the lineage in DOT', () => {
  it('has a box for each cluster with its days and members, and an arrow for each succession', () => {
    const dot = lineageDot(twoClusters);
    expect(dot).toContain('label="Digital League\\nsince 2017-03-28\\n510 members on 2017-06-01"');
    expect(dot).toContain('label="Numélink\\n2004-01-01 – 2017-03-28"');
    expect(dot).toContain('"predecessor" -> "successor" [label="  2017-03-28  \\n  fusion-creation  "');
  });

  it('marks the cluster that was asked about', () => {
    expect(lineageDot(twoClusters).match(/penwidth=2.2/g)).toHaveLength(1);
  });

  it('shows only what is known', () => {
    expect(lineageDot(lineage(node('a', 'Edit', { to: '2015-03-19' })))).toContain('label="Edit\\nuntil 2015-03-19"');
    expect(lineageDot(lineage(node('a', 'Edit')))).toContain('label="Edit"');
  });
});

describe('names with special characters', () => {
  it.each([
    ['a "quoted" name', 'a \\"quoted\\" name'],
    ['a\\Nb', 'a\\\\Nb'],
    ['ends with \\', 'ends with \\\\'],
    ['two\nlines', 'two lines'],
    ['R&D &lt;', 'R&amp;D &amp;lt;'],
  ])('%j is escaped', (name, expected) => {
    expect(lineageDot(lineage(node('a', name)))).toContain(`label="${expected}"`);
  });

  it.each([
    'a "quoted" name',
    'a\\Nb\\',
    '<script>alert(1)</script>',
    ']; evil [label="x"',
    '&lt;b&gt;',
    '<<B>bold</B>>',
    'a\u0007b',
  ])('%j is drawn as text', async (name) => {
    const svg = await lineageSvg(lineage(node('a', name), node('b', 'Other')));
    expect(svg.match(/class="node"/g)).toHaveLength(2);
    expect(svg).not.toMatch(/<script|<b>|<B>/);
    const texts = [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
    const drawn = texts.map((text) =>
      text
        .replaceAll('&#45;', '-')
        .replaceAll('&#160;', ' ')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'),
    );
    expect(drawn).toContain(name.replaceAll('\u0007', ' '));
  });
});

describe('the drawing', () => {
  it('sets the name of each cluster in bold and anchors text in its middle', async () => {
    const svg = await lineageSvg(twoClusters);
    expect(svg.match(/<text font-weight="bold" [^>]*text-anchor="middle"/g)).toHaveLength(2);
    expect(svg).not.toContain('text-anchor="start"');
  });

  it('is the same whenever it is drawn', async () => {
    expect(await lineageSvg(twoClusters)).toBe(await lineageSvg(twoClusters));
  });
});
