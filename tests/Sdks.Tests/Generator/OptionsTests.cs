using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Autoscaling.V2;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace Sdks.Tests.Generator;

/// <summary>What generated classes add to options and inputs: versions, aliases and secrets.</summary>
public sealed class OptionsTests
{
    private static HorizontalPodAutoscalerSpecArgs Spec => new()
    {
        MaxReplicas = 10,
        ScaleTargetRef = new CrossVersionObjectReferenceArgs { Kind = "Deployment", Name = "app" },
    };

    [Fact]
    public async Task Options_OfAliasedResource_NameItsFormerTypes()
    {
        var options = await OptionsOfAsync(options => new Pulumi.Aws.LB.LoadBalancer("lb", options: options));

        Assert.Equal("7.48.0", options.Version);
        var alias = Assert.Single(options.Aliases);
        Assert.Equal("aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", await ValueOf((await ValueOf(alias)).Type!));
    }

    [Fact]
    public async Task Options_OfKubernetesResource_NameItsFormerVersions()
    {
        var options = await OptionsOfAsync(options => new Pulumi.Kubernetes.Autoscaling.V2.HorizontalPodAutoscaler(
            "hpa", new() { Spec = Spec }, options));

        Assert.Equal("4.34.2", options.Version);
        Assert.Equal(3, options.Aliases.Count);
    }

    [Fact]
    public async Task Options_OfCustomResource_NameNoVersion()
    {
        var options = await OptionsOfAsync(options => new Pulumi.Kubernetes.ApiExtensions.CustomResource("pool", new NodePoolArgs(), options));

        Assert.Null(options.Version);
    }

    [Fact]
    public async Task Options_OfResourceWithSecrets_NameThem()
    {
        var options = await OptionsOfAsync(options => new Pulumi.DockerBuild.Image("image", new() { Push = false }, options));

        Assert.Equal("0.0.22", options.Version);
        Assert.Equal(["secrets"], options.AdditionalSecretOutputs);
    }

    [Fact]
    public async Task Options_OfCaller_WinOverDefaults()
    {
        var options = await OptionsOfAsync(options =>
        {
            options.Version = "7.0.0";
            return new Pulumi.Aws.LB.LoadBalancer("lb", options: options);
        });

        Assert.Equal("7.0.0", options.Version);
    }

    [Fact]
    public async Task SecretInput_WhenSet_IsSecretAndKeepsItsValue()
    {
        var args = new Pulumi.Aws.SecretsManager.SecretVersionArgs { SecretId = "id", SecretString = "hush" };

        Assert.True(await Output.IsSecretAsync(args.SecretString.ToOutput()));
        Assert.Equal("hush", await ValueOf(args.SecretString));
        Assert.False(await Output.IsSecretAsync(args.SecretId.ToOutput()));
    }

    [Fact]
    public Task SecretInput_OfUnknownValue_IsSecretAndUnknown()
        => Deployment.TestAsync(new RecordingMocks(), new TestOptions(), async () =>
        {
            var args = new Pulumi.DockerBuild.Inputs.RegistryArgs { Address = "registry", Password = OutputUtilities.CreateUnknown("") };

            Assert.True(await Output.IsSecretAsync(args.Password.ToOutput()));
            Assert.False(await OutputUtilities.GetIsKnownAsync(args.Password.ToOutput()));
        });

    [Fact]
    public async Task SecretMap_WhenSet_IsSecret()
    {
        var args = new SecretArgs { StringData = new InputMap<string> { ["password"] = "hush" } };

        Assert.True(await Output.IsSecretAsync(args.StringData.ToOutput()));
        Assert.Equal("hush", (await ValueOf(args.StringData))["password"]);
    }

    [Fact]
    public async Task SecretList_OfNestedType_IsSecret()
    {
        var args = new Pulumi.Aws.ElastiCache.Inputs.UserAuthenticationModeArgs { Type = "password", Passwords = ["hush"] };

        Assert.True(await Output.IsSecretAsync(args.Passwords.ToOutput()));
    }

    [Fact]
    public void SecretInput_SetToNull_StaysUnset()
        => Assert.Null(new Pulumi.Aws.SecretsManager.SecretVersionArgs { SecretString = null }.SecretString);

    private static async Task<CustomResourceOptions> OptionsOfAsync(Func<CustomResourceOptions, Resource> create)
    {
        CustomResourceOptions? seen = null;
        var options = new CustomResourceOptions
        {
            ResourceTransformations =
            {
                args =>
                {
                    seen = (CustomResourceOptions)args.Options;
                    return null;
                },
            },
        };
        await new RecordingMocks().RunAsync(() => create(options));
        return seen!;
    }

    private static Task<T> ValueOf<T>(Input<T> input) => OutputUtilities.GetValueAsync(input.ToOutput());

    private sealed class NodePoolArgs() : Pulumi.Kubernetes.ApiExtensions.CustomResourceArgs("karpenter.sh/v1", "NodePool");
}
