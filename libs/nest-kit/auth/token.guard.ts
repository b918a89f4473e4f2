import { SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Viewer } from '#libs/hosting';
import { dayOf, type Clock } from '#libs/kernel';
import type { ViewedRequest } from '../http/row-controller.ts';
import type { Authenticator } from './authenticator.ts';
import type { Claims } from './claims.ts';

const PUBLIC = 'grappe:public';

/** A route that needs no token. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Requires a valid token on every route that is not public, and sets the viewer of the request. */
export class TokenGuard implements CanActivate {
  readonly #reflector = new Reflector();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<ViewedRequest>();
    const isPublic = this.#reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets) === true;
    const claims: Claims = isPublic
      ? { sub: 'anonymous', roles: [], clusters: [] }
      : await this.authenticator.authenticate(request.headers.authorization);
    request.viewer = viewerOf(this.authenticator.issuer, claims, this.clock);
    return true;
  }
}

export function viewerOf(issuer: string, claims: Claims, clock: Clock): Viewer {
  return {
    issuer,
    subject: claims.sub,
    roles: claims.roles,
    clusters: claims.clusters,
    person: claims.person,
    organisations: claims.organisations ?? [],
    mayReadEmbargoed: claims.roles.includes('admin') || claims.roles.includes('auditor'),
    get today() {
      return dayOf(clock.now());
    },
  };
}
