using Pulumi;
using Pulumi.Aws.ApiGateway;
using Pulumi.Aws.ApiGateway.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;

namespace Stacks.Gateway;

/// <summary>Callers with limits of their own: a usage plan, and a key for each that tells them apart. Who they are, their signature says.</summary>
internal static class Clients
{
    /// <summary>Returns each caller's key, a secret.</summary>
    public static IReadOnlyDictionary<string, Output<string>> Create(GatewaySettings gateway, RestApi api, Stage stage)
    {
        var plan = new UsagePlan(
            "clients",
            new UsagePlanArgs
            {
                Name = StackName.Full,
                ApiStages = { new UsagePlanApiStageArgs { ApiId = api.Id, Stage = stage.StageName } },
                ThrottleSettings = new UsagePlanThrottleSettingsArgs { RateLimit = gateway.ClientRate, BurstLimit = 2 * gateway.ClientRate },
                QuotaSettings = new UsagePlanQuotaSettingsArgs { Limit = gateway.ClientDailyQuota, Period = "DAY" },
            },
            new CustomResourceOptions { Parent = stage });
        var keys = new Dictionary<string, Output<string>>();
        foreach (var client in gateway.Clients)
        {
            var key = new ApiKey($"client-{client}", new ApiKeyArgs { Name = $"{StackName.Full}-{client}" }, new CustomResourceOptions { Parent = plan });
            _ = new UsagePlanKey($"client-{client}", new UsagePlanKeyArgs { KeyId = key.Id, KeyType = "API_KEY", UsagePlanId = plan.Id }, new CustomResourceOptions { Parent = key });
            keys[client] = Output.CreateSecret(key.Value);
        }

        return keys;
    }
}
