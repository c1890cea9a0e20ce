// Asks for flags with OpenFeature's JavaScript clients and prints what they made of the answers as JSON.
// Argument: the service's address.
import { OFREPProvider } from '@openfeature/ofrep-provider'
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider'
import { OpenFeature } from '@openfeature/server-sdk'
import { OpenFeature as Web } from '@openfeature/web-sdk'

const [baseUrl] = process.argv.slice(2)
const told = ({ value, variant, reason, errorCode, flagMetadata }) => [value, variant ?? '', reason, errorCode ?? '', flagMetadata]

await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl }))
const server = OpenFeature.getClient()
const robot = { targetingKey: 'robot-1', country: 'DE', floors: 2, home: { garden: true } }
const said = {
  model: told(await server.getStringDetails('room-type-model', 'none', robot)),
  limit: told(await server.getNumberDetails('limit', -1, robot)),
  beta: told(await server.getBooleanDetails('beta', false, robot)),
  override: told(await server.getStringDetails('room-type-model', 'none', { targetingKey: 'lab-7' })),
  unknown: told(await server.getStringDetails('nothing', 'none', robot)),
  nobody: told(await server.getStringDetails('room-type-model', 'none', {})),
  list: told(await server.getStringDetails('room-type-model', 'none', { targetingKey: 'robot-1', rooms: ['a'] })),
  type: told(await server.getNumberDetails('room-type-model', -1, robot)),
}

await Web.setContext(robot)
await Web.setProviderAndWait(new OFREPWebProvider({ baseUrl, pollInterval: -1 }))
const web = Web.getClient()
said.web = [web.getStringValue('room-type-model', 'none'), web.getNumberValue('limit', -1), web.getBooleanValue('beta', false)]
await Web.setContext({ ...robot, targetingKey: 'lab-7' })
said.webOverride = web.getStringValue('room-type-model', 'none')
console.log(JSON.stringify(said))
await OpenFeature.close()
await Web.close()
