import { createHash } from 'node:crypto';
import type { PushPlatform } from '../../../channels/channel.ts';
import { AwsError } from './errors.ts';

/** The attributes of an endpoint by their names at SNS. */
export type EndpointAttributes = Readonly<Record<string, string>>;

export type PlatformEndpoints = {
  /** The endpoint of a token: the old one where there is one, switched off as it may be. */
  create(device: { readonly application: string; readonly token: string; readonly userData: string | null }): string;
  set(arn: string, attributes: EndpointAttributes): void;
  get(arn: string): EndpointAttributes;
  /** The platform of an endpoint that takes messages. */
  deliverTo(arn: string): PushPlatform;
};

const PLATFORMS: Readonly<Record<string, PushPlatform>> = { APNS: 'apns', APNS_SANDBOX: 'apns-sandbox', GCM: 'fcm' };

const APPLICATION = /^(arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}):app\/([A-Z_]+)\/([A-Za-z0-9_.-]{1,256})$/;

const ALLOWED = ['Token', 'Enabled', 'CustomUserData'];

/** Keeps platform endpoints in memory, by the rules of SNS. An ARN follows from application and token. */
export const createPlatformEndpoints = (): PlatformEndpoints => {
  const endpoints = new Map<string, { readonly platform: PushPlatform; attributes: EndpointAttributes }>();

  const find = (arn: string) => {
    const endpoint = endpoints.get(arn);
    if (endpoint === undefined) throw new AwsError('NotFound', 'Endpoint does not exist', 404);
    return endpoint;
  };

  return {
    create({ application, token, userData }) {
      const [, account = '', service = '', name = ''] = APPLICATION.exec(application) ?? [];
      const platform = PLATFORMS[service];
      if (platform === undefined)
        throw invalid('PlatformApplicationArn Reason: it is no ARN of an APNs or FCM application');
      const prefix = `${account}:endpoint/${service}/${name}/`;
      const existing = [...endpoints].find(
        ([arn, { attributes }]) => arn.startsWith(prefix) && attributes.Token === token,
      );
      if (existing !== undefined) {
        const [arn, { attributes }] = existing;
        if ((attributes.CustomUserData ?? null) === userData) return arn;
        throw invalid(`Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`);
      }
      const arn = `${prefix}${idOf(token)}`;
      const attributes = { Token: token, Enabled: 'true', ...(userData === null ? {} : { CustomUserData: userData }) };
      endpoints.set(arn, { platform, attributes });
      return arn;
    },
    set(arn, attributes) {
      const endpoint = find(arn);
      const unknown = Object.keys(attributes).find((name) => !ALLOWED.includes(name));
      if (unknown !== undefined) throw invalid(`Attributes Reason: ${unknown} is no attribute of an endpoint`);
      if (!['true', 'false', undefined].includes(attributes.Enabled)) {
        throw invalid('Attributes Reason: Invalid value for attribute: Enabled');
      }
      endpoint.attributes = { ...endpoint.attributes, ...attributes };
    },
    get: (arn) => find(arn).attributes,
    deliverTo(arn) {
      const endpoint = endpoints.get(arn);
      if (endpoint === undefined) throw invalid('TargetArn Reason: No endpoint found for the target arn specified');
      if (endpoint.attributes.Enabled !== 'true') throw new AwsError('EndpointDisabled', 'Endpoint is disabled');
      return endpoint.platform;
    },
  };
};

const invalid = (text: string): AwsError => new AwsError('InvalidParameter', `Invalid parameter: ${text}`);

/**
 * The shape of a UUID, in letters alone: a search of logs and stores for issued codes must not find one by chance.
 */
const idOf = (token: string): string =>
  createHash('sha256')
    .update(token)
    .digest('hex')
    .replace(/\d/g, (digit) => 'abcdef'.charAt(Number(digit) % 6))
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
