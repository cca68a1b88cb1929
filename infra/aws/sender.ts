/** The one address in a sender such as `Example <codes@example.com>`. */
export const addressOf = (sender: string): string => /<([^<>]*)>$/.exec(sender)?.[1] ?? sender;

/** The domain of a sender's address, in the spelling of identities: lower case. */
export const domainOf = (sender: string): string => addressOf(sender).split('@').at(-1)?.toLowerCase() ?? '';

/** An identity's name as Amazon SES has it: domains know no case, and what is before the @ keeps its own. */
export const identityName = (name: string): string => {
  const domain = name.lastIndexOf('@') + 1;
  return name.slice(0, domain) + name.slice(domain).toLowerCase();
};

/**
 * What Amazon SES may know a sender by, the narrowest first: the address, its domain, and every domain above that, since
 * an identity stands for what is below it.
 */
export const identityNames = (sender: string): readonly string[] => {
  const labels = domainOf(sender).split('.');
  return [identityName(addressOf(sender)), ...labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'))];
};
