import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalog, contracts } from '#libs/contracts';
import type { AnyAggregate, DomainEventShape, FactRule } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { sampleBody } from '../support/sample-body.ts';

type Correctable = AnyAggregate & { readonly facts: Readonly<Record<string, FactRule<DomainEventShape>>> };

const [today, tomorrow] = ['2026-11-29', '2026-11-30'];
const DAYS = ['on', 'since', 'inForceFrom', 'convenedOn'];
const apps = join(import.meta.dirname, '..', '..', 'apps');
const rows = contexts.flatMap(({ commands }) => commands.flatMap((table) => table.rows));
const correctable = contexts.flatMap(({ aggregates }) =>
  aggregates.filter((each): each is Correctable => 'facts' in each),
);
/** Of an operation, facts are corrected in their place and not in the order of days: it has properties of its own. */
const chronicles = correctable.filter(({ initial }) => Object.keys(initial as object).includes('unsettled'));
const facts = correctable.flatMap((aggregate) =>
  Object.entries(aggregate.facts).map(([type, rule]) => ({
    aggregate,
    type,
    rule,
    name: `${aggregate.name}: ${type}`,
  })),
);

function rowOf(aggregate: AnyAggregate, verb: string) {
  return rows.find((row) => row.aggregate === aggregate && row.verb === verb);
}

/** The correction of its day to tomorrow; undefined where no correction moves it. */
function movedAhead({ aggregate, rule, type }: (typeof facts)[number]) {
  const row = rowOf(aggregate, `correct-${String(rule.name)}`);
  const day = DAYS.find((each) => rule.changes?.some((change) => change === each));
  if (row === undefined || day === undefined) return undefined;
  const { context, resource } = row.table;
  const path = `${context}/${resource}/${countedUuid(1)}/${String(row.verb)}`;
  return {
    type,
    path,
    happened: rule.happened === true,
    body: { ...sampleBody(row.body), changes: { [day]: tomorrow } },
  };
}

describe('each fact that can be recorded in any order', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts);
    app.clock.set(`${today}T10:00:00Z`);
  });
  afterAll(() => app.stop());

  it.each(chronicles)('has its rows in the specs of $name', ({ context, name }) => {
    const folder = join(apps, context, 'src', 'domain');
    const specs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.spec.ts'),
    );
    const variable = name.replaceAll(/-(\w)/g, (_hyphen, letter: string) => letter.toUpperCase());
    const rowsAreMade = (file: string): boolean =>
      readFileSync(join(folder, file), 'utf8').includes(`factsInAnyOrder(${variable}, {`);
    expect(specs.filter(rowsAreMade)).toHaveLength(1);
  });

  it.each(facts)(
    'counts first in read models where it counts first in its stream: $name',
    ({ aggregate, rule, type }) => {
      const definition = catalog.definitionOf(`${aggregate.context}.${type}`);
      expect(definition?.opens === true).toBe(rule.opens === true);
    },
  );

  it.each(chronicles)('has the order of the contracts among those of one day: $name', ({ context, facts: rules }) => {
    const types = Object.keys(rules);
    const published = Object.keys(contracts[context as keyof typeof contracts]);
    expect(published.filter((type) => types.includes(type))).toEqual(types);
  });

  it.each(facts)('has the commands that correct and void it, unless it only follows from others: $name', (fact) => {
    const { aggregate, rule } = fact;
    const commands = ['correct', 'void'].filter((verb) => rowOf(aggregate, `${verb}-${String(rule.name)}`));
    const corrected = rule.changes === undefined ? [] : ['correct'];
    expect(commands).toEqual(rule.name === undefined ? [] : [...corrected, 'void']);
  });

  it.each(facts.flatMap((fact) => movedAhead(fact) ?? []))(
    'is not corrected to a day ahead where it has happened, and may be where it has not: $type',
    async ({ path, body, happened }) => {
      const { body: answer } = await app.post(path, body);
      if (happened) expect(answer).toMatchObject({ code: 'API_DAY_AHEAD', required: `a day up to ${today}` });
      else expect(answer).toMatchObject({ code: expect.not.stringContaining('API_') });
    },
  );
});
