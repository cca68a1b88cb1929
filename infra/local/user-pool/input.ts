import type { AttributeList } from './attributes.ts';
import { CognitoError, invalidParameter } from './cognito-error.ts';

/** What a text must be, as the service model says it. */
export type Rule = {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
};

/** The constraints of the service model, and 8192 for Session, which is what the deployed service takes. */
export const rules = {
  clientId: { min: 1, max: 128, pattern: /^[\w+]+$/ },
  userPoolId: { min: 1, max: 55, pattern: /^[\w-]+_[0-9a-zA-Z]+$/ },
  username: { min: 1, max: 128, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u },
  password: { max: 256, pattern: /^\S+$/ },
  session: { min: 20, max: 8_192 },
  secret: { min: 1, max: 128, pattern: /^[\w+=/]+$/ },
  token: { pattern: /^[A-Za-z0-9\-_=.]+$/ },
  mapValue: { max: 131_072 },
  attributeName: { min: 1, max: 32, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u },
  attributeValue: { max: 2_048 },
  filter: { max: 256 },
  paginationToken: { min: 1, pattern: /^\S+$/ },
} as const satisfies Record<string, Rule>;

/** Reads the members of a request body. Violations of the model are gathered; `done` reports them together. */
export type Input = {
  text(name: string, rule?: Rule): string;
  optionalText(name: string, rule?: Rule): string | undefined;
  /** A map of texts; empty when absent. JSON nulls in it are dropped, as some clients send them. */
  textMap(name: string): Readonly<Record<string, string>>;
  /** A list of `{Name, Value}`; empty when absent. */
  attributes(name: string, options?: { readonly required: boolean }): AttributeList;
  textList(name: string): readonly string[];
  optionalInteger(name: string, min: number, max: number): number | undefined;
  /** @throws {CognitoError} InvalidParameterException that names every violation so far */
  done(): void;
};

const wireName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'a list' : `a ${typeof value}`);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrongKind = (path: string, value: unknown, expected: string): CognitoError =>
  new CognitoError('SerializationException', `Value at '${path}' is ${kindOf(value)}, where ${expected} is expected`);

const violation = (value: string, rule: Rule): string | null => {
  if (rule.max !== undefined && value.length > rule.max) {
    return `Member must have length less than or equal to ${rule.max}`;
  }
  if (rule.min !== undefined && value.length < rule.min) {
    return `Member must have length greater than or equal to ${rule.min}`;
  }
  if (rule.pattern !== undefined && !rule.pattern.test(value)) {
    return `Member must satisfy regular expression pattern: ${rule.pattern.source.slice(1, -1)}`;
  }
  if (rule.oneOf !== undefined && !rule.oneOf.includes(value)) {
    return `Member must satisfy enum value set: [${rule.oneOf.join(', ')}]`;
  }
  return null;
};

/** The error of one or more violated constraints. */
export const validationError = (violations: readonly string[]): CognitoError => {
  const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`;
  return invalidParameter(`${count} detected: ${violations.join('; ')}`);
};

const sentence = (path: string, constraint: string): string =>
  `Value at '${path}' failed to satisfy constraint: ${constraint}`;

/** @throws {CognitoError} InvalidParameterException when a value outside the model breaks a rule of it */
export const checkText = (path: string, value: string, rule: Rule): string => {
  const found = violation(value, rule);
  if (found !== null) throw validationError([sentence(path, found)]);
  return value;
};

/** @throws {CognitoError} SerializationException, from the readers, for a member of the wrong JSON type */
export const readInput = (body: unknown): Input => {
  if (!isRecord(body)) {
    throw new CognitoError('SerializationException', 'The request body is not a JSON object');
  }
  const violations: string[] = [];

  const member = (name: string): unknown => (Object.hasOwn(body, name) ? (body[name] ?? undefined) : undefined);

  const asText = (path: string, value: unknown, rule: Rule): string => {
    if (typeof value !== 'string') throw wrongKind(path, value, 'a string');
    const found = violation(value, rule);
    if (found !== null) violations.push(sentence(path, found));
    return value;
  };

  const missing = (path: string): void => {
    violations.push(sentence(path, 'Member must not be null'));
  };

  const list = (name: string): readonly unknown[] => {
    const value = member(name) ?? [];
    if (!Array.isArray(value)) throw wrongKind(wireName(name), value, 'a list');
    return value;
  };

  const optionalText = (name: string, rule: Rule = {}): string | undefined => {
    const value = member(name);
    return value === undefined ? undefined : asText(wireName(name), value, rule);
  };

  return {
    text: (name, rule) => {
      const value = optionalText(name, rule);
      if (value === undefined) missing(wireName(name));
      return value ?? '';
    },
    optionalText,
    textMap: (name) => {
      const value = member(name) ?? {};
      if (!isRecord(value)) throw wrongKind(wireName(name), value, 'a map');
      const given = Object.entries(value).filter(([, item]) => item !== null);
      return Object.fromEntries(
        given.map(([key, item]) => [key, asText(`${wireName(name)}.${key}`, item, rules.mapValue)]),
      );
    },
    attributes: (name, options) => {
      if (options?.required && member(name) === undefined) missing(wireName(name));
      return list(name).map((item, index) => {
        const path = `${wireName(name)}.${index + 1}.member`;
        if (!isRecord(item)) throw wrongKind(path, item, 'a map');
        if (item.Name === undefined || item.Name === null) missing(`${path}.name`);
        return {
          Name: asText(`${path}.name`, item.Name ?? 'absent', rules.attributeName),
          Value: asText(`${path}.value`, item.Value ?? '', rules.attributeValue),
        };
      });
    },
    textList: (name) => list(name).map((item, index) => asText(`${wireName(name)}.${index + 1}.member`, item, {})),
    optionalInteger: (name, min, max) => {
      const value = member(name);
      if (value === undefined) return undefined;
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongKind(wireName(name), value, 'an integer');
      if (value < min)
        violations.push(sentence(wireName(name), `Member must have value greater than or equal to ${min}`));
      if (value > max) violations.push(sentence(wireName(name), `Member must have value less than or equal to ${max}`));
      return value;
    },
    done: () => {
      if (violations.length > 0) throw validationError(violations);
    },
  };
};
