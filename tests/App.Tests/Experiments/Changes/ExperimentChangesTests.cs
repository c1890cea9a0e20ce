using Microsoft.Extensions.Logging.Abstractions;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Changes;
using RoomTypes.Experiments.Files;

namespace RoomTypes.Tests.Experiments.Changes;

public sealed class ExperimentChangesTests : IDisposable
{
    private const int ReloadSeconds = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly ExperimentPlan _plan;
    private readonly ExperimentChanges _changes;

    public ExperimentChangesTests()
    {
        var path = Path.Combine(_folder.Path, "e.json");
        var options = TestOptions.Read("Experiments:Source=local", $"Experiments:File={path}", $"Experiments:ReloadSeconds={ReloadSeconds}").Experiments;
        _plan = new ExperimentPlan(options, _time, NullLogger<ExperimentPlan>.Instance);
        _changes = new ExperimentChanges(options, _plan, _time, NullLogger<ExperimentChanges>.Instance);
    }

    private Experiment Experiment => _plan.Find("f")!.Experiment!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Start_OfAPlannedExperiment_BeginsAtOnceAndKeepsTheFilesComments()
    {
        Write("\"start\": \"2100-01-01T00:00:00Z\",");
        Assert.Null(Assign("robot"));

        var change = _changes.Start("e", _plan.Revision);

        Assert.Equal(_time.GetUtcNow(), change.From);
        Assert.Equal(_time.GetUtcNow(), Experiment.Schedule.Start);
        Assert.NotNull(Assign("robot"));
        Assert.Equal((change.Revision, true), (_plan.Revision, File.ReadAllText(_plan.Path).Contains("// Why there is one.", StringComparison.Ordinal)));
        Assert.Equal([_plan.Path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Stop_OfOneThatRuns_IsForGood()
    {
        Write("");
        _time.Advance(TimeSpan.FromDays(1));

        _changes.Stop("e", revision: null);

        Assert.Equal(_time.GetUtcNow(), Experiment.Schedule.End);
        Assert.Null(Assign("robot"));
        foreach (var again in new Action[] { () => _changes.Start("e", null), () => _changes.Stop("e", null), () => _changes.Allocate("e", new(null, 100_000), null) })
            Assert.Equal("experiment_ended", Assert.Throws<ServiceException>(again).Code);
    }

    [Theory]
    [InlineData("\"start\": \"2100-01-01T00:00:00Z\",", false, "experiment_not_running")]
    [InlineData("", true, "experiment_running")]
    [InlineData("\"end\": \"2020-01-01T00:00:00Z\",", true, "experiment_ended")]
    public void Change_ThatDoesNotFitTheTime_IsRefusedAndNothingIsWritten(string times, bool isStart, string code)
    {
        Write(times);
        var before = File.ReadAllText(_plan.Path);

        var refusal = Assert.Throws<ServiceException>(() => isStart ? _changes.Start("e", null) : _changes.Stop("e", null));

        Assert.Equal((ErrorKind.Conflict, code, before), (refusal.Kind, refusal.Code, File.ReadAllText(_plan.Path)));
    }

    /// <summary>Other weights move entities: each counts in the phase in which it was first exposed, and all processes begin the next one together.</summary>
    [Fact]
    public void Allocate_OfOneThatRuns_BeginsAPhaseAfterEveryProcessHasReadIt()
    {
        Write("");
        _time.Advance(TimeSpan.FromDays(1));
        var before = Robots().Select(Assign).ToList();

        var change = _changes.Allocate("e", new(new Dictionary<string, int> { ["a"] = 1, ["b"] = 9 }, null), revision: null);

        Assert.Equal(_time.GetUtcNow().AddSeconds(ReloadSeconds + 1), change.From);
        Assert.Equal(before, Robots().Select(Assign));
        _time.Advance(TimeSpan.FromSeconds(ReloadSeconds + 1));
        Assert.InRange(Robots().Count(robot => Assign(robot) == "b"), 850, 950);
        Assert.Equal([[1, 1], [1, 9]], Experiment.Phases.Select(phase => phase.Weights));
        Assert.Equal(change.Revision, _changes.Allocate("e", new(new Dictionary<string, int> { ["a"] = 1, ["b"] = 9 }, null), change.Revision).Revision);
    }

    [Fact]
    public void Allocate_BeforeTheStart_ChangesThePlanItself()
    {
        Write("\"start\": \"2100-01-01T00:00:00Z\", \"exposure\": 50000,");

        _changes.Allocate("e", new(new Dictionary<string, int> { ["b"] = 3, ["a"] = 1 }, 20_000), revision: null);

        Assert.Equal([1, 3], Assert.Single(Experiment.Phases).Weights);
        Assert.Equal(20_000, Experiment.Exposure);
    }

    [Fact]
    public void Allocate_WithMoreExposure_MovesNobodyWhoIsIn()
    {
        Write("\"exposure\": 30000,");
        var before = Robots().ToDictionary(robot => robot, Assign);

        _changes.Allocate("e", new(null, 60_000), revision: null);

        Assert.All(before.Where(pair => pair.Value is not null), pair => Assert.Equal(pair.Value, Assign(pair.Key)));
        Assert.InRange(Robots().Count(robot => Assign(robot) is not null), 550, 650);
        Assert.Equal("exposure_shrinks", Assert.Throws<ServiceException>(() => _changes.Allocate("e", new(null, 59_999), null)).Code);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("a=1", null)]
    [InlineData("a=1,c=1", null)]
    [InlineData("a=1,b=0", null)]
    [InlineData("a=1,b=100001", null)]
    [InlineData(null, -1)]
    [InlineData(null, 100_001)]
    public void Allocate_WithWhatComparesNothing_IsRefused(string? weights, int? exposure)
    {
        Write("");
        var given = weights?.Split(',').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture));

        var refusal = Assert.Throws<ServiceException>(() => _changes.Allocate("e", new(given, exposure), revision: null));

        Assert.Equal((ErrorKind.Invalid, "allocation_invalid"), (refusal.Kind, refusal.Code));
    }

    [Fact]
    public void Change_OfAStateThatIsPast_IsRefused()
    {
        Write("");
        var known = _plan.Revision;
        _changes.Allocate("e", new(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }, null), known);

        var refusal = Assert.Throws<ServiceException>(() => _changes.Stop("e", known));

        Assert.Equal((ErrorKind.Outdated, "experiments_changed"), (refusal.Kind, refusal.Code));
        Assert.Equal(DateTimeOffset.MaxValue, Experiment.Schedule.End);
    }

