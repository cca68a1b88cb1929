import { Stack } from 'aws-cdk-lib';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { DashboardSubject } from './dashboard-body.ts';
import { dashboardBody } from './dashboard-rows.ts';

/** The dashboard on CloudWatch. */
export class DoorcodeDashboard extends Construct {
  /** Its name on CloudWatch. */
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, subject: DashboardSubject) {
    super(scope, id);
    const dashboard = new CfnDashboard(this, 'Dashboard', {
      dashboardBody: Stack.of(this).toJsonString(dashboardBody(subject)),
    });
    this.dashboardName = dashboard.ref;
  }
}
