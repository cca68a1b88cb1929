/** What a page must say for people to sign in on it. Values may be tokens of CloudFormation. */
export type WidgetSettings = {
  readonly region: string;
  readonly clientId: string;
  /** The deployment's channels, in its order. */
  readonly channels: readonly string[];
  /** Where the web files are served from; null: by the site itself. */
  readonly host: string | null;
};

/** The two elements to paste into a sign-in page. */
export const widgetSnippet = ({ region, clientId, channels, host }: WidgetSettings): string => {
  const source = host === null ? '/doorcode.js' : `https://${host}/doorcode.js`;
  return (
    `<script type="module" src="${source}" crossorigin></script>\n` +
    `<doorcode-sign-in region="${region}" client-id="${clientId}" channels="${channels.join(',')}"></doorcode-sign-in>`
  );
};
