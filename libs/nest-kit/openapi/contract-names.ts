import { z } from 'zod';
import {
  antennaMappingSchema,
  appliedClauseSchema,
  clauseSchema,
  conditionSchema,
  dateSchema,
  declaredFigureSchema,
  evidenceSchema,
  fractionSchema,
  holderSchema,
  newAntennaSchema,
  personSchema,
  planSchema,
  successorSchema,
  tallySchema,
  transitionalGovernanceSchema,
  transitionalMandateSchema,
  transitionalOfficeSchema,
  uuidSchema,
  verdictSchema,
} from '#libs/contracts';

/** What the contracts say in more than one place. Their own JSON Schemas name no parts, so the names stand here. */
const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  Uuid: uuidSchema,
  Day: dateSchema,
  Evidence: evidenceSchema,
  Person: personSchema,
  Fraction: fractionSchema,
  Clause: clauseSchema,
  AppliedClause: appliedClauseSchema,
  Tally: tallySchema,
  Holder: holderSchema,
  DeclaredFigure: declaredFigureSchema,
  Verdict: verdictSchema,
  Successor: successorSchema,
  TransitionalMandate: transitionalMandateSchema,
  TransitionalOffice: transitionalOfficeSchema,
  TransitionalGovernance: transitionalGovernanceSchema,
  AntennaMapping: antennaMappingSchema,
  NewAntenna: newAntennaSchema,
  Condition: conditionSchema,
  Plan: planSchema,
};

/** The names of the contracts' parts by what they look like as JSON Schema. */
export function contractNames(): ReadonlyMap<string, string> {
  const named = Object.entries(SCHEMAS).map(([name, schema]) => {
    const { $schema: _dialect, ...shape } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
    return [JSON.stringify(shape), name] as const;
  });
  return new Map(named);
}
