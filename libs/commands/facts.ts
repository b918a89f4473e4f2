import { z } from 'zod';
import { catalog, remarkSchema, uuidSchema } from '#libs/contracts';
import { invariant, type AnyAggregate, type DomainEventShape, type FactRule, type Rejection } from '#libs/kernel';
import type { CommandDeclaration, CommandRequest, PeopleRow } from './row.ts';
import type { Change, Transaction } from './transaction.ts';

/** An aggregate with a table of its facts, which decides their corrections: `chronicle` makes one. */
type AnyChronicle = AnyAggregate & { readonly facts: object };

interface FactCommands<Code extends string> {
  /** Whose facts they are; as in the rows that state them. */
  readonly scope?: PeopleRow<unknown, Code>['scope'];
  /** The types of the facts. Default: all that can be corrected. */
  readonly only?: readonly string[];
  /** The refusals of the histories that a correction may leave: those that the aggregate judges by. */
  readonly refusals: readonly Code[];
  /** Members of a fact that a correction takes otherwise than its event has them. */
  readonly members?: Readonly<Record<string, z.ZodRawShape>>;
  /** Why what stands elsewhere is against what a fact is corrected to: in other streams, or in what other contexts have published. */
  readonly unless?: (
    changes: object,
    request: CommandRequest<unknown>,
    tx: Transaction,
  ) => Promise<Rejection | undefined>;
  /** What the decider has to know of other streams and contexts beside what a correction says. */
  readonly knowing?: (request: CommandRequest<CorrectionBody>, tx: Transaction) => Promise<object>;
  /** What is decided on other streams after it. */
  readonly also?: (tx: Transaction, request: CommandRequest<unknown>, change: Change<never>) => Promise<unknown>;
}

/** The body of a correction, and of a voiding, which changes nothing in the fact. */
export type CorrectionBody = {
  readonly fact: string;
  readonly reason: string;
  readonly changes?: Readonly<Record<string, unknown>>;
};

/**
 * The commands that correct and void each fact of an aggregate: `correct-<name>` with the members of the fact that read otherwise, `void-<name>`.
 * Both name the fact by the id of the event that stated it, and say why.
 */
export function factCommands<Code extends string>(
  aggregate: AnyChronicle,
  { scope, only, refusals, members = {}, unless, knowing, also }: FactCommands<Code>,
): readonly CommandDeclaration<Code>[] {
  const decide = async (tx: Transaction, request: CommandRequest<unknown>, command: object) => {
    const known = await knowing?.(request as CommandRequest<CorrectionBody>, tx);
    const change = await tx.decide(aggregate, request.id, { ...command, ...known });
    await also?.(tx, request, change as Change<never>);
  };
  const rules = Object.entries(aggregate.facts as Readonly<Record<string, FactRule<DomainEventShape>>>);
  return rules.flatMap(([of, rule]) => {
    const { name } = rule;
    if (name === undefined || only?.includes(of) === false) return [];
    const common = {
      aggregate,
      roles: scope === undefined ? ADMINS : OPERATORS,
      refusals,
      ...(scope === undefined ? {} : { scope }),
    };
    const words = name.replaceAll('-', ' ');
    const corrects: CommandDeclaration<Code> = {
      ...common,
      verb: `correct-${name}`,
      summary: `Correct the record of ${article(words)} ${words}: what it was stays in the history.`,
      body: bodyOf(`Correct${of}`, { changes: changesOf(aggregate.context, of, rule, members[of]) }),
      happened: ({ body }) => [rule.happened === true ? dayOf(rule, (body as CorrectionBody).changes) : undefined],
      run: async (tx, request) => {
        const { body } = request as CommandRequest<Required<CorrectionBody>>;
        const refusal = await unless?.(body.changes, request, tx);
        if (refusal === undefined) await decide(tx, request, { type: 'CorrectFact', of, ...body });
        else tx.refuse(refusal);
      },
    };
    const voids: CommandDeclaration<Code> = {
      ...common,
      verb: `void-${name}`,
      summary: `Take back the record of ${article(words)} ${words} that never was: it stays in the history.`,
      body: bodyOf(`Void${of}`, {}),
      // What never was has no day.
      happened: () => [],
      run: (tx: Transaction, request: CommandRequest<unknown>) =>
        decide(tx, request, { type: 'VoidFact', of, ...(request.body as CorrectionBody) }),
    };
    return rule.changes === undefined ? [voids] : [corrects, voids];
  });
}

const ADMINS = ['admin'] as const;
const OPERATORS = ['admin', 'operator'] as const;

function bodyOf(id: string, shape: z.ZodRawShape): z.ZodType {
  const fact = uuidSchema.describe('The id of the event that stated it.');
  return z.strictObject({ fact, reason: remarkSchema, ...shape }).meta({ id });
}

/** The members of the fact that may read otherwise, one at least. */
function changesOf(
  context: string,
  of: string,
  { changes = [] }: FactRule<DomainEventShape>,
  others: z.ZodRawShape = {},
): z.ZodType {
  const schema = catalog.definitionOf(`${context}.${of}`)?.schema;
  invariant(schema instanceof z.ZodObject, `${context}.${of} is an event of the contracts`);
  const { shape } = schema;
  const members = Object.fromEntries(
    (changes as readonly string[]).map((name) => [name, optional(others[name] ?? shape[name])]),
  );
  return z
    .strictObject(members)
    .refine((given) => Object.keys(given).length > 0, 'one member at least is required')
    .meta({ minProperties: 1 });
}

function optional(schema: unknown): z.ZodType {
  invariant(schema instanceof z.ZodType, 'a correction changes members that the fact has');
  return schema.optional();
}

function dayOf(rule: FactRule<DomainEventShape>, changes: object | undefined): string | undefined {
  return changes === undefined ? undefined : rule.day(changes as DomainEventShape);
}

function article(words: string): string {
  return /^[aeio]/.test(words) ? 'an' : 'a';
}
