using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Transitions;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>Makes up what providers would answer: ids, names, computed outputs and results of functions.</summary>
internal sealed class ResourceAnswers(EngineOptions options)
{
    private const string ProviderPrefix = "pulumi:providers:";

    private static readonly Lazy<AnswerTable> AwsResources = new(() => AnswerTable.Load("aws-resources.yaml"));
    private static readonly Lazy<AnswerTable> OtherResources = new(() => AnswerTable.Load("other-resources.yaml"));

    private readonly FunctionAnswers _functions = new(options);

    /// <summary>The input that the provider names itself when it is not given; empty for none.</summary>
    public static string NamedBy(string type) => type.StartsWith("aws:", StringComparison.Ordinal) ? AwsResources.Value.Find(type)?.NamedBy ?? "" : "";

    public ResourceAnswer Create(ResourceQuestion question)
    {
        if (question.Existing is { } existing)
            return Existing(question, existing);
        var seed = new Seed(question.Urn);
        if (question.Type.StartsWith(ProviderPrefix, StringComparison.Ordinal))
            return new ResourceAnswer(IsPlanned(question) ? PropertyValue.Unknown : seed.Uuid(), question.Inputs.Clone());
        if (question.Type.StartsWith("kubernetes:", StringComparison.Ordinal))
            return KubernetesAnswers.Create(question, seed, IsPlanned(question));

        var isAws = question.Type.StartsWith("aws:", StringComparison.Ordinal);
        var rule = (isAws ? AwsResources : OtherResources).Value.Find(question.Type)!;
        var cloud = Cloud.Of(question.Inputs, question.ProviderInputs, options);
        return Fill(question, rule, seed, cloud, isAws);
    }

    /// <summary>What the state says, and the inputs as they are now; outputs that an export lacks are unknown.</summary>
    private static ResourceAnswer Existing(ResourceQuestion question, ResourceState existing)
    {
        var outputs = existing.Outputs.Clone();
        foreach (var (name, value) in existing.Inputs.Fields.Where(input => !input.Key.StartsWith("__", StringComparison.Ordinal)))
            outputs.Fields.TryAdd(name, value.Clone());
        foreach (var (name, value) in question.Inputs.Fields)
            outputs.Fields[name] = IsPartial(existing, value) ? Value.ForString(PropertyValue.Unknown) : value.Clone();
        var rule = question.Type.StartsWith("aws:", StringComparison.Ordinal) ? AwsResources.Value.Find(question.Type) : null;
        foreach (var name in (rule?.Outputs.Keys ?? []).Concat(ComputedOutputs.Of(question.Type).Keys).Concat(NamedBy(question.Type) is { Length: > 0 } named ? [named] : []))
            outputs.Fields.TryAdd(name, Value.ForString(PropertyValue.Unknown));
        return new ResourceAnswer(existing.Id.Length > 0 ? existing.Id : PropertyValue.Unknown, outputs);
    }

    // Providers add to structures: without the outputs nobody knows what.
    private static bool IsPartial(ResourceState existing, Value value) =>
        existing.Outputs.Fields.Count == 0 && existing.Type.StartsWith("aws:", StringComparison.Ordinal) && PropertyValue.Unwrap(value).KindCase == Value.KindOneofCase.StructValue;

    public Struct Call(string token, Struct arguments, Struct? providerInputs) => _functions.Call(token, arguments, providerInputs);

    /// <summary>Whether the object does not exist yet and will not in this run.</summary>
    private bool IsPlanned(ResourceQuestion question) => options.Mode == RunMode.Preview && question.ExistingId.Length == 0;

    private ResourceAnswer Fill(ResourceQuestion question, AnswerRule rule, Seed seed, Cloud cloud, bool isAws)
    {
        var outputs = question.Inputs.Clone();
        if (rule.NamedBy.Length > 0 && !outputs.Fields.ContainsKey(rule.NamedBy))
            outputs.Fields[rule.NamedBy] = Value.ForString(PhysicalName(question, rule, seed));
        if (isAws)
            AddAwsDefaults(outputs, question.ProviderInputs, cloud);
        var computed = ComputedOutputs.Of(question.Type);
        if (IsPlanned(question))
        {
            foreach (var name in rule.Outputs.Keys.Concat(computed.Keys).Where(name => !outputs.Fields.ContainsKey(name)))
                outputs.Fields[name] = Value.ForString(PropertyValue.Unknown);
            foreach (var (name, template) in rule.Outputs)
            {
                foreach (var (part, _) in Filling.PartsLeftOut(template, outputs.Fields.GetValueOrDefault(name)))
                    outputs.Fields[name].StructValue.Fields[part] = Value.ForString(PropertyValue.Unknown);
            }

            return new ResourceAnswer("", outputs);
        }

        var filling = new Filling(rule, outputs, cloud, seed, question.Type, question.Name, question.ExistingId);
        var id = filling.Id is { } made ? PropertyValue.Unwrap(made).StringValue : seed.Hex(20);
        var filled = filling.FillAll();
        foreach (var (name, empty) in computed)
            filled.Fields.TryAdd(name, empty);
        return new ResourceAnswer(id, filled);
    }

    /// <summary>The object's own name when it exists, else the name of the program with a random-looking end, as providers make it.</summary>
    private static string PhysicalName(ResourceQuestion question, AnswerRule rule, Seed seed)
    {
        if (question.ExistingId.Length > 0)
            return question.ExistingId[(question.ExistingId.LastIndexOfAny([':', '/']) + 1)..];
        var prefix = PropertyValue.Text(question.Inputs, rule.NamedBy + "Prefix");
        return prefix is not null ? prefix + seed.Hex(26) : $"{question.Name}-{seed.Hex(7)}";
    }

    private static void AddAwsDefaults(Struct outputs, Struct? providerInputs, Cloud cloud)
    {
        if (!outputs.Fields.ContainsKey("region"))
            outputs.Fields["region"] = Value.ForString(cloud.Region);
        var tags = new Struct();
        if (providerInputs is not null && DefaultTags.Read(providerInputs) is { } defaults)
            tags.MergeFrom(defaults);
        if (outputs.Fields.TryGetValue("tags", out var own) && PropertyValue.Unwrap(own).KindCase == Value.KindOneofCase.StructValue)
            tags.MergeFrom(PropertyValue.Unwrap(own).StructValue);
        if (tags.Fields.Count > 0)
            outputs.Fields["tagsAll"] = Value.ForStruct(tags);
    }
}
