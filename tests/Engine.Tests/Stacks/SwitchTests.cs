using Engine.Tests.Support;
using Pulumi.Engine.Providers;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Stacks;

/// <summary>The stacks from one backend to another.</summary>
public class SwitchTests
{
    // What has to be the same object on all backends: where callers are led to, and what is kept.
    private static readonly HashSet<string> Kept =
    [
        "aws:apigateway/restApi:RestApi", "aws:apigateway/stage:Stage", "aws:apigateway/domainName:DomainName", "aws:acm/certificate:Certificate",
        "aws:kms/key:Key", "aws:kms/alias:Alias", "aws:cloudwatch/logGroup:LogGroup", "aws:appconfig/application:Application", "aws:sns/topic:Topic",
    ];

    public static TheoryData<string, string, string> Switches => Plans.Switches;

    public static TheoryData<string, string> Stacks
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var environment in Plans.Environments)
            {
                foreach (var backend in Plans.Backends)
                    data.Add(environment, backend);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public async Task Switch_EveryPair_HasNoHazardAndKeepsWhatIsKept(string environment, string from, string to)
    {
        var before = await Plans.OfAsync(environment, from);

        var transition = Transition.Between(before, await Plans.OfAsync(environment, to));

        Assert.True(transition.Hazards.Count == 0, string.Join('\n', transition.Hazards.Select(hazard => $"{hazard.KindName} {hazard.Urn}: {hazard.Why}")));
        Assert.All(
            transition.Steps.Where(step => Kept.Contains(step.Type)),
            step => Assert.True(step.Kind is StepKind.Same or StepKind.Update, $"{step.Kind} {step.Urn}: {string.Join(", ", step.Forced)}"));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Upgrade_FromTheReleaseBefore_LosesNothingAndIsNotRefused(string environment, string backend)
    {
        var state = Recorded.Of(environment).State(backend);

        var transition = Transition.Between(state, await Plans.OnAsync(state, environment, backend));

        Assert.True(transition.Hazards.Count == 0, string.Join('\n', transition.Hazards.Select(hazard => $"{hazard.KindName} {hazard.Urn}: {hazard.Why}")));
        Assert.DoesNotContain(transition.Steps, step => step.Type == "aws:cloudwatch/logGroup:LogGroup" && step.Kind is StepKind.Delete or StepKind.Retain or StepKind.DeleteReplaced);
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Types_OfPlans_AllHaveALine(string environment, string backend)
    {
        var types = (await Plans.OfAsync(environment, backend)).Resources.Where(resource => resource.Custom).Select(resource => resource.Type).Distinct();

        Assert.DoesNotContain(types, type => !ProviderTable.Knows(type));
    }

    [Fact]
    public void Lines_All_NameTheirSources() => Assert.All(ProviderTable.All, line =>
    {
        Assert.NotEmpty(line.Value.Source);
        Assert.All(line.Value.Source, source => Assert.True(source == "terraform" || source.StartsWith("https://", StringComparison.Ordinal), $"{line.Key}: {source}"));
    });
}
