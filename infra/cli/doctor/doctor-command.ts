import { explain, hasNoCredentials, said } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';
import { clientSettings } from './checks/client-settings.ts';
import { clock } from './checks/clock.ts';
import { kmsKeys } from './checks/kms-keys.ts';
import { pinpointApplication } from './checks/pinpoint-application.ts';
import { poolSettings } from './checks/pool-settings.ts';
import { poolTriggers } from './checks/pool-triggers.ts';
import { sesAccount } from './checks/ses-account.ts';
import { sesConfigurationSet } from './checks/ses-configuration-set.ts';
import { sesIdentity } from './checks/ses-identity.ts';
import { snsSandbox } from './checks/sns-sandbox.ts';
import { snsSpend } from './checks/sns-spend.ts';
import { tableUpkeep } from './checks/table-upkeep.ts';
import { tables } from './checks/tables.ts';
import { type Check, type DoctorWorld, error, type Finding, warning } from './finding.ts';

/** Everything that is looked at, in the order in which it is told. */
export const checks: readonly Check[] = [
  clock,
  tables,
  tableUpkeep,
  kmsKeys,
  poolTriggers,
  poolSettings,
  clientSettings,
  sesAccount,
  sesIdentity,
  sesConfigurationSet,
  snsSandbox,
  snsSpend,
  pinpointApplication,
];

const MARKS = { ok: 'ok     ', warning: 'WARNING', error: 'ERROR  ' } as const;

/**
 * Looks at everything that has to be right, all at once, and says what is not and what to do.
 * @returns true where nothing keeps people from signing in
 * @throws what the SDK throws where nobody is signed in to AWS
 */
export const doctor = async (
  world: DoctorWorld & { readonly terminal: Terminal },
  options: { readonly json?: boolean },
): Promise<boolean> => {
  const { terminal } = world;
  let done = 0;
  const found = await Promise.all(
    checks.map(async (check) => {
      const findings = await look(check, world);
      done += 1;
      terminal.progress(`looked at ${done} of ${checks.length}`);
      return findings.map((finding) => ({ check: check.name, ...finding }));
    }),
  );
  const findings = toldOnce(found.flat());
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  if (options.json === true) terminal.write(JSON.stringify(findings));
  else {
    for (const { check, level, text, cure } of findings) {
      terminal.write(`${MARKS[level]}  ${check}: ${text}`);
      if (cure !== undefined) terminal.write(`${' '.repeat(9)}to do: ${cure}`);
    }
    terminal.write(`${count('error')} error(s), ${count('warning')} warning(s), ${count('ok')} in order.`);
  }
  return count('error') === 0;
};

type Told = Finding & { readonly check: string };

/** What keeps several looks from seeing anything, such as a missing region, is one thing to put right. */
const toldOnce = (findings: readonly Told[]): readonly Told[] => {
  const once = new Map<string, Told>();
  for (const finding of findings) {
    const words = JSON.stringify([finding.level, finding.text, finding.cure]);
    const same = once.get(words);
    once.set(words, same === undefined ? finding : { ...same, check: `${same.check}, ${finding.check}` });
  }
  return [...once.values()];
};

const look = async (check: Check, world: DoctorWorld): Promise<readonly Finding[]> => {
  try {
    return await check.run(world);
  } catch (cause) {
    // Every other look would end in the same words.
    if (hasNoCredentials(cause)) throw cause;
    const name = cause instanceof Error ? cause.name : '';
    const text = `could not be looked at: ${cause instanceof Error ? said(cause) : String(cause)}`;
    if (/AccessDenied|NotAuthorized|AuthorizationError|Forbidden/.test(name)) {
      return [warning(text, 'give your role the permission, or look at it by hand')];
    }
    if (/UnknownOperation|NotImplemented|Unsupported/.test(name)) {
      return [warning(text, 'nothing, where an endpoint other than AWS stands in for it')];
    }
    const words = explain(cause);
    if (words !== null) return [error(`could not be looked at: ${words}`, 'put that right, then look again')];
    return [error(text, 'look at it by hand; what is no fault of the set-up is a defect of this command')];
  }
};
