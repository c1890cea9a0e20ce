using System.Text;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;
using Pulumi.Aws.Iam;
using Pulumi.Aws.Ssm;
using Stacks.Backends.Containers;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Events;
using Stacks.Service;

namespace Stacks.Backends.Ec2;

/// <summary>What instances are made of: Amazon Linux 2023 with an encrypted disk, without an address on the internet, a key or SSH.</summary>
internal static class InstanceTemplate
{
    // Longer than the load balancer's deregistration delay.
    private const int BeyondDeregistration = 5;

    public static LaunchTemplate Create(BackendContext context, InstanceProfile profile, SecurityGroup group, DatabaseSecret? database, Resource parent)
    {
        var (settings, ec2) = (context.Settings, context.Settings.Ec2);
        var tags = StackConventions.Tags(settings.Owner, settings.CostCenter);
        return new LaunchTemplate(
            "service",
            new LaunchTemplateArgs
            {
                ImageId = ec2.MachineImage is { } image ? Output.Create(image) : Newest(settings.Service.Architecture, parent),
                InstanceType = ec2.TypesFor(settings.Service.Architecture)[0],
                UpdateDefaultVersion = true,
                IamInstanceProfile = new LaunchTemplateIamInstanceProfileArgs { Arn = profile.Arn },
                // One hop: containers are on the host's network, and nothing behind another one gets the role's credentials.
                MetadataOptions = new LaunchTemplateMetadataOptionsArgs { HttpEndpoint = "enabled", HttpTokens = "required", HttpPutResponseHopLimit = 1 },
                // By the minute, as scaling looks at CPU.
                Monitoring = new LaunchTemplateMonitoringArgs { Enabled = true },
                NetworkInterfaces = { new LaunchTemplateNetworkInterfaceArgs { DeviceIndex = 0, AssociatePublicIpAddress = "false", DeleteOnTermination = "true", SecurityGroups = { group.Id } } },
                BlockDeviceMappings =
                {
                    new LaunchTemplateBlockDeviceMappingArgs
                    {
                        DeviceName = "/dev/xvda",
                        Ebs = new LaunchTemplateBlockDeviceMappingEbsArgs { Encrypted = "true", KmsKeyId = context.KeyArn, VolumeType = "gp3", VolumeSize = ec2.DiskGb, DeleteOnTermination = "true" },
                    },
                },
                // Instances have theirs from the group.
                TagSpecifications = { Tagged("volume", tags), Tagged("network-interface", tags) },
                UserData = Known(context, database).Apply(host => Convert.ToBase64String(Encoding.UTF8.GetBytes(UserData.Of(host)))),
            },
            new CustomResourceOptions { Parent = parent });
    }

    // At each update, and not at each start of an instance: an image that nobody has tried would come by itself, and no refresh could go
    // back from it. https://docs.aws.amazon.com/linux/al2023/ug/ec2.html#launch-via-aws-cli
    private static Output<string> Newest(string architecture, Resource parent) => GetParameter.Invoke(
        new GetParameterInvokeArgs { Name = $"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{(architecture == "arm64" ? "arm64" : "x86_64")}" },
        new InvokeOptions { Parent = parent }).Apply(parameter => parameter.InsecureValue);

    private static LaunchTemplateTagSpecificationArgs Tagged(string type, IReadOnlyDictionary<string, string> tags)
    {
        var args = new LaunchTemplateTagSpecificationArgs { ResourceType = type };
        foreach (var (key, value) in tags)
            args.Tags.Add(key, value);
        return args;
    }

    private static Output<HostSpec> Known(BackendContext context, DatabaseSecret? database) =>
        Output.Tuple(context.ImageUri, context.Agent?.ImageUri ?? Output.Create(""), context.Collector?.ImageUri ?? Output.Create(""), context.Logs.Service.Name, database?.Version ?? Output.Create(""), TaskContainer.Known(context.StoreVariables))
            .Apply(known => Spec(context.Settings, known.Item1, known.Item2, known.Item3, known.Item4, known.Item5, known.Item6));

    // Workers are left to the service: it sees the instance's processors.
    private static HostSpec Spec(Settings settings, string image, string agentImage, string collectorImage, string logGroup, string database, IEnumerable<KeyValuePair<string, string>> storeVariables)
    {
        var variables = ServiceEnvironment.Of(settings, null, settings.Experiments.Source).Concat(storeVariables).ToDictionary();
        // ARN:::VERSION, as ECS has it.
        var secret = database.Split(":::") is [var arn, var version] ? new HostSecret(EventStore.ConnectionVariable, arn, version) : null;
        return new HostSpec(
            settings.Region,
            InstanceGroup.NameOf(settings.Ec2),
            logGroup,
            settings.Service.TimeoutSeconds + BeyondDeregistration,
            new HostContainer(ServiceContainer.Name, image, ServiceContainer.User, null, variables),
            [.. Sidecar.Of(settings, agentImage, collectorImage).Select(sidecar => new HostContainer(sidecar.Name, sidecar.Image, sidecar.User, sidecar.MemoryMb, sidecar.Environment))],
            secret);
    }
}
