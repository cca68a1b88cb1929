import { startLocalStack } from '../../infra/local/local-stack.ts';

// A program: the local stack with email alone. Prints its configuration, ends with its parent.

const stack = await startLocalStack({
  ports: { web: 0, cognito: 0, aws: 0, dynamodb: 0 },
  triggers: new URL('./email-triggers.ts', import.meta.url),
});
process.on('SIGTERM', () => process.exit(0));
console.log(JSON.stringify(stack.config));
