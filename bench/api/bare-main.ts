import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';

/**
 * The baseline as a process of its own: Nest on Fastify, one route, one `INSERT` for a request. No token, no schema, no key, no
 * expected revision, and nothing afterwards.
 */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10, application_name: 'bare' });

@Controller('organisations')
class Organisations {
  @Post()
  async create(@Body() body: Readonly<Record<string, unknown>>) {
    const id = randomUUID();
    const values = [id, body['name'], body['kind'], JSON.stringify(body)];
    await pool.query({
      name: 'insert',
      text: 'insert into organisations (id, name, kind, body) values ($1, $2, $3, $4)',
      values,
    });
    return { id };
  }
}

@Module({ controllers: [Organisations] })
class BareModule {}

await pool.query(
  'create table organisations (id uuid primary key, name text not null, kind text not null, body jsonb not null, at timestamptz not null default now())',
);
const application = await NestFactory.create<NestFastifyApplication>(BareModule, new FastifyAdapter(), {
  logger: false,
});
await application.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ msg: 'ready', url: await application.getUrl() })}\n`);