    [Fact]
    public async Task Changes_AtTheSameTimeOfTheSameState_AreMadeOnce()
    {
        Write("");
        var known = _plan.Revision;

        var outcomes = await Task.WhenAll(Enumerable.Range(2, 8).Select(weight => Task.Run(() =>
        {
            try
            {
                _changes.Allocate("e", new(new Dictionary<string, int> { ["a"] = 1, ["b"] = weight }, null), known);
                return "made";
            }
            catch (ServiceException refusal)
            {
                return refusal.Code;
            }
        })));

        Assert.Equal(["experiments_changed", "made"], outcomes.Distinct().Order());
        Assert.Equal((1, 2), (outcomes.Count(outcome => outcome == "made"), Experiment.Phases.Count));
    }

    [Theory]
    [InlineData("none", "RoomType:Experiments:Source")]
    [InlineData("appconfig", "./run experiment run start")]
    [InlineData("evidently", "Evidently's API")]
    public void Change_OfAnotherSource_SaysWhereItIsMade(string source, string expected)
    {
        var options = TestOptions.Read(
            $"Experiments:Source={source}", "Experiments:AppConfig:Document=/nowhere.json", "Experiments:Evidently:Endpoint=http://localhost", "Experiments:Evidently:Project=p").Experiments;
        var changes = new ExperimentChanges(options, new ExperimentPlan(options, _time, NullLogger<ExperimentPlan>.Instance), _time, NullLogger<ExperimentChanges>.Instance);

        var refusal = Assert.Throws<ServiceException>(() => changes.Start("e", null));

        Assert.Equal((ErrorKind.Conflict, "experiments_not_local"), (refusal.Kind, refusal.Code));
        Assert.Contains(expected, refusal.Message);
    }

    [Fact]
    public void Change_ByALink_ChangesWhatItLeadsToAndLeavesTheLink()
    {
        Write("");
        var target = Path.Combine(_folder.Path, "real.json");
        File.Move(_plan.Path, target);
        File.CreateSymbolicLink(_plan.Path, "real.json");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        _changes.Stop("e", null);

        Assert.NotNull(new FileInfo(_plan.Path).LinkTarget);
        Assert.Contains("\"end\"", File.ReadAllText(target));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(target));
    }

    /// <summary>Who runs tests may write everywhere: a name that leaves no room for that of the text which takes its place.</summary>
    [Fact]
    public void Write_WhereItCannotBe_LeavesTheFileAndSaysWhereToChangeIt()
    {
        var path = Path.Combine(_folder.Path, new string('e', 240));
        File.WriteAllText(path, "before");

        var refusal = Assert.Throws<ServiceException>(() => ExperimentFileWriter.Write(path, "after"u8.ToArray(), ReloadSeconds));

        Assert.Equal((ErrorKind.Conflict, "experiments_read_only", "before"), (refusal.Kind, refusal.Code, File.ReadAllText(path)));
        Assert.Contains("within 10 seconds", refusal.Message);
        Assert.DoesNotContain(_folder.Path, refusal.Message);
    }

    private static IEnumerable<string> Robots() => Enumerable.Range(0, 1_000).Select(i => $"robot-{i}");

    private string? Assign(string robot) => Experiment.Assign(robot, default, _time.GetUtcNow())?.Name;

    private void Write(string members) => File.WriteAllText(_plan.Path, $$"""
        {
          "features": [
            { "name": "other", "defaultVariation": "x", "variations": [ { "name": "x", "value": true } ] },
            {
              "name": "f", "defaultVariation": "a",
              "variations": [ { "name": "a", "value": "room-type@2" }, { "name": "b", "value": "room-type@3" } ],
              "experiment": {
                // Why there is one.
                "name": "e", "control": "a", {{members}}
                "treatments": [ { "name": "a", "variation": "a", "weight": 1 }, { "name": "b", "variation": "b", "weight": 1 }, ],
              },
            },
          ],
        }
        """);
}
