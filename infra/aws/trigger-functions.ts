import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { FunctionName } from '../build/functions.ts';
import { DoorcodeFunction, type DoorcodeFunctionProps } from './doorcode-function.ts';
import type { DoorcodeKeys } from './keys.ts';
import { grantSend, type Senders } from './send-grants.ts';
import type { DoorcodeTables, TableOperation, TableUse } from './tables.ts';

/** One function for all triggers, or one for each, with no permission that it does not use. */
export type Isolation = 'one' | 'per-trigger';

/** The triggers by their names in a pool's LambdaConfig. */
export const triggerNames = [
  'PreSignUp',
  'DefineAuthChallenge',
  'CreateAuthChallenge',
  'VerifyAuthChallengeResponse',
  'PostAuthentication',
] as const;

export type TriggerName = (typeof triggerNames)[number];

const WRITE_AUDIT: readonly TableOperation[] = ['PutItem', 'UpdateItem'];

type Needs = {
  readonly code: FunctionName;
  readonly tables: TableUse;
  /** Which keys it derives: those of codes as well, or the names of addresses alone. */
  readonly derives: 'codes' | 'names' | 'nothing';
  readonly sends: boolean;
};

/** What each trigger does to the world outside it. */
const needsOf: Readonly<Record<TriggerName, Needs>> = {
  PreSignUp: {
    code: 'pre-sign-up',
    tables: { records: ['GetItem', 'PutItem'], audit: WRITE_AUDIT },
    derives: 'names',
    sends: false,
  },
  DefineAuthChallenge: { code: 'define', tables: {}, derives: 'nothing', sends: false },
  CreateAuthChallenge: {
    code: 'create',
    tables: { records: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'], audit: WRITE_AUDIT },
    derives: 'codes',
    sends: true,
  },
  VerifyAuthChallengeResponse: {
    code: 'verify',
    tables: { records: ['GetItem', 'PutItem'], audit: WRITE_AUDIT },
    derives: 'codes',
    sends: false,
  },
  PostAuthentication: {
    code: 'post-authentication',
    tables: { records: ['GetItem'], audit: ['PutItem'] },
    derives: 'names',
    sends: false,
  },
};

const allNeeds: Needs = {
  code: 'triggers',
  tables: { records: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'], audit: WRITE_AUDIT },
  derives: 'codes',
  sends: true,
};

export type TriggerFunctionsProps = {
  readonly isolation: Isolation;
  readonly keys: DoorcodeKeys;
  readonly tables: DoorcodeTables;
  readonly senders: Senders;
  /** All but the code and what it is for. */
  readonly common: Omit<DoorcodeFunctionProps, 'code' | 'description'>;
  readonly codeOf: (name: FunctionName) => DoorcodeFunctionProps['code'];
};

/** The functions behind a pool's triggers. */
export class TriggerFunctions extends Construct {
  readonly byTrigger: ReadonlyMap<TriggerName, IFunction>;
  /** Each function once. */
  readonly all: readonly DoorcodeFunction[];
  /** The function that marks proven addresses in the pool. */
  readonly marker: DoorcodeFunction;

  constructor(scope: Construct, id: string, props: TriggerFunctionsProps) {
    super(scope, id);
    const { isolation, keys, tables, senders, common, codeOf } = props;
    const make = (constructId: string, needs: Needs, description: string) => {
      const made = new DoorcodeFunction(this, constructId, { ...common, code: codeOf(needs.code), description });
      tables.grantUse(made.role, needs.tables);
      if (needs.derives === 'codes') keys.grantDeriveAll(made.role);
      if (needs.derives === 'names') keys.grantDeriveIndex(made.role);
      if (needs.sends) grantSend(made.role, senders);
      return made;
    };
    if (isolation === 'one') {
      this.marker = make('All', allNeeds, 'Doorcode: the triggers of a user pool');
      this.all = [this.marker];
      this.byTrigger = new Map(triggerNames.map((name) => [name, this.marker.function]));
      return;
    }
    const made = triggerNames.map(
      (name) => [name, make(name, needsOf[name], `Doorcode: ${name} of a user pool`)] as const,
    );
    this.all = made.map(([, one]) => one);
    this.byTrigger = new Map(made.map(([name, one]) => [name, one.function]));
    this.marker = made[made.length - 1]?.[1] as DoorcodeFunction;
  }
}
