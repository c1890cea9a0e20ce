using Pulumi.Engine.Projects;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Transitions;

/// <summary>Exports of stacks, and what is none.</summary>
public sealed class StateFileTests : IDisposable
{
    private const string Thing = """{"urn":"urn:pulumi:dev::room-type::aws:sns/topic:Topic::a","custom":true,"id":"a"}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Theory]
    [InlineData("", "not what `pulumi stack export --stack dev` writes")]
    [InlineData("{", "not what `pulumi stack export --stack dev` writes")]
    [InlineData("[]", "there is no object with a 'deployment' in it")]
    [InlineData("""{"checkpoint":{"latest":{"resources":[]}}}""", "there is no object with a 'deployment' in it")]
    [InlineData("""{"deployment":{"resources":{}}}""", "its 'resources' is no list")]
    [InlineData("""{"deployment":{"resources":[1]}}""", "it has a resource whose urn is ''")]
    [InlineData("""{"deployment":{"resources":[{"urn":"dev"}]}}""", "it has a resource whose urn is 'dev'")]
    [InlineData($$$"""{"deployment":{"resources":[{{{Thing}}},{{{Thing}}}]}}""", "it has urn:pulumi:dev::room-type::aws:sns/topic:Topic::a 2 times")]
    [InlineData("""{"deployment":{"resources":[{"urn":"urn:pulumi:prod::room-type::aws:sns/topic:Topic::a","custom":true}]}}""", "it is of the stack prod of the project room-type")]
    public void Load_NoExportOfTheStack_SaysWhatIsWrongAndHowToExport(string text, string message)
    {
        var error = Assert.Throws<ProjectException>(() => Load(text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Export it again: pulumi stack export --stack dev --file state.json.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFile_SaysWhich() =>
        Assert.Contains("--from nowhere.json: ", Assert.Throws<ProjectException>(() => StateFile.Load("nowhere.json", "room-type", "dev")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"version":3,"deployment":null}""")]
    [InlineData("""{"version":3,"deployment":{"manifest":{}}}""")]
    [InlineData("""{"version":3,"deployment":{"resources":null,"pending_operations":null}}""")]
    public void Load_OfAStackThatWasNeverUp_IsEmpty(string text) => Assert.Empty(Load(text).Resources);

    [Fact]
    public void Load_AnExport_KnowsWhatEarlierUpdatesLeft()
    {
        var state = Load($$$$"""
            {"deployment":{"resources":[
              {"urn":"urn:pulumi:dev::room-type::pulumi:pulumi:Stack::room-type-dev","type":"pulumi:pulumi:Stack","outputs":{"network":{"backend":"Fargate"}}},
              {"urn":"urn:pulumi:dev::room-type::aws:sns/topic:Topic::gone","custom":true,"pendingReplacement":true},
              {"urn":"urn:pulumi:dev::room-type::aws:sns/topic:Topic::tainted","custom":true,"taint":true},
              {"urn":"urn:pulumi:dev::room-type::aws:sns/topic:Topic::unready","custom":true,"initErrors":["timed out"]},
              {"urn":"urn:pulumi:dev::room-type::aws:sns/topic:Topic::replaced","custom":true,"delete":true},
              {{{{Thing}}}}],
             "pending_operations":[{"resource":{{{{Thing}}}},"type":"updating"}]}}
            """);

        Assert.Equal("Fargate", state.Outputs.Fields["network"].StructValue.Fields["backend"].StringValue);
        Assert.Equal(["urn:pulumi:dev::room-type::aws:sns/topic:Topic::a"], state.PendingOperations);
        Assert.Equal(
            [("gone", StepKind.CreateReplacement), ("tainted", StepKind.CreateReplacement), ("unready", StepKind.Update), ("a", StepKind.Same), ("replaced", StepKind.DeleteReplaced), ("tainted", StepKind.DeleteReplaced)],
            StepPlanner.Plan(state, Wanted(state)).Select(step => ((step.New ?? step.Old)!.Name, step.Kind)));
        // What is gone and no longer wanted has nothing left to delete.
        Assert.DoesNotContain(StepPlanner.Plan(state, new StackState([], [])), step => step.Old!.Name == "gone");
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Replacement_OfWhatIsProtected_IsRefusedUnlessTheProgramTakesProtectionOff(bool before, bool after, bool refused)
    {
        var old = State(Resource("a") with { Protect = before, Tainted = true });

        var hazards = Transition.Between(old, State(Resource("a") with { Protect = after })).Hazards;

        Assert.Equal(refused, hazards.Any(hazard => hazard.KindName == "refused" && hazard.Why.Contains("protected", StringComparison.Ordinal)));
    }

    [Fact]
    public void Deletion_WithAnother_IsNotOneOfItsOwn()
    {
        var database = Resource("database");
        var old = State(database, Resource("topic") with { DeletedWith = database.Urn });

        Assert.DoesNotContain(Transition.Between(old, State()).Hazards, hazard => hazard.Urn.EndsWith("topic", StringComparison.Ordinal));
    }

    [Fact]
    public void Transition_OfATypeThatTheTablesLack_NamesIt()
    {
        var unknown = Resource("a") with { Urn = "urn:pulumi:dev::room-type::aws:qldb/ledger:Ledger::a", Type = "aws:qldb/ledger:Ledger" };

        Assert.Equal(["aws:qldb/ledger:Ledger"], Transition.Between(State(unknown), State()).UnknownTypes);
        Assert.Empty(Transition.Between(State(unknown), State(unknown)).UnknownTypes);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static StackState Wanted(StackState state) => new([.. state.Current.Select(resource => resource with { PendingReplacement = false, Tainted = false, HasInitErrors = false })], []);

    private static StackState State(params ResourceState[] resources) => new(resources, []);

    private static ResourceState Resource(string name) => new() { Urn = $"urn:pulumi:dev::room-type::aws:sns/topic:Topic::{name}", Type = "aws:sns/topic:Topic", Custom = true, Id = name };

    private StackState Load(string text)
    {
        var path = Path.Combine(_folder.FullName, "state.json");
        File.WriteAllText(path, text);
        return StateFile.Load(path, "room-type", "dev");
    }
}
