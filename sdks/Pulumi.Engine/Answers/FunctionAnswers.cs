using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>Answers provider functions: the caller's own answers first, then computed ones, then the table's.</summary>
internal sealed class FunctionAnswers(EngineOptions options)
{
    private static readonly Lazy<AnswerTable> Table = new(() => AnswerTable.Load("aws-functions.yaml"));

    public Struct Call(string token, Struct arguments, Struct? providerInputs)
    {
        if (options.Functions.TryGetValue(token, out var answer))
            return answer(arguments);
        if (token == PolicyDocuments.Token)
            return PolicyDocuments.Render(arguments);
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
}
