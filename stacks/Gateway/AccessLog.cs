using System.Text.Json;
using Pulumi;
using Pulumi.Aws.ApiGateway;
using Pulumi.Aws.ApiGateway.Inputs;
using Pulumi.Aws.CloudWatch;

namespace Stacks.Gateway;

/// <summary>One line of JSON a request: who, what, how long, and why not.</summary>
internal static class AccessLog
{
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["requestId"] = "$context.requestId",
        ["extendedRequestId"] = "$context.extendedRequestId",
        ["traceId"] = "$context.xrayTraceId",
        ["time"] = "$context.requestTime",
        ["caller"] = "$context.identity.userArn",
        ["account"] = "$context.identity.accountId",
        ["sourceIp"] = "$context.identity.sourceIp",
        ["method"] = "$context.httpMethod",
        ["path"] = "$context.resourcePath",
        ["status"] = "$context.status",
        ["latency"] = "$context.responseLatency",
        ["integrationLatency"] = "$context.integration.latency",
        ["integrationStatus"] = "$context.integration.status",
        ["responseLength"] = "$context.responseLength",
        ["error"] = "$context.error.message",
        ["integrationError"] = "$context.integration.error",
    };

    public static (LogGroup Logs, StageAccessLogSettingsArgs Settings) Create(int retentionDays, Input<string> keyArn, Pulumi.Resource parent)
    {
        var logs = new LogGroup("access", new LogGroupArgs { RetentionInDays = retentionDays, KmsKeyId = keyArn }, new CustomResourceOptions { Parent = parent });
        return (logs, new StageAccessLogSettingsArgs { DestinationArn = logs.Arn, Format = JsonSerializer.Serialize(Fields) });
    }

    /// <summary>Where API Gateway writes errors of its own, which it would make without an end.</summary>
    public static LogGroup OfExecution(RestApi api, string stage, int retentionDays, Input<string> keyArn) => new(
        "execution",
        new LogGroupArgs { Name = Output.Format($"API-Gateway-Execution-Logs_{api.Id}/{stage}"), RetentionInDays = retentionDays, KmsKeyId = keyArn },
        new CustomResourceOptions { Parent = api });
}
