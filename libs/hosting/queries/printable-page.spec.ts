import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { html, PAGE_POLICY, printablePage } from './printable-page.ts';

describe('a printable page', () => {
  it.each([
    ['a tag', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['the end of an attribute', `" onload='x'`, '&quot; onload=&#39;x&#39;'],
    ['an entity', '&lt;', '&amp;lt;'],
    ['a number', 0, '0'],
  ])('shows %s as text', (_what, value, text) => {
    expect(html`<p title="${value}">${value}</p>`.text).toBe(`<p title="${text}">${text}</p>`);
  });

  it('keeps what a template made, once and in lists', () => {
    const rows = ['a', '<b>'].map((each) => html`<td>${each}</td>`);
    const last = html`<td>&</td>`;
    expect(html`${rows}${last}`.text).toBe('<td>a</td><td>&lt;b&gt;</td><td>&</td>');
  });

  it('has one style sheet, which its policy names by its hash, and nothing else that a policy allows', () => {
    const page = printablePage({ title: 'A <title>', lang: 'fr', body: html`<h1>A</h1>` });
    const sheets = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, text = '']) => text);
    expect(sheets).toHaveLength(1);
    const hash = createHash('sha256').update(String(sheets[0])).digest('base64');
    expect(PAGE_POLICY).toBe(
      `default-src 'none';style-src 'sha256-${hash}';base-uri 'none';form-action 'none';frame-ancestors 'none'`,
    );
    expect(page).toContain('<title>A &lt;title&gt;</title>');
    expect(page).not.toMatch(/<script|\son\w+=|javascript:|style=|<link/);
  });
});
