import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Says why findings of cdk-nag on a part are meant. By their long ids, `<pack>::<rule>`: short ones leave no trace in
 * the report.
 */
export const acknowledge = (part: IConstruct, reasons: Readonly<Record<string, string>>): void => {
  Validations.of(part).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })));
};
