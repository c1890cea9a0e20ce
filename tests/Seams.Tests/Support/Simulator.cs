using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seams.Tests.Support;

/// <summary>A request to AWS and the policies that decide about it.</summary>
/// <param name="Principal">The caller's ARN; null for an unsigned request.</param>
/// <param name="Action">What is asked for.</param>
/// <param name="Resource">Of what, its ARN.</param>
/// <param name="Account">Whose it is.</param>
internal sealed record AccessRequest(string? Principal, string Action, string Resource, string Account)
{
    /// <summary>Facts about the request.</summary>
    public Dictionary<string, string> Context { get; init; } = [];

    /// <summary>What the caller's role allows.</summary>
    public JsonElement? IdentityPolicy { get; init; }

    /// <summary>What bounds the caller's role.</summary>
    public JsonElement? Boundary { get; init; }

    /// <summary>What the resource allows.</summary>
    public JsonElement? ResourcePolicy { get; init; }
}

/// <summary>Answers requests as IAM would: iam/simulate.mjs.</summary>
internal static class Simulator
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Whether each request is allowed.</summary>
    public static async Task<IReadOnlyList<bool>> AnswerAsync(params AccessRequest[] requests)
    {
        var output = await Tool.RunAsync(["node", "simulate.mjs"], "tests/Seams.Tests/iam", JsonSerializer.Serialize(requests, Json), "npm ci in tests/Seams.Tests/iam restores it");
        return [.. JsonSerializer.Deserialize<List<Answer>>(output, Json)!.Select(IsAllowed)];
    }

    private static bool IsAllowed(Answer answer)
    {
        Assert.True(answer.Error is null, answer.Error);
        Assert.Contains(answer.Result, new[] { "Allowed", "ImplicitlyDenied", "ExplicitlyDenied" });
        return answer.Result == "Allowed";
    }

    private sealed record Answer(string? Result, string? Error);
}
