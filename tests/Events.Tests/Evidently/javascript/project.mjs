// Runs a project from creation to deletion with AWS's JavaScript client and prints what was answered as JSON.
// Arguments: the endpoint; "prefix" where the client may put "dataplane." before its host.
import { Agent } from 'node:http'
import * as evidently from '@aws-sdk/client-evidently'

const [endpoint, prefix] = process.argv.slice(2)
const client = new evidently.EvidentlyClient({
  // Every name is this machine, as by a line in /etc/hosts.
  requestHandler: { httpAgent: new Agent({ lookup: (_, { all }, found) => all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4) }) },
  endpoint, region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'y' }, maxAttempts: 1, disableHostPrefix: prefix !== 'prefix',
})
const call = (name, input = {}) => client.send(new evidently[`${name}Command`](input))
const project = 'rooms'
const said = { errors: [] }

// What a call fails with: the client's own class, and whether it is of that name.
const failure = async (name, input) => {
  try {
    await call(name, input)
    said.errors.push('none')
  } catch (error) {
    said.errors.push(`${error.name} ${evidently[error.name] && error instanceof evidently[error.name]} ${error.$metadata.httpStatusCode} ${error.resourceType ?? error.reason}`)
  }
}

const created = await call('CreateProject', { name: project, description: 'Two models', tags: { team: 'a' } })
said.created = [created.project.status, created.project.createdTime instanceof Date]
await call('CreateSegment', { name: 'germany', pattern: JSON.stringify({ country: ['DE'] }) })
said.pattern = (await call('TestSegmentPattern', { pattern: JSON.stringify({ country: ['DE'] }), payload: JSON.stringify({ country: 'DE' }) })).match
for (const [name, type, values] of [['model', 'stringValue', ['room-type@2', 'room-type@3']], ['limit', 'longValue', [3, 7]]]) {
  await call('CreateFeature', {
    project, name, defaultVariation: 'old', entityOverrides: { tester: 'new' },
    variations: ['old', 'new'].map((variation, i) => ({ name: variation, value: { [type]: values[i] } })),
  })
}
await call('CreateLaunch', {
  project, name: 'limits', groups: [{ name: 'g', feature: 'limit', variation: 'new' }],
  scheduledSplitsConfig: { steps: [{
    startTime: new Date(Date.now() - 60_000), groupWeights: { g: 0 },
    segmentOverrides: [{ segment: 'germany', evaluationOrder: 1, weights: { g: 100_000 } }],
  }] },
})
said.launch = (await call('StartLaunch', { project, launch: 'limits' })).launch.status
await call('CreateExperiment', {
  project, name: 'ab', samplingRate: 100_000, randomizationSalt: 'salt',
  treatments: ['old', 'new'].map(name => ({ name, feature: 'model', variation: name })),
  metricGoals: [{ desiredChange: 'INCREASE', metricDefinition: { name: 'minutes', entityIdKey: 'user.id', valueKey: 'minutes' } }],
  onlineAbConfig: { controlTreatmentName: 'old', treatmentWeights: { old: 50_000, new: 50_000 } },
})
await call('UpdateExperiment', { project, experiment: 'ab', description: 'The newer model' })
said.started = (await call('StartExperiment', { project, experiment: 'ab', analysisCompleteTime: new Date(Date.now() + 86_400_000) })).startedTime instanceof Date

// Context members are strings of JSON, marked as such for the client.
const tester = await call('EvaluateFeature', { project, feature: 'model', entityId: 'tester', evaluationContext: JSON.stringify({ country: 'FR' }) })
said.override = [tester.reason, tester.variation, tester.value.stringValue]
said.limits = (await call('BatchEvaluateFeature', {
  project, requests: ['DE', 'FR'].map(country => ({ entityId: 'e', feature: 'limit', evaluationContext: JSON.stringify({ country }) })),
})).results.map(result => [result.reason, result.value.longValue])

const arms = {}
for (let start = 0; start < 400; start += 20) {
  const requests = Array.from({ length: 20 }, (_, i) => ({ entityId: `robot-${start + i}`, feature: 'model' }))
  for (const result of (await call('BatchEvaluateFeature', { project, requests })).results) arms[result.entityId] = JSON.parse(result.details).treatment
}
const timestamp = new Date()
const minutes = Object.entries(arms).map(([entity, arm], i) => [entity, arm, 10 + (i % 7) + (arm === 'new' ? 2 : 0)])
const events = minutes.map(([id, , value]) => ({ timestamp, type: 'aws.evidently.custom', data: JSON.stringify({ user: { id }, minutes: value }) }))
said.failed = 0
for (let start = 0; start < events.length; start += 50) {
  said.failed += (await call('PutProjectEvents', { project, events: events.slice(start, start + 50) })).failedEventCount
}
said.visits = Object.fromEntries(['old', 'new'].map(arm => [arm, minutes.filter(([, own]) => own === arm).map(([, , value]) => value)]))

// Exposures are written a moment later: asked until all are there.
const question = { project, experiment: 'ab', metricNames: ['minutes'], treatmentNames: ['old', 'new'], reportNames: ['BayesianInference'] }
const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length
let results
for (let attempt = 0; attempt < 100; attempt++) {
  results = await call('GetExperimentResults', question)
  said.results = Object.fromEntries(results.resultsData.map(data => [`${data.treatmentName} ${data.resultStat}`, data.values]))
  if (['old', 'new'].every(arm => Math.abs(said.results[`${arm} Mean`]?.[0] - mean(said.visits[arm])) < 1e-9)) break
  await new Promise(resolve => setTimeout(resolve, 50))
}
said.report = JSON.parse(results.reports[0].content)
said.details = JSON.parse(results.details)
said.timestamps = results.timestamps.filter(time => time instanceof Date).length

await failure('GetFeature', { project, feature: 'nothing' })
await failure('CreateProject', { name: project })
await failure('DeleteFeature', { project, feature: 'model' })
await failure('DeleteSegment', { segment: 'germany' })
await failure('CreateSegment', { name: 'broken', pattern: '{' })
await failure('EvaluateFeature', { project: 'nobody', feature: 'model', entityId: 'e' })

const names = []
for await (const page of evidently.paginateListFeatures({ client, pageSize: 1 }, { project })) names.push(page.features.map(feature => feature.name))
said.pages = names
said.tags = (await call('ListTagsForResource', { resourceArn: created.project.arn })).tags
await call('StopLaunch', { project, launch: 'limits' })
await call('StopExperiment', { project, experiment: 'ab', desiredState: 'COMPLETED', reason: 'done' })
said.stopped = (await call('GetExperiment', { project: created.project.arn, experiment: 'ab' })).experiment.status
await call('DeleteExperiment', { project, experiment: 'ab' })
await call('DeleteLaunch', { project, launch: 'limits' })
for (const feature of ['model', 'limit']) await call('DeleteFeature', { project, feature })
await call('DeleteSegment', { segment: 'germany' })
await call('DeleteProject', { project })
said.projects = (await call('ListProjects')).projects
process.stdout.write(JSON.stringify(said))
