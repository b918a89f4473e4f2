import pg from 'pg';

const OID = { int8: 20, date: 1082, timestamptz: 1184 } as const;
const ARRAY_OID: Readonly<Record<'int8' | 'text' | 'date' | 'timestamptz', number>> = {
  int8: 1016,
  text: 1009,
  date: 1182,
  timestamptz: 1185,
};

type Parser = (value: string) => unknown;

const asText: Parser = (value) => value;
const asTextArray = parserOfPg(ARRAY_OID.text);
const asBigintArray: Parser = (value) => bigints(asTextArray(value));

const own = new Map<number, Parser>([
  [OID.int8, BigInt],
  [OID.date, asText],
  [OID.timestamptz, asText],
  [ARRAY_OID.int8, asBigintArray],
  [ARRAY_OID.date, asTextArray],
  [ARRAY_OID.timestamptz, asTextArray],
]);

function bigints(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bigints);
  return typeof value === 'string' ? BigInt(value) : value;
}

/** What pg asks for the parser of a column's type; a whole number of 64 bits does not fit a JavaScript number. */
export const parsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const parser = format === 'binary' ? undefined : own.get(oid);
    return parser ?? parserOfPg(oid, format);
  },
};

/** What pg itself would use; its types call it nothing in particular. */
function parserOfPg(oid: number, format?: 'text' | 'binary'): Parser {
  const parser: unknown = pg.types.getTypeParser(oid, format);
  return parser as Parser;
}
