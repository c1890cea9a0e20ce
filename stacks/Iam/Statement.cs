using System.Collections.Immutable;
using Pulumi;

namespace Stacks.Iam;

/// <summary>One statement of a policy document.</summary>
/// <param name="Sid">What the statement is for, letters and digits only. Wildcards give their reason here.</param>
internal sealed record Statement(string Sid)
{
    /// <summary>Whether it allows; otherwise it denies.</summary>
    public bool Allow { get; init; } = true;

    /// <summary>Who, by kind: AWS or Service. None in policies of a role.</summary>
    public (string Kind, InputList<string> Names)? Principals { get; init; }

    /// <summary>What may be done.</summary>
    public required string[] Actions { get; init; }

    /// <summary>To what. None in trust policies.</summary>
    public InputList<string>? Resources { get; init; }

    /// <summary>On which conditions: operator, key, values.</summary>
    public (string Operator, string Key, InputList<string> Values)[] Conditions { get; init; } = [];

    /// <summary>Denies whatever reaches a bucket or its objects without TLS.</summary>
    public static Statement NothingUnencrypted(Output<string> bucketArn) => new(nameof(NothingUnencrypted))
    {
        Allow = false,
        Principals = ("AWS", new InputList<string> { "*" }),
        Actions = ["s3:*"],
        Resources = new InputList<string> { bucketArn, Output.Format($"{bucketArn}/*") },
        Conditions = [("Bool", "aws:SecureTransport", new InputList<string> { "false" })],
    };

    /// <summary>The statement in IAM's JSON grammar, as an object.</summary>
    public Output<Dictionary<string, object>> Render() =>
        Output.Tuple(Values(Principals?.Names), Values(Resources), Output.All(Conditions.Select(condition => (Input<ImmutableArray<string>>)Values(condition.Values)).ToArray()))
            .Apply(values => Object(values.Item1, values.Item2, values.Item3));

    private static Output<ImmutableArray<string>> Values(InputList<string>? list) => (list ?? []).ToOutput();

    private Dictionary<string, object> Object(
        IReadOnlyList<string> principals, IReadOnlyList<string> resources, IReadOnlyList<ImmutableArray<string>> conditions)
    {
        var json = new Dictionary<string, object> { ["Sid"] = Sid, ["Effect"] = Allow ? "Allow" : "Deny" };
        if (Principals is { } who)
            json["Principal"] = principals is ["*"] ? "*" : new Dictionary<string, object> { [who.Kind] = principals };
        json["Action"] = Actions;
        if (resources.Count > 0)
            json["Resource"] = resources;
        if (Conditions.Length > 0)
            json["Condition"] = Conditions.Select((condition, i) => (condition.Operator, condition.Key, Values: conditions[i]))
                .GroupBy(condition => condition.Operator)
                .ToDictionary(group => group.Key, group => (object)group.ToDictionary(condition => condition.Key, condition => condition.Values));
        return json;
    }
}
