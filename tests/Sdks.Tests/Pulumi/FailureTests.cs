using Pulumi;
using Pulumirpc;
using Alias = Pulumi.Alias;

namespace Sdks.Tests.PulumiSdk;

public class FailureTests : EngineTests
{
    [Fact]
    public async Task Program_WithoutEngine_SaysHowToRunIt()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Deployment.RunAsync(() => { }));
        Assert.Equal("Program run without the Pulumi engine available; re-run using the `pulumi` CLI", exception.Message);
    }

    [Fact]
    public async Task Exception_InProgram_IsLoggedWithItsStack()
    {
        Assert.Equal(32, await RunProgramAsync(() => throw new FormatException("deliberate")));
        var error = Assert.Single(Engine.Errors());
        Assert.StartsWith("Running program '", error, StringComparison.Ordinal);
        Assert.Contains("' failed with an unhandled exception:\nSystem.FormatException: deliberate", error, StringComparison.Ordinal);
        Assert.Contains(nameof(Exception_InProgram_IsLoggedWithItsStack), error, StringComparison.Ordinal);
        Assert.Empty(Engine.Requests<Google.Protobuf.WellKnownTypes.Empty>());
    }

    [Fact]
    public async Task Exception_InApply_IsLoggedOnce()
    {
        Assert.Equal(32, await RunProgramAsync(() =>
        {
            var failing = new Bucket("b").Arn.Apply<string>(Fail);
            _ = new Bucket("c", new BucketArgs { Label = failing, Tags = { ["a"] = failing } });
        }));
        Assert.Contains("System.FormatException: in apply", Assert.Single(Engine.Errors()), StringComparison.Ordinal);

        static string Fail(string value) => throw new FormatException("in apply");
    }

    [Fact]
    public async Task Exception_BesideOtherResources_EndsTheProgramAtOnce()
    {
        var never = new TaskCompletionSource<string>();
        Assert.Equal(32, await RunProgramAsync(() =>
        {
            Output.Create(1).Apply<int>(Fail);
            _ = new Bucket("b", new BucketArgs { Label = Output.Create(never.Task) });
        }));
        Assert.Contains("System.FormatException: early", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
        Assert.Empty(Engine.Requests<RegisterResourceRequest>());

        static int Fail(int value) => throw new FormatException("early");
    }

    [Fact]
    public async Task Task_CancelledInApply_IsIgnored()
    {
        Assert.Equal(0, await RunProgramAsync(() =>
        {
            new Bucket("b").Arn.Apply(_ => Task.FromCanceled<int>(new CancellationToken(canceled: true)));
            _ = new Bucket("c");
        }));
        Assert.Empty(Engine.Errors());
        Assert.Equal(["b", "c"], Engine.Requests<RegisterResourceRequest>().Select(request => request.Name).Order());
    }

    [Fact]
    public async Task Exception_OfAnInput_IsOneMessageForAllThatDependOnIt()
    {
        Assert.Equal(32, await RunProgramAsync(() =>
        {
            var failing = Output.Create(Task.FromException<string>(new FormatException("of an input")));
            for (var index = 0; index < 5; index++)
                _ = new Bucket("c", new BucketArgs { Label = new Bucket($"b{index}", new BucketArgs { Label = failing }).Arn });
        }));
        Assert.Contains("System.FormatException: of an input", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_AsText_WarnsOrThrows()
    {
        Assert.Equal(0, await RunProgramAsync(() => { _ = $"{new Bucket("b").Arn}"; }));
        var warning = Assert.Single(Engine.Requests<LogRequest>());
        Assert.Equal(LogSeverity.Warning, warning.Severity);
        Assert.StartsWith("Calling [ToString] on an [Output<T>] is not supported.", warning.Message, StringComparison.Ordinal);

        Environment.SetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING", "1");
        try
        {
            Assert.Equal(32, await RunProgramAsync(() => { _ = $"{new Bucket("b").Arn}"; }));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING", null);
        }
        Assert.Contains("Calling [ToString] on an [Output<T>] is not supported.", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunException_InProgram_IsItsMessageAlone()
    {
        Assert.Equal(32, await RunProgramAsync(() => throw new RunException("just this")));
        Assert.Equal("just this", Assert.Single(Engine.Errors()));
    }

    [Fact]
    public async Task ResourceException_InProgram_IsShownAtTheResource()
    {
        Assert.Equal(32, await RunProgramAsync(() => throw new ResourceException("at b", new Bucket("b"), hideStack: true)));
        var log = Assert.Single(Engine.Requests<LogRequest>());
        Assert.Equal(("at b", FakeEngine.UrnOf("test:storage/bucket:Bucket", "b")), (log.Message, log.Urn));
    }

    [Fact]
    public async Task LoggedError_InProgram_FailsItInTheEnd()
    {
        Assert.Equal(1, await RunProgramAsync(() =>
        {
            var bucket = new Bucket("b");
            Log.Debug("1");
            Log.Info("2", bucket);
            Log.Warn("3", streamId: 7, ephemeral: true);
            Log.Error("4");
        }));
        var logs = Engine.Requests<LogRequest>();
        Assert.Equal(["1", "2", "3", "4"], logs.Select(log => log.Message));
        Assert.Equal([LogSeverity.Debug, LogSeverity.Info, LogSeverity.Warning, LogSeverity.Error], logs.Select(log => log.Severity));
        Assert.Equal(FakeEngine.UrnOf("test:storage/bucket:Bucket", "b"), logs[1].Urn);
        Assert.Equal((7, true), (logs[2].StreamId, logs[2].Ephemeral));
    }

    [Fact]
    public async Task RequiredInput_Missing_IsNamedWithItsProperty()
    {
        Assert.Equal(32, await RunProgramAsync(() => { _ = new Bucket("b", new BucketArgs { Rules = { new BucketRuleArgs() } }); }));
        Assert.Contains(
            "error serializing property \"rules\": [Input] Sdks.Tests.PulumiSdk.BucketRuleArgs.Prefix is required but was not given a value",
            Assert.Single(Engine.Errors()),
            StringComparison.Ordinal);
        Assert.Empty(Engine.Requests<RegisterResourceRequest>());
    }

    [Theory]
    [InlineData(1L, "System.Int64")]
    [InlineData(1f, "System.Single")]
    [InlineData('c', "System.Char")]
    public async Task Input_OfUnsupportedType_IsNamed(object value, string type)
    {
        Assert.Equal(32, await RunProgramAsync(() => { _ = new Bucket("b", new BucketArgs { Anything = value }); }));
        var error = Assert.Single(Engine.Errors());
        Assert.Contains("error serializing property \"anything\"", error, StringComparison.Ordinal);
        Assert.Contains(
            $"{type} is not a supported argument type.\n\tresource:b[test:storage/bucket:Bucket].anything", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_ThatIsATask_AsksForAnOutput()
    {
        Assert.Equal(32, await RunProgramAsync(() => { _ = new Bucket("b", new BucketArgs { Anything = Task.FromResult(1) }); }));
        Assert.Contains("Please wrap your Task in an Output", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_OfUnsupportedType_IsNamed()
    {
        Assert.Equal(32, await RunProgramAsync(() => { _ = new BadOutput("b"); }));
        Assert.Contains("contains invalid type System.Int64. Allowed types are:", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_AndProviders_Together_AreRefused()
    {
        Assert.Equal(32, await RunProgramAsync(() =>
        {
            var provider = new TestProvider("p");
            _ = new Site("site", new ComponentResourceOptions { Provider = provider, Providers = { provider } });
        }));
        Assert.Contains("Do not supply both 'provider' and 'providers' options", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transformation_OfTheParent_IsRefused()
    {
        Assert.Equal(32, await RunProgramAsync(() =>
        {
            var other = new Bucket("other");
            ResourceTransformation move = args => new ResourceTransformationResult(args.Args, new CustomResourceOptions { Parent = other });
            _ = new Bucket("b", null, new CustomResourceOptions { ResourceTransformations = { move } });
        }));
        Assert.Contains("Transformations cannot currently be used to change the 'parent'", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Alias_ThatContradictsItself_IsRefused(bool hasAliasSpecs)
    {
        Engine.Features = _ => hasAliasSpecs;
        Assert.Equal(32, await RunProgramAsync(() =>
        {
            _ = new Bucket("b", null, new CustomResourceOptions { Aliases = { new Alias { Urn = "urn", Name = "old" } } });
        }));
        Assert.Contains("Alias should not specify both Urn and Name", Assert.Single(Engine.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StackOutput_WithoutValue_IsNamed()
    {
        Assert.Equal(32, await RunAsync(() => Deployment.RunAsync<IncompleteStack>()));
        Assert.Equal(
            "Output(s) 'url' have no value assigned. [Output] attributed properties must be assigned inside Stack constructor.",
            Assert.Single(Engine.Errors()));
    }

    [Fact]
    public async Task StackOutput_OfPlainType_IsRefused()
    {
        Assert.Equal(32, await RunAsync(() => Deployment.RunAsync<PlainStack>()));
        Assert.Equal(
            "Output(s) 'Url' have incorrect type. [Output] attributed properties must be instances of Output<T>.",
            Assert.Single(Engine.Errors()));
    }

    private sealed class IncompleteStack : Stack
    {
        [Output("url")]
        public Output<string> Url { get; private set; } = null!;
    }

    private sealed class PlainStack : Stack
    {
        [Output]
        public string Url { get; set; } = "https://example.com";
    }

    private sealed class BadOutput(string name) : CustomResource("test:index:Bad", name, ResourceArgs.Empty, options: null)
    {
        [Output("size")]
        public Output<long> Size { get; private set; } = null!;
    }
}
