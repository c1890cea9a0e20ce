using Stacks.Configuration;

namespace Stacks.Gateway;

/// <summary>A request that shows whether all works, signed by curl with the caller's credentials.</summary>
internal static class SignedRequest
{
    public static string Command(string endpoint, Settings settings) =>
        $"curl --fail-with-body --aws-sigv4 aws:amz:{settings.Region}:execute-api --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""
        + " ${AWS_SESSION_TOKEN:+-H \"x-amz-security-token: $AWS_SESSION_TOKEN\"}"
        + (settings.Gateway.Clients.Count > 0 ? " -H \"x-api-key: $API_KEY\"" : "")
        + $" -H 'content-type: image/jpeg' --data-binary @tests/Fixtures/samples/kitchen_1.jpg {endpoint}/v1/recognize";
}
