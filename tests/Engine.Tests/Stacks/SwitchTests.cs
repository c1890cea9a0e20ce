using System.Text.RegularExpressions;
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
        "aws:kms/key:Key", "aws:kms/alias:Alias", "aws:cloudwatch/logGroup:LogGroup", "aws:appconfig/application:Application", "aws:sns/topic:Topic", "aws:s3/bucket:Bucket",
    ];

    // What bootstrap/ has now: docs/deploying.md says how a stack of the release before forgets its own.
    private static readonly Regex OfTheAccount = new("^aws:(ecr|apigateway/account)");

    public static TheoryData<string, string, string> Switches => Plans.Switches;

    public static TheoryData<string, string> Stacks => On(Plans.Backends);

    public static TheoryData<string, string> Deployed => On(Recorded.Backends);

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
    [MemberData(nameof(Deployed))]
    public async Task Upgrade_FromTheReleaseBefore_LosesNothingAndIsNotRefused(string environment, string backend)
    {
        var deployed = Recorded.Of(environment).State(backend);
        var state = deployed with { Resources = [.. deployed.Resources.Select(Forgotten)] };

        var transition = Transition.Between(state, await Plans.OnAsync(state, environment, backend));

        Assert.True(transition.Hazards.Count == 0, string.Join('\n', transition.Hazards.Select(hazard => $"{hazard.KindName} {hazard.Urn}: {hazard.Why}")));
        Assert.DoesNotContain(transition.Steps, step => step.Type == "aws:cloudwatch/logGroup:LogGroup" && step.Kind is StepKind.Delete or StepKind.DeleteReplaced);
        Assert.All(transition.Steps.Where(step => OfTheAccount.IsMatch(step.Type)), step => Assert.Equal(StepKind.Retain, step.Kind));
        // What only moved to another parent is the same object by an alias.
        var made = transition.Steps.Where(step => step.Kind == StepKind.Create && step.New!.Custom).Select(step => (step.Type, step.New!.Name)).ToHashSet();
        Assert.DoesNotContain(transition.Steps, step => step.Kind == StepKind.Delete && made.Contains((step.Type, step.Old!.Name)));
    }

    [Theory]
    [MemberData(nameof(Deployed))]
    public async Task Upgrade_WithoutTheStepThatIsDocumented_IsToldWhatToDo(string environment, string backend)
    {
        var state = Recorded.Of(environment).State(backend);
        var repositories = state.Resources.Where(resource => resource.Type == "aws:ecr/repository:Repository").Select(resource => resource.Urn).ToHashSet();

        var transition = Transition.Between(state, await Plans.OnAsync(state, environment, backend));

        Assert.NotEmpty(repositories);
        Assert.All(repositories, urn => Assert.Contains(transition.Hazards, hazard => hazard.Urn == urn && (hazard.Do.Contains(".retainOnDelete = true", StringComparison.Ordinal) || hazard.Do.Contains("pulumi state unprotect", StringComparison.Ordinal))));
        Assert.All(transition.Hazards, hazard => Assert.Matches(OfTheAccount, Pulumi.Engine.Values.Urn.Type(hazard.Urn)));
    }

    [Fact]
    public void Upgrade_StepThatIsDocumented_IsTheOneThatIsTested() =>
        Assert.Contains($"""select(.type | test("{OfTheAccount}")) | .protect) = false""", File.ReadAllText(Path.Combine(Plans.Folder, "docs", "deploying.md")), StringComparison.Ordinal);

    private static TheoryData<string, string> On(IReadOnlyList<string> backends)
    {
        var data = new TheoryData<string, string>();
        foreach (var environment in Plans.Environments)
        {
            foreach (var backend in backends)
                data.Add(environment, backend);
        }

        return data;
    }

    private static ResourceState Forgotten(ResourceState resource) => OfTheAccount.IsMatch(resource.Type) ? resource with { Protect = false, RetainOnDelete = true } : resource;

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
