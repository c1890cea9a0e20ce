using Policies.Support;
using Pulumi.Policy;
using static Policies.Support.Checks;

namespace Policies.Security;

/// <summary>What each type must say for its data to be encrypted; types that AWS always encrypts are left out.</summary>
internal static class EncryptionAtRest
{
    public static ResourceValidationPolicy Policy { get; } = Rules.Resource(
        "encryption-at-rest",
        "What is stored is encrypted, where AWS does not do so unasked.",
        new()
        {
            ["aws:ecr/repository:Repository"] = Demand("encryptionConfigurations", props => props["encryptionConfigurations"].Count > 0),
            ["aws:sns/topic:Topic"] = Demand("kmsMasterKeyId", props => props.IsGiven("kmsMasterKeyId")),
            ["aws:sqs/queue:Queue"] = Demand(
                "sqsManagedSseEnabled", props => props.IsGiven("kmsMasterKeyId") || props["sqsManagedSseEnabled"].AsBoolean != false),
            ["aws:ebs/volume:Volume"] = Demand("encrypted"),
            ["aws:efs/fileSystem:FileSystem"] = Demand("encrypted"),
            ["aws:rds/instance:Instance"] = Demand("storageEncrypted"),
            ["aws:rds/cluster:Cluster"] = Demand("storageEncrypted"),
            ["aws:elasticache/replicationGroup:ReplicationGroup"] = Demand("atRestEncryptionEnabled"),
            // SageMaker's own machines have no disks to encrypt.
            ["aws:sagemaker/endpointConfiguration:EndpointConfiguration"] = Demand("kmsKeyArn", props => props.IsGiven("kmsKeyArn") || props["productionVariants"].Items.All(variant => variant["serverlessConfig"].IsTruthy)),
            // Without one, an instance has the disk of its image, in plain.
            ["aws:ec2/launchTemplate:LaunchTemplate"] = (props, context) => All(
                () => Demand("blockDeviceMappings", template => template["blockDeviceMappings"].Count > 0)(props, context),
                () => Each(props["blockDeviceMappings"], (mapping, index) =>
                {
                    if (mapping["ebs"].IsTruthy && mapping["ebs"]["encrypted"].Text() != "true")
                        context.Report($"blockDeviceMappings[{index}].ebs.encrypted must be true");
                })),
        });

    private static Action<PropertyValue, Context> Demand(string property, Func<PropertyValue, bool>? holds = null) => (props, context) =>
    {
        if (!(holds?.Invoke(props) ?? props[property].IsTruthy))
            context.Report($"{property} must be set: what is stored here must be encrypted");
    };
}
