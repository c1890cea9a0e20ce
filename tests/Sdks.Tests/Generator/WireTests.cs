using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Iam;
using Pulumi.Aws.Iam.Inputs;
using Pulumi.DockerBuild.Inputs;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Map = System.Collections.Immutable.ImmutableDictionary<string, object>;

namespace Sdks.Tests.Generator;

/// <summary>What generated classes send: names, constants, defaults and JSON texts.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task Resource_WithUnsetProperties_SendsOnlySetOnes()
    {
        var inputs = await RecordingMocks.InputsOfAsync("f", () => _ = new Pulumi.Aws.Lambda.Function("f", new()
        {
            Role = "arn:aws:iam::123456789012:role/f",
            Architectures = ["arm64"],
            MemorySize = 2048,
            Runtime = Pulumi.Aws.Lambda.Runtime.Dotnet10,
        }));

        Assert.Equal(["architectures", "memorySize", "role", "runtime"], inputs.Keys.Order());
        Assert.Equal(ImmutableArray.Create<object>("arm64"), inputs["architectures"]);
        Assert.Equal(2048.0, inputs["memorySize"]);
        Assert.Equal("dotnet10", inputs["runtime"]);
    }

    [Fact]
    public async Task Resource_WithRenamedProperty_SendsWireName()
    {
        var inputs = await RecordingMocks.InputsOfAsync("b", () => _ = new Pulumi.Aws.S3.Bucket("b", new() { BucketName = "models" }));

        Assert.Equal("models", inputs["bucket"]);
    }

    [Fact]
    public async Task Union_WithObject_SendsNestedNames()
    {
        var inputs = await RecordingMocks.InputsOfAsync("r", () => _ = new Role("r", new()
        {
            AssumeRolePolicy = new PolicyDocumentArgs
            {
                Version = PolicyDocumentVersion.PolicyDocumentVersion_2012_10_17,
                Statement =
                {
                    new PolicyStatementArgs { Effect = PolicyStatementEffect.ALLOW, Action = "sts:AssumeRole" },
                },
            },
        }));

        var document = Assert.IsType<Map>(inputs["assumeRolePolicy"]);
        Assert.Equal("2012-10-17", document["Version"]);
        var statement = Assert.IsType<Map>(Assert.Single(Assert.IsType<ImmutableArray<object>>(document["Statement"])));
        Assert.Equal("Allow", statement["Effect"]);
        Assert.Equal("sts:AssumeRole", statement["Action"]);
    }

    [Fact]
    public async Task KubernetesResource_WithSpec_SendsConstantsAndNestedNames()
    {
        var inputs = await RecordingMocks.InputsOfAsync("app", () => _ = new Pulumi.Kubernetes.Apps.V1.Deployment("app", new DeploymentArgs
        {
            Metadata = new ObjectMetaArgs { Namespace = "room-type" },
            Spec = new DeploymentSpecArgs
            {
                Selector = new LabelSelectorArgs { MatchLabels = { ["app"] = "room-type" } },
                Template = new PodTemplateSpecArgs
                {
                    Spec = new PodSpecArgs
                    {
                        Containers = { new ContainerArgs { Name = "app", Ports = { new ContainerPortArgs { ContainerPortValue = 8080 } } } },
                    },
                },
            },
        }));

        Assert.Equal("apps/v1", inputs["apiVersion"]);
        Assert.Equal("Deployment", inputs["kind"]);
        var container = Assert.IsType<Map>(At(inputs, "spec", "template", "spec", "containers", 0));
        Assert.Equal(8080.0, At(container, "ports", 0, "containerPort"));
    }

    [Fact]
    public async Task CustomResource_OfDerivedArgs_SendsItsTypeAndProperties()
    {
        var mocks = new RecordingMocks();
        await mocks.RunAsync(() => _ = new Pulumi.Kubernetes.ApiExtensions.CustomResource("binding", new TargetGroupBindingArgs
        {
            Metadata = new ObjectMetaArgs { Name = "binding" },
            Spec = new TargetGroupBindingSpecArgs { TargetGroupArn = "arn" },
        }));

        var resource = mocks.Resources["binding"];
        Assert.Equal("kubernetes:eks.amazonaws.com/v1:TargetGroupBinding", resource.Type);
        Assert.Equal("eks.amazonaws.com/v1", resource.Inputs["apiVersion"]);
        Assert.Equal("TargetGroupBinding", resource.Inputs["kind"]);
        Assert.Equal("arn", At(resource.Inputs, "spec", "targetGroupARN"));
    }

    [Fact]
    public async Task AwsProvider_WithTypedArguments_SendsJsonTexts()
    {
        var inputs = await RecordingMocks.InputsOfAsync("aws", () => _ = new Pulumi.Aws.Provider("aws", new()
        {
            Region = "eu-central-1",
            AllowedAccountIds = ["123456789012"],
            DefaultTags = new Pulumi.Aws.Inputs.ProviderDefaultTagsArgs { Tags = { ["Project"] = "room-type" } },
            MaxRetries = 3,
        }));

        Assert.Equal("eu-central-1", inputs["region"]);
        Assert.Equal("""["123456789012"]""", WithoutSpaces(inputs["allowedAccountIds"]));
        Assert.Equal("""{"tags":{"Project":"room-type"}}""", WithoutSpaces(inputs["defaultTags"]));
        Assert.Equal("3", WithoutSpaces(inputs["maxRetries"]));
        Assert.Equal("false", inputs["skipCredentialsValidation"]);
        Assert.Equal("true", inputs["skipRegionValidation"]);
    }

    [Fact]
    public async Task KubernetesProvider_WithKubeConfig_SendsItAsText()
    {
        var inputs = await RecordingMocks.InputsOfAsync("k8s", () => _ = new Pulumi.Kubernetes.Provider("k8s", new()
        {
            KubeConfig = "{}",
            EnableServerSideApply = true,
        }));

        Assert.Equal("{}", inputs["kubeconfig"]);
        Assert.Equal("true", inputs["enableServerSideApply"]);
    }

    [Fact]
    public async Task Defaults_OfTypes_AreSent()
    {
        var inputs = await RecordingMocks.InputsOfAsync("image", () => _ = new Pulumi.DockerBuild.Image("image", new()
        {
            Push = true,
            Platforms = [Pulumi.DockerBuild.Platform.Linux_arm64],
            CacheTo = [new CacheToArgs { Local = new CacheToLocalArgs { Dest = "cache" } }],
        }));

        Assert.Equal(true, inputs["buildOnPreview"]);
        Assert.Equal("default", inputs["network"]);
        Assert.Equal("linux/arm64", At(inputs, "platforms", 0));
        Assert.Equal("gzip", At(inputs, "cacheTo", 0, "local", "compression"));
        Assert.Equal(0.0, At(inputs, "cacheTo", 0, "local", "compressionLevel"));
        Assert.Equal("min", At(inputs, "cacheTo", 0, "local", "mode"));
    }

    [Fact]
    public async Task Get_OfResource_ReadsByItsId()
    {
        var mocks = new RecordingMocks();
        await mocks.RunAsync(() => Pulumi.Aws.Ec2.Vpc.Get("vpc", "vpc-1", new Pulumi.Aws.Ec2.VpcState { CidrBlock = "10.0.0.0/16" }));

        Assert.Equal("vpc-1", mocks.Resources["vpc"].Id);
        Assert.Equal("10.0.0.0/16", mocks.Resources["vpc"].Inputs["cidrBlock"]);
    }

    private static object At(Map map, params object[] path)
        => path.Aggregate((object)map, (value, step) => step is int index ? ((ImmutableArray<object>)value)[index] : ((Map)value)[(string)step]);

    private static string WithoutSpaces(object text) => ((string)text).Replace(" ", "", StringComparison.Ordinal);

    private sealed class TargetGroupBindingArgs() : Pulumi.Kubernetes.ApiExtensions.CustomResourceArgs("eks.amazonaws.com/v1", "TargetGroupBinding")
    {
        [Input("spec", required: true)]
        public Input<TargetGroupBindingSpecArgs> Spec { get; set; } = null!;
    }

    private sealed class TargetGroupBindingSpecArgs : ResourceArgs
    {
        [Input("targetGroupARN", required: true)]
        public Input<string> TargetGroupArn { get; set; } = null!;
    }
}
