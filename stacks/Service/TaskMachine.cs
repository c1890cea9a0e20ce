using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sfn.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Service;

/// <summary>A state machine of tasks, whose executions and their history are encrypted with the stack's key.</summary>
internal static class TaskMachine
{
    /// <summary>Makes it, and the log group of its history.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="machineName">Its name.</param>
    /// <param name="level">What its history tells: ALL or ERROR. What states are given is never among it: tokens and lists of pictures are.</param>
    /// <param name="settings">The stack's.</param>
    /// <param name="definition">In the States Language.</param>
    /// <param name="key">The key.</param>
    /// <param name="role">What it may do.</param>
    /// <param name="ready">What has to be there before it runs.</param>
    /// <param name="parent">What it is part of.</param>
    public static StateMachine Create(string name, string machineName, string level, Settings settings, Output<string> definition, Output<string> key, ServiceRole role, IReadOnlyList<Resource> ready, Resource parent)
    {
        // The prefix spares the account's one policy of log groups: https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
        var history = new LogGroup($"{name}-history", new LogGroupArgs { Name = $"/aws/vendedlogs/states/{machineName}", RetentionInDays = settings.LogRetentionDays, KmsKeyId = key }, new CustomResourceOptions { Parent = parent });
        return new StateMachine(
            name,
            new StateMachineArgs
            {
                Name = machineName,
                Definition = definition,
                RoleArn = role.Arn,
                Type = "STANDARD",
                EncryptionConfiguration = new StateMachineEncryptionConfigurationArgs { Type = "CUSTOMER_MANAGED_KMS_KEY", KmsKeyId = key, KmsDataKeyReusePeriodSeconds = 300 },
                LoggingConfiguration = new StateMachineLoggingConfigurationArgs { Level = level, IncludeExecutionData = false, LogDestination = Output.Format($"{history.Arn}:*") },
                TracingConfiguration = new StateMachineTracingConfigurationArgs { Enabled = settings.Tracing.Enabled },
            },
            new CustomResourceOptions { Parent = parent, DependsOn = [role, .. ready] });
    }

    /// <summary>What has to be allowed to a state machine that waits for what it has begun: the rule by which it hears of its end.</summary>
    public static Statement Hears(string sid, string rule, string region, Output<string> account) => new(sid)
    {
        Actions = ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
        Resources = new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:events:{region}:{account}:rule/{rule}") },
    };

    /// <summary>What has to be allowed to a state machine, and to whoever begins it, for its executions are encrypted.</summary>
    public static Statement Encrypts(string sid, Output<string> key) => new(sid) { Actions = ["kms:Decrypt", "kms:GenerateDataKey"], Resources = new InputList<string> { key } };

    /// <summary>What has to be allowed to a state machine that keeps its history.</summary>
    /// <param name="isTraced">Whether X-Ray is told of executions.</param>
    public static IReadOnlyList<Statement> History(bool isTraced) =>
    [
        // Deliveries of logs have no resource: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
        new("LogDeliveryHasNoResource")
        {
            Actions =
            [
                "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
            ],
            Resources = new InputList<string> { "*" },
        },
        .. isTraced
            ? [new Statement("XRayHasNoResources") { Actions = ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"], Resources = new InputList<string> { "*" } }]
            : Array.Empty<Statement>(),
    ];
}
