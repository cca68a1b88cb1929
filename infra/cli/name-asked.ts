import { rememberAsked } from './cli-error.ts';

type Args<Input> = { readonly input: Input };
type Handler<Input, Output> = (args: Args<Input>) => Promise<Output>;

/** The inputs that name a thing of the account. Never a person's address, never a key of a record. */
const NAMES = [
  'TableName',
  'KeyId',
  'UserPoolId',
  'ClientId',
  'ApplicationId',
  'ConfigurationSetName',
  'EmailIdentity',
  'FunctionName',
] as const;

/** Middleware of an SDK client: what AWS refuses without naming it can be named to the operator. */
export const nameAsked =
  <Input extends object, Output extends object>(
    next: Handler<Input, Output>,
    { commandName = '' }: { readonly commandName?: string },
  ): Handler<Input, Output> =>
  async (args) => {
    try {
      return await next(args);
    } catch (error) {
      rememberAsked(error, [commandName.replace(/Command$/, ''), ...namesIn(args)].join(' '));
      throw error;
    }
  };

const namesIn = ({ input }: Args<object>): readonly string[] => {
  const { RequestItems = {}, ...given } = input as Readonly<Record<string, unknown>>;
  const named = NAMES.map((name) => given[name]).filter((value) => typeof value === 'string');
  return [...named, ...Object.keys(RequestItems as object)];
};
