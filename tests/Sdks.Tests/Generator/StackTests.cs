using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws;
using Pulumi.Aws.Iam;
using Pulumi.Aws.Iam.Inputs;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;
using Pulumi.DockerBuild;
using Pulumi.DockerBuild.Inputs;
using Pulumi.Testing;
using Pulumi.Utilities;
using Ecr = Pulumi.Aws.Ecr;

namespace Sdks.Tests.Generator;

/// <summary>A stack of generated resources and functions, written and tested as with the official packages.</summary>
public sealed class StackTests
{
    [Fact]
    public async Task Stack_OfImageAndFunction_ConnectsThem()
    {
        var mocks = CreateMocks();

        var resources = await Deployment.TestAsync<Recognizer>(mocks, new TestOptions { IsPreview = false });

        Assert.Equal(
            ["aws:ecr/repository:Repository", "aws:iam/role:Role", "aws:lambda/alias:Alias", "aws:lambda/function:Function", "docker-build:index:Image"],
            mocks.Resources.Values.Select(resource => resource.Type).Order(StringComparer.Ordinal));
        var function = mocks.Resources["recognizer"].Inputs;
        Assert.Equal("123456789012.dkr.ecr.eu-central-1.amazonaws.com/room-type@sha256:1", function["imageUri"]);
        Assert.Equal("Image", function["packageType"]);
        Assert.Equal("role-id", mocks.Resources["role"].Inputs["name"]);
        Assert.Equal("""{"Version":"2012-10-17"}""", mocks.Resources["role"].Inputs["assumeRolePolicy"]);
        var stack = resources.OfType<Recognizer>().Single();
        Assert.Equal("live in 123456789012", await OutputUtilities.GetValueAsync(stack.Summary));
    }

    [Fact]
    public async Task Functions_InBothForms_SendTheSameArguments()
    {
        var mocks = CreateMocks();

        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, async () =>
        {
            var plain = await GetPolicyDocument.InvokeAsync(new()
            {
                Statements = { new GetPolicyDocumentStatementArgs { Actions = { "s3:GetObject" }, Resources = { "arn:aws:s3:::models/*" } } },
            });
            Assert.Equal("Allow", Assert.Single(plain.Statements).Effect);
            GetPolicyDocument.Invoke(new()
            {
                Statements = { new GetPolicyDocumentStatementInputArgs { Actions = { "s3:GetObject" }, Resources = { "arn:aws:s3:::models/*" } } },
            });
        });

        var (first, second) = (mocks.Calls.ElementAt(0), mocks.Calls.ElementAt(1));
        Assert.Equal("aws:iam/getPolicyDocument:getPolicyDocument", first.Token);
        Assert.Equal(Text(first.Args), Text(second.Args));
        Assert.Equal("""{"statements":[{"actions":["s3:GetObject"],"resources":["arn:aws:s3:::models/*"]}]}""", Text(first.Args));
    }

    [Fact]
    public async Task Preview_OfGeneratedResource_HasUnknownOutputs()
    {
        var mocks = new RecordingMocks();
        bool? isKnown = null;

        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = true }, async () =>
        {
            var role = new Role("role", new() { AssumeRolePolicy = "{}" });
            isKnown = await OutputUtilities.GetIsKnownAsync(role.Arn);
        });

        Assert.False(isKnown);
    }

    private static RecordingMocks CreateMocks() => new()
    {
        Results =
        {
            ["aws:index/getCallerIdentity:getCallerIdentity"] = new Dictionary<string, object>
            {
                ["accountId"] = "123456789012",
                ["arn"] = "arn:aws:iam::123456789012:user/test",
                ["id"] = "123456789012",
                ["userId"] = "test",
            }.ToImmutableDictionary(),
            ["aws:iam/getPolicyDocument:getPolicyDocument"] = new Dictionary<string, object>
            {
                ["id"] = "1",
                ["json"] = """{"Version":"2012-10-17"}""",
                ["minifiedJson"] = "{}",
                ["statements"] = ImmutableArray.Create<object>(ImmutableDictionary.Create<string, object>().Add("effect", "Allow")),
            }.ToImmutableDictionary(),
        },
    };

    private static string Text(ImmutableDictionary<string, object> args)
        => System.Text.Json.JsonSerializer.Serialize(Sorted(args), JsonOptions);

    private static System.Text.Json.JsonSerializerOptions JsonOptions { get; } =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static object Sorted(object value) => value switch
    {
        ImmutableDictionary<string, object> map => new SortedDictionary<string, object>(map.ToDictionary(entry => entry.Key, entry => Sorted(entry.Value))),
        ImmutableArray<object> list => list.Select(Sorted).ToList(),
        _ => value,
    };

    public sealed class Recognizer : Stack
    {
        public Recognizer()
        {
            var repository = new Ecr.Repository("repository", new() { Name = "room-type", ImageTagMutability = "IMMUTABLE" });
            var image = new Image("image", new()
            {
                Context = new BuildContextArgs { Location = "app" },
                Push = true,
                Tags = { repository.Name },
            });
            var assume = GetPolicyDocument.Invoke(new()
            {
                Statements =
                {
                    new GetPolicyDocumentStatementInputArgs
                    {
                        Actions = { "sts:AssumeRole" },
                        Principals = { new GetPolicyDocumentStatementPrincipalInputArgs { Type = "Service", Identifiers = { "lambda.amazonaws.com" } } },
                    },
                },
            });
            var role = new Role("role", new() { Name = "role-id", AssumeRolePolicy = assume.Apply(document => document.Json) });
            var function = new Function("recognizer", new()
            {
                Role = role.Id,
                PackageType = "Image",
                ImageUri = image.Tags.Apply(tags => $"123456789012.dkr.ecr.eu-central-1.amazonaws.com/{tags[0]}@sha256:1"),
                Environment = new FunctionEnvironmentArgs { Variables = { ["MODEL"] = "room-type" } },
            });
            var alias = new Pulumi.Aws.Lambda.Alias("alias", new() { Name = "live", FunctionName = function.Id, FunctionVersion = "1" });
            Summary = Output.Format($"{alias.Name} in {GetCallerIdentity.Invoke().Apply(identity => identity.AccountId)}");
        }

        [Output]
        public Output<string> Summary { get; private set; }
    }
}
