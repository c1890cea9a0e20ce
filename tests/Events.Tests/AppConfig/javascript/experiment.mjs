// Defines an experiment, starts, looks at and stops a run of it with AWS's JavaScript client and prints what was answered as JSON.
// Argument: the endpoint.
import * as appconfig from '@aws-sdk/client-appconfig'

const [endpoint] = process.argv.slice(2)
const client = new appconfig.AppConfigClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'y' }, maxAttempts: 1 })
const call = (name, input) => client.send(new appconfig[`${name}Command`](input))
const flag = model => ({ Enabled: true, AttributeValues: { model: { StringValue: model } } })

const definition = await call('CreateExperimentDefinition', {
  ApplicationIdentifier: 'rooms', Name: 'another', ConfigurationProfileIdentifier: 'models', EnvironmentIdentifier: 'live', FlagKey: 'room-type-model',
  AudienceRule: '(eq $country "DE")', Control: { Weight: 50, FlagValue: flag('room-type@2') }, Treatments: [{ Weight: 50, FlagValue: flag('room-type@3') }],
})
const of = { ApplicationIdentifier: 'rooms', ExperimentDefinitionIdentifier: definition.Name }
const started = await call('StartExperimentRun', { ...of, ExposurePercentage: 25 })
const run = { ...of, Run: started.Run }
await call('UpdateExperimentRun', { ...run, ExposurePercentage: 50 })
const running = await call('GetExperimentRun', run)
const stopped = await call('StopExperimentRun', { ...run, Result: { ExecutiveSummary: 'over' } })
const runs = []
for await (const page of appconfig.paginateListExperimentRuns({ client }, of)) runs.push(...page.Items.map(item => [item.Run, item.Status]))
let refused = 'none'
try {
  await call('UpdateExperimentRun', { ...run, ExposurePercentage: 10 })
} catch (error) {
  refused = `${error.name} ${error.$metadata.httpStatusCode}`
}
const { Key, Weight, FlagValue } = running.ExperimentDefinitionSnapshot.Treatments[0]
console.log(JSON.stringify({
  started: [started.Status, started.StartedAt instanceof Date, started.ExposurePercentage], exposure: running.ExposurePercentage,
  treatment: [Key, Weight, FlagValue.AttributeValues.model.StringValue], stopped: [stopped.Status, stopped.EndedAt instanceof Date, stopped.Result.ExecutiveSummary], runs, refused,
}))
