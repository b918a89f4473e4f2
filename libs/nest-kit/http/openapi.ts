import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { jsonSchemaOf } from '../commands/command-openapi.ts';

type SchemaObject = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** The document's schema of every problem answer (RFC 9457). */
const problemSchema: SchemaObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', description: 'urn:grappe:problem:<code>' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: it never changes meaning.' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    guard: { type: 'string', description: 'The guard of the rule book that refused.' },
    citation: { type: 'string', description: 'The source of its rule.' },
    found: { description: 'What was found.' },
    required: { description: 'What is required.' },
    earliestLawfulDate: { type: 'string', format: 'date' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    facts: { type: 'object' },
  },
};

/** The OpenAPI 3.1 document of an application, from its routes and their zod schemas. */
export function openApiDocument(application: INestApplication, version: string): OpenAPIObject {
  const head = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Grappe')
    .setDescription('Clusters of companies: members, governance, incubation and mergers, replayable to any day.')
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(application, head, {
    operationIdFactory: (controller, method) => `${controller}.${method}`,
    standardSchemaConverter: (schema) => {
      if (!(schema instanceof z.ZodType)) return undefined;
      return { schema: jsonSchemaOf(schema) };
    },
  });
  const components = document.components ?? {};
  return {
    ...document,
    components: { ...components, schemas: { ...components.schemas, Problem: { ...problemSchema } } },
  };
}
