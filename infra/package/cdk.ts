/** What `doorcode/cdk` publishes: the construct, the stack of the whole app, and the bundler of one's own entries. */
export { ConfigError } from '../../functions/runtime/config.ts';
export { type AlarmThresholds, defaultThresholds } from '../aws/alarm-thresholds.ts';
export { CONTEXT_KEY } from '../aws/app-context.ts';
export { type AppSettings, readAppSettings } from '../aws/app-settings.ts';
export { DoorcodeStack } from '../aws/app-stack.ts';
export { Doorcode } from '../aws/doorcode.ts';
export type { DoorcodeProps } from '../aws/doorcode-props.ts';
export type { FunctionCode } from '../aws/function-code.ts';
export type { Settings } from '../aws/settings.ts';
export type { Isolation, TriggerName } from '../aws/trigger-functions.ts';
export { type WidgetFile, type WidgetSettings, widgetFile, widgetSnippet } from '../aws/widget-snippet.ts';
export { type Bundle, type BundleOptions, bundleFunction } from '../build/bundle.ts';
