// Reads a list of requests with their policies from standard input, and writes what IAM would answer to each.
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate'

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

async function answer({ principal, action, resource, account, context, identityPolicy, boundary, resourcePolicy }) {
  const outcome = await runSimulation(
    {
      request: { principal: principal ?? anonymousPrincipal, action, resource: { resource, accountId: account }, contextVariables: context ?? {} },
      identityPolicies: identityPolicy ? [{ name: 'caller', policy: identityPolicy }] : [],
      serviceControlPolicies: principal ? [{ orgIdentifier: 'o-example', policies: [{ name: 'everything', policy: everything }] }] : [],
      resourceControlPolicies: [],
      permissionBoundaryPolicies: boundary ? [{ name: 'boundary', policy: boundary }] : undefined,
      resourcePolicy,
    },
    {},
  )
  return outcome.resultType === 'error' ? { error: JSON.stringify(outcome.errors) } : { result: outcome.overallResult }
}

let input = ''
for await (const chunk of process.stdin) input += chunk
process.stdout.write(JSON.stringify(await Promise.all(JSON.parse(input).map(answer))))
