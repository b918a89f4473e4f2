import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { root } from './packed-contracts.ts';

export type Verdict = (value: unknown) => readonly string[];

/** Compiled when it is first asked: a story has a tenth of all types. */
function verdict(compile: () => ValidateFunction): Verdict {
  let compiled: ValidateFunction | undefined;
  return (value) => {
    const validate = (compiled ??= compile());
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${String(message)}`);
  };
}

/** The committed JSON Schemas of the event data by `ce_type`, each as a validator that is not ours. */
export function dataValidators(): ReadonlyMap<string, Verdict> {
  const ajv = ajvFormats.default(new Ajv2020({ allErrors: true, strict: true }));
  const folder = join(root, 'libs', 'contracts', 'schemas');
  return new Map(
    readdirSync(folder).map((file) => {
      const schema = JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;
      return [file.replace(/\.json$/, ''), verdict(() => ajv.compile(schema))];
    }),
  );
}

interface Document {
  readonly components: { readonly messages: Readonly<Record<string, object>> };
}

/** What the committed AsyncAPI document says of headers and payload of each message. */
export function messageValidators(): ReadonlyMap<string, { readonly headers: Verdict; readonly payload: Verdict }> {
  const file = join(root, 'docs', 'reference', 'asyncapi.json');
  const { components } = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const ajv = ajvFormats.default(new Ajv({ allErrors: true, strict: false }));
  ajv.addSchema({ $id: 'asyncapi', components });
  const compile = (title: string, part: string): Verdict =>
    verdict(() => ajv.compile({ $ref: `asyncapi#/components/messages/${title}/${part}` }));
  return new Map(
    Object.keys(components.messages).map((title) => [
      title,
      { headers: compile(title, 'headers'), payload: compile(title, 'payload') },
    ]),
  );
}
