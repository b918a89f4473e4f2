import { z } from 'zod';
import { uuidSchema, type Immutable } from '#libs/contracts';
import { factValues, type FactKind } from '../../read-models/facts/fact.ts';
import { point } from '../offices/office-history.view.ts';

const count = z.int().min(0);
const kinds = Object.keys(factValues) as [FactKind, ...FactKind[]];
export const factKind = z.enum(kinds);
export const factSide = z
  .union([...new Set(Object.values(factValues))])
  .meta({ id: 'FactSide', description: 'What a fact says on one side.' });
export const factEnded = z.strictObject({
  cause: z.string(),
  operationId: uuidSchema.optional(),
  into: z
    .strictObject({ id: uuidSchema, subjectId: uuidSchema })
    .optional()
    .describe('The membership that continues it.'),
});

const factChange = z
  .strictObject({
    kind: factKind,
    id: z.string(),
    subjectId: uuidSchema,
    objectId: uuidSchema.optional(),
    left: factSide.optional(),
    right: factSide.optional(),
    changed: z
      .enum(['world', 'knowledge', 'both'])
      .describe('`world`: as known last, it differs by its day. `knowledge`: of one day, something else is known.'),
    ended: factEnded.optional().describe('Why it ended, or the membership that continues it.'),
  })
  .meta({ id: 'FactChange', description: 'A fact that is not the same at the two points.' });

const counts = z.strictObject({ left: count, right: count, added: count, removed: count, changed: count });
const changes = z.array(factChange);

const section = z
  .strictObject({
    counts: counts.describe('How many held on each side: right = left + added − removed.'),
    added: changes,
    removed: changes,
    changed: changes,
  })
  .meta({ id: 'ComparisonSection', description: 'What differs in one kind of fact.' });

const memberSection = section
  .extend({
    counts: counts
      .extend({ moved: count, arrived: count })
      .describe('How many held on each side: right = left + added − removed + arrived − moved.'),
    moved: changes.describe('Memberships that ended because they continue in a successor.'),
    arrived: changes.describe("Memberships that began as continuations of predecessors' ones: each once."),
  })
  .meta({ id: 'MemberComparison', description: 'What differs in the members.' });

const pointView = z.strictObject(point).meta({ id: 'Point', description: 'A day, as known at an instant.' });

export const comparisonView = z
  .strictObject({
    left: pointView,
    right: pointView,
    members: memberSection,
    mandates: section,
    clusters: section,
    clusterNames: section,
    antennas: section,
    bodies: section,
    offices: section,
    roles: section,
    incubators: section,
    partnerSeats: section,
    truncated: z.boolean().describe('True where lists were cut at the limit; the counts are complete.'),
  })
  .meta({ id: 'Comparison', description: 'What differs between two points.' });

/** A fact that is not the same at the two points. */
export type FactChange = Immutable<z.infer<typeof factChange>>;
export type Section = Immutable<z.infer<typeof section>>;
export type MemberSection = Immutable<z.infer<typeof memberSection>>;
export type Comparison = Immutable<z.infer<typeof comparisonView>>;
