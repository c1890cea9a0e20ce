namespace Stacks.Gateway;

/// <summary>What callers are answered when a backend, which is no proxy's, answers with some statuses.</summary>
/// <param name="Status">The status for callers, unless the template says another one.</param>
/// <param name="Pattern">Regular expression of the backend's statuses; null for all that no other answer is for.</param>
/// <param name="Headers">Headers for callers: names, and where their values come from.</param>
/// <param name="Template">The body, in API Gateway's template language; null as the backend has it.</param>
/// <remarks>https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html</remarks>
internal sealed record GatewayAnswer(int Status, string? Pattern, IReadOnlyDictionary<string, string> Headers, string? Template);
