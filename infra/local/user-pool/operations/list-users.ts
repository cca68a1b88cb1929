import { attributeList } from '../attributes.ts';
import { invalidParameter } from '../cognito-error.ts';
import { rules } from '../input.ts';
import { matchesFilter, parseListFilter } from '../list-filter.ts';
import { checkPoolId, type Operation } from '../pool-context.ts';
import type { User } from '../users.ts';
import { userType } from './admin-users.ts';

const MAX_PAGE = 60;

type Position = { readonly after: number; readonly filter: string };

const encode = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url');

const decode = (token: string, filter: string): number => {
  try {
    const position = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Partial<Position>;
    if (typeof position.after === 'number' && position.filter === filter) return position.after;
  } catch {
    // Answered below like every other token that is not ours.
  }
  throw invalidParameter('Invalid pagination token given.');
};

const shown = (user: User, names: readonly string[]): object => {
  if (names.length === 0) return userType(user);
  const wanted = attributeList(user.attributes).filter(({ Name }) => names.includes(Name));
  return { ...userType(user), Attributes: wanted };
};

/** Lists users in the order they were created; a token goes on where the page before ended. */
export const listUsers: Operation = (pool, input) => {
  const userPoolId = input.text('UserPoolId', rules.userPoolId);
  const filterText = input.optionalText('Filter', rules.filter) ?? '';
  const limit = input.optionalInteger('Limit', 0, MAX_PAGE) || MAX_PAGE;
  const token = input.optionalText('PaginationToken', rules.paginationToken);
  const names = input.textList('AttributesToGet');
  input.done();
  checkPoolId(pool, userPoolId);
  const filter = parseListFilter(filterText);
  const after = token === undefined ? 0 : decode(token, filterText);
  const page: User[] = [];
  for (const user of pool.users.all()) {
    if (user.order <= after || (filter !== null && !matchesFilter(filter, user))) continue;
    const last = page.at(-1);
    if (page.length === limit && last !== undefined) {
      const PaginationToken = encode({ after: last.order, filter: filterText });
      return { Users: page.map((found) => shown(found, names)), PaginationToken };
    }
    page.push(user);
  }
  return { Users: page.map((found) => shown(found, names)) };
};
