import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ruleBook } from '../src/domain/rules/rule-book.ts';
import { guardIndex, guardPage } from './guard-page.ts';

/** Writes a page for each guard into the reference. */
const folder = fileURLToPath(new URL('../../../docs/reference/guards', import.meta.url));
mkdirSync(folder, { recursive: true });
const pages = [['README', guardIndex(ruleBook)], ...ruleBook.map((guard) => [guard.id, guardPage(guard)])];
for (const [name = '', text = ''] of pages) writeFileSync(join(folder, `${name}.md`), text);
