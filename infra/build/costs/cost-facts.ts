import { SegmentedMessage } from 'sms-segments-calculator';
import type { Medium } from '../../../channels/channel.ts';
import { localTables } from '../../local/tables.ts';
import { dashboardMetrics } from './dashboard-metrics.ts';
import { type CostedTemplate, type DeploymentName, deployments, templateOf } from './deployments.ts';
import { measure, type Usage } from './measure.ts';
import { mostStreams } from './metric-streams.ts';
import { channelScenarios, emailScenarios } from './scenarios.ts';
import { auditIndexKeys, countOf, type Standing, standingOf } from './standing.ts';

/** What is known of one deployment by its template. */
export type DeploymentFacts = {
  readonly standing: readonly Standing[];
  readonly memoryMb: number;
  readonly functions: number;
  readonly alarms: number;
  /** The most custom metrics that it can make. */
  readonly mostStreams: number;
  readonly dashboard: ReturnType<typeof dashboardMetrics>;
};

/** All that the page on costs is computed from, but prices and assumptions. */
export type CostFacts = {
  readonly deployments: Readonly<Record<DeploymentName, DeploymentFacts>>;
  readonly email: Readonly<Record<keyof typeof emailScenarios, Usage>>;
  readonly channels: Readonly<Record<keyof typeof channelScenarios, Usage>>;
  /** Parts that a text message is billed as. */
  readonly textParts: number;
  /** Countries that the deployments with text messages send to. */
  readonly countries: number;
};

/** Synthesises the deployments and signs in on the local stack. Nothing in the result depends on how fast that went. */
export const gatherFacts = async (): Promise<CostFacts> => {
  const templates = {
    email: templateOf(deployments.email),
    channels: templateOf(deployments.channels),
    everything: templateOf(deployments.everything),
  };
  const indexes = { [localTables.audit]: auditIndexKeys(templates.email) };
  const email = await measure('email', indexes, emailScenarios);
  const channels = await measure('all', indexes, channelScenarios);
  const { countries } = deployments.channels.sms;
  const three = { email: 'ses', sms: 'sns', push: 'pinpoint' };
  return {
    deployments: {
      email: factsOf(templates.email, { email: 'ses' }, []),
      channels: factsOf(templates.channels, three, countries),
      everything: factsOf(templates.everything, three, countries),
    },
    email,
    channels,
    textParts: new SegmentedMessage(channels.sms.text ?? '').segmentsCount,
    countries: countries.length,
  };
};

const factsOf = (
  template: CostedTemplate,
  providers: Readonly<Partial<Record<Medium, string>>>,
  countries: readonly string[],
): DeploymentFacts => {
  const functions = countOf(template, 'AWS::Lambda::Function');
  const sizes = Object.values(template.Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::Lambda::Function' ? [Number(Properties?.MemorySize)] : [],
  );
  return {
    standing: standingOf(template),
    memoryMb: Math.max(...sizes),
    functions,
    alarms: countOf(template, 'AWS::CloudWatch::Alarm'),
    mostStreams: Object.values(mostStreams({ providers, countries, functions })).reduce((sum, count) => sum + count, 0),
    dashboard: dashboardMetrics(template),
  };
};
