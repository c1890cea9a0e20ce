using System.Text.Json;
using Pulumi;
using Sdks.Programs.Raw;
using Sdks.Programs.Wire;

var programs = new Dictionary<string, Func<Task<int>>>(RawPrograms.All)
{
    ["values"] = () => Deployment.RunAsync(ValuePrograms.Values),
    ["secrets"] = () => Deployment.RunAsync(ValuePrograms.Secrets),
    ["unknowns"] = () => Deployment.RunAsync(ValuePrograms.Unknowns),
    ["assets"] = () => Deployment.RunAsync(ValuePrograms.Assets),
    ["outputs"] = () => Deployment.RunAsync(ValuePrograms.Outputs),
    ["components"] = () => Deployment.RunAsync(RelationPrograms.Components),
    ["references"] = () => Deployment.RunAsync(RelationPrograms.References),
    ["providers"] = () => Deployment.RunAsync(RelationPrograms.Providers),
    ["aliases"] = () => Deployment.RunAsync(RelationPrograms.Aliases),
    ["transformations"] = () => Deployment.RunAsync(RelationPrograms.Transformations),
    ["options"] = () => Deployment.RunAsync(OptionPrograms.Options),
    ["get"] = () => Deployment.RunAsync(OptionPrograms.Get),
    ["stack-references"] = () => Deployment.RunAsync(OptionPrograms.StackReferences),
    ["invokes"] = () => Deployment.RunAsync(OptionPrograms.Invokes),
    ["configured"] = () => Deployment.RunAsync(OptionPrograms.Configured),
    ["many"] = () => Deployment.RunAsync(OptionPrograms.Many),
    ["missing-config"] = () => Deployment.RunAsync(FaultyPrograms.MissingConfig),
    ["missing-input"] = () => Deployment.RunAsync(FaultyPrograms.MissingInput),
    ["unsupported-type"] = () => Deployment.RunAsync(FaultyPrograms.UnsupportedType),
    ["throw-in-apply"] = () => Deployment.RunAsync(FaultyPrograms.ThrowInApply),
    ["throw"] = () => Deployment.RunAsync(FaultyPrograms.Throw),
    ["run-exception"] = () => Deployment.RunAsync(FaultyPrograms.ThrowRunException),
    ["log-error"] = () => Deployment.RunAsync(FaultyPrograms.LogError),
    ["duplicate"] = () => Deployment.RunAsync(FaultyPrograms.Duplicate),
    ["unknown-function"] = () => Deployment.RunAsync(FaultyPrograms.UnknownFunction),
    ["hang"] = () => Deployment.RunAsync(FaultyPrograms.WaitForItself),
};
// Started as a stack's program, the name comes from the configuration.
var name = args is [var argument]
    ? argument
    : JsonSerializer.Deserialize<Dictionary<string, string>>(Environment.GetEnvironmentVariable("PULUMI_CONFIG")!)!["wire:program"];
return await programs[name]();
