using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>Answers provider functions: the caller's own answers first, then computed ones, then the table's.</summary>
internal sealed class FunctionAnswers(EngineOptions options)
{
    private static readonly Lazy<AnswerTable> Table = new(() => AnswerTable.Load("aws-functions.yaml"));

    private static readonly Dictionary<string, Func<Struct, Struct>> Computed = new()
    {
        ["aws:iam/getPolicyDocument:getPolicyDocument"] = PolicyDocuments.Render,
        ["aws:index/getArn:getArn"] = ParseArn,
    };

    public Struct Call(string token, Struct arguments, Struct? providerInputs)
    {
        if (options.Functions.TryGetValue(token, out var answer))
            return answer(arguments);
        if (Computed.TryGetValue(token, out var compute))
            return compute(arguments);
        if (Table.Value.Find(token) is not { } rule)
        {
            throw new AnswerException($"the offline engine has no answer for the function '{token}'. "
                + "Add one to sdks/Pulumi.Engine/Answers/aws-functions.yaml, or give it in EngineOptions.Functions.");
        }

        var filling = new Filling(rule, arguments, Cloud.Of(arguments, providerInputs, options), new Seed(token + PropertyJson.Convert(arguments).ToJsonString()), token);
        var result = filling.FillAll();
        if (filling.Id is { } id)
            result.Fields.TryAdd("id", id);
        return result;
    }

    private static Struct ParseArn(Struct arguments)
    {
        var arn = PropertyValue.Text(arguments, "arn") ?? "";
        if (arn.Split(':', 6) is not ["arn", var partition, var service, var region, var account, var resource])
            throw new AnswerException($"'{arn}' is no ARN: expected arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE");
        return new Struct
        {
            Fields =
            {
                ["id"] = Value.ForString(arn),
                ["arn"] = Value.ForString(arn),
                ["partition"] = Value.ForString(partition),
                ["service"] = Value.ForString(service),
                ["region"] = Value.ForString(region),
                ["account"] = Value.ForString(account),
                ["resource"] = Value.ForString(resource),
            },
        };
    }
}
