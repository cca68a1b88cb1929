/** Values over time; null where nothing is known. */
export type Values = readonly (number | null)[];

type Token = { readonly kind: 'number' | 'name' | 'sign'; readonly text: string };

const TOKENS = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z][A-Za-z0-9_]*)|(>=|<=|==|!=|[-+*/(),<>]))/y;

/**
 * Evaluates CloudWatch metric math as far as our dashboard uses it: numbers, ids of other rows, + - * /, comparisons,
 * IF and FILL. Nothing is known where a part is unknown, and of a division by nought.
 * @param valuesOf the values of another row; undefined where there is none of that id
 * @throws {TypeError} naming the expression and the place
 * Source: CloudWatch User Guide, "Using math expressions with CloudWatch metrics"
 */
export const evaluate = (expression: string, valuesOf: (id: string) => Values | undefined, length: number): Values => {
  const tokens = tokenize(expression);
  let at = 0;
  const fail = (what: string): never => {
    throw new TypeError(`the expression ${JSON.stringify(expression)} is not drawn here: ${what}`);
  };
  const take = (text: string): boolean => {
    if (tokens[at]?.text !== text) return false;
    at += 1;
    return true;
  };
  const need = (text: string) => {
    if (!take(text)) fail(`${text} is missing before ${tokens[at]?.text ?? 'its end'}`);
  };
  const everywhere = (value: number | null): Values => Array.from({ length }, () => value);

  const callOf = (name: string): Values => {
    const args = [comparison()];
    while (take(',')) args.push(comparison());
    need(')');
    const [first = everywhere(null), second, third = everywhere(null)] = args;
    if (name === 'IF' && second !== undefined) {
      return first.map((is, index) => (is === null ? null : ((is !== 0 ? second : third)[index] ?? null)));
    }
    if (name === 'FILL' && second !== undefined) return first.map((value, index) => value ?? second[index] ?? null);
    return fail(`${name} with ${args.length} argument(s) is not known`);
  };
  const atom = (): Values => {
    const token = tokens[at];
    if (token === undefined) return fail('it ends too early');
    at += 1;
    if (token.kind === 'number') return everywhere(Number(token.text));
    if (token.kind === 'name') {
      return take('(') ? callOf(token.text) : (valuesOf(token.text) ?? fail(`no row has the id ${token.text}`));
    }
    if (token.text === '-') return atom().map((value) => (value === null ? null : -value));
    if (token.text !== '(') return fail(`${token.text} stands where a value should`);
    const inner = comparison();
    need(')');
    return inner;
  };
  const chain = (operators: Operators, next: () => Values) => (): Values => {
    let left = next();
    for (;;) {
      const operate = operators[tokens[at]?.text ?? ''];
      if (operate === undefined) return left;
      at += 1;
      const right = next();
      left = left.map((value, index) => {
        const other = right[index] ?? null;
        return value === null || other === null ? null : operate(value, other);
      });
    }
  };
  const product = chain(PRODUCTS, atom);
  const sum = chain(SUMS, product);
  const comparison = chain(COMPARISONS, sum);

  const result = comparison();
  if (at < tokens.length) fail(`${tokens[at]?.text} is left over`);
  return result;
};

type Operators = Readonly<Record<string, (a: number, b: number) => number | null>>;

const PRODUCTS: Operators = { '*': (a, b) => a * b, '/': (a, b) => (b === 0 ? null : a / b) };
const SUMS: Operators = { '+': (a, b) => a + b, '-': (a, b) => a - b };
const COMPARISONS: Operators = {
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
};

const tokenize = (expression: string): readonly Token[] => {
  const tokens: Token[] = [];
  let end = 0;
  const text = expression.trimEnd();
  while (end < text.length) {
    TOKENS.lastIndex = end;
    const match = TOKENS.exec(text);
    if (match === null) {
      throw new TypeError(
        `the expression ${JSON.stringify(expression)} is not drawn here: it has ${text.slice(end, end + 8)}`,
      );
    }
    const [, number, name, sign = ''] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign });
    end = TOKENS.lastIndex;
  }
  return tokens;
};
