using Google.Protobuf.WellKnownTypes;
using Pulumi;
using Pulumi.Utilities;
using Pulumirpc;

namespace Sdks.Tests.PulumiSdk;

/// <summary>What a program sees of what the engine answers to a registration.</summary>
public class ResultTests : EngineTests
{
    [Fact]
    public async Task Result_OfFailedResource_LeavesOutputsUnknown()
    {
        Engine.Register = request => new(FakeEngine.AnswerRegistration(request)) { Result = request.Name == "b" ? Result.Fail : Result.Success };
        var known = new List<bool>();
        await RunProgramAsync(() =>
        {
            Output.Create(AddAsync(new Bucket("b")));
            Output.Create(AddAsync(new Bucket("c")));
        });
        Assert.Equal([false, true], known.Order());

        async Task<int> AddAsync(Bucket bucket)
        {
            var isKnown = await OutputUtilities.GetIsKnownAsync(bucket.Label);
            lock (known)
                known.Add(isKnown);
            return 0;
        }
    }

    [Fact]
    public async Task Result_OfFailedResource_RunsNoApply()
    {
        Engine.Register = request => new(FakeEngine.AnswerRegistration(request)) { Result = request.Name == "b" ? Result.Fail : Result.Success };
        var hasRun = false;
        Assert.Equal(0, await RunProgramAsync(() => new Bucket("b").Label.Apply(_ => hasRun = true)));
        Assert.False(hasRun);
    }

    [Fact]
    public async Task Outputs_OfWrongEnumOrUnion_AreNamedWithWhatIsAllowed()
    {
        Engine.Register = request => new(FakeEngine.AnswerRegistration(request))
        {
            Object = new Struct { Fields = { ["tier"] = Value.ForBool(true), ["either"] = Value.ForBool(true), ["scale"] = Value.ForNumber(1) } },
        };
        await RunProgramAsync(() => { _ = new Choice("c"); });
        var owner = typeof(Choice).FullName;
        Assert.Equal(
            [
                $"Expected System.String or System.Double but got System.Boolean deserializing {owner}.either",
                $"Expected System.String or System.Double but got System.Boolean deserializing {owner}.tier",
                $"Expected target type {typeof(Tier).FullName} to have a constructor with a single System.Double parameter.",
            ],
            Engine.Requests<LogRequest>().Where(log => log.Severity == LogSeverity.Warning).Select(log => log.Message).Order(StringComparer.Ordinal));
    }

    private sealed class Choice(string name) : CustomResource("test:index:Choice", name, ResourceArgs.Empty, options: null)
    {
        [Output("tier")]
        public Output<Tier> Tier { get; private set; } = null!;

        [Output("scale")]
        public Output<Tier> Scale { get; private set; } = null!;

        [Output("either")]
        public Output<Union<string, double>> Either { get; private set; } = null!;
    }
}
